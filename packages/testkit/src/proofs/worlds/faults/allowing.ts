// Faults of whose yes counts, for what, and since when (design §4, item by item).
import { fields as everyField, verbs as everyVerb, type Grant, type Verb } from '@countersign/protocol'
import {
  answers,
  type Fault,
  grants,
  grantTerms,
  people,
  rules,
  said,
  terms,
  withFacts,
  withPeople,
} from './fault.ts'

const YEAR = 365 * 86_400_000

/** Each takes a yes that is none, or overlooks a no. */
export const allowingFaults: readonly Fault[] = rules([
  {
    what: 'no answer is a yes',
    duty: 'COP-01',
    plant: withFacts((facts) => {
      const [any] = [...facts.others.values()].flatMap((one) => one.countersignatures)
      if (any === undefined) return facts
      return people(
        facts,
        (one) => (one.countersignatures.length > 0 ? one : { ...one, countersignatures: [any] }),
        'others',
      )
    }),
  },
  {
    what: 'another person’s master switch is not looked at',
    duty: 'COP-05',
    plant: withPeople((one) => ({ ...one, restricted: false }), 'others'),
  },
  {
    what: 'what shells and closed accounts said still counts',
    duty: 'COP-01',
    plant: withPeople((one) => ({ ...one, account: 'open' }), 'others'),
  },
  {
    what: 'an unreviewed feature reaches others than test accounts',
    duty: 'OVR-02',
    plant: withPeople((one) => ({ ...one, test: true }), 'others'),
  },
  {
    what: '“never” is forgotten',
    duty: 'COP-04',
    plant: withPeople(
      answers((one) => (said(one, 'never') ? undefined : one)),
      'others',
    ),
  },
  {
    what: '“never” for all threads is forgotten',
    duty: 'COP-04',
    plant: withPeople(
      answers((one) => (said(one, 'never') && one.countersignature.thread === null ? undefined : one)),
      'others',
    ),
  },
  {
    what: '“never” counts for the version it was said to only',
    duty: 'COP-04',
    plant: withFacts((facts, call) => {
      const version = facts.person.grants.find(({ grant: one }) => one.purpose === call.purpose)?.grant
        .manifestVersion
      const other = (v: number): boolean => v !== version
      return people(
        facts,
        answers((one) =>
          said(one, 'never') && other(one.countersignature.manifestVersion) ? undefined : one,
        ),
      )
    }),
  },
  {
    what: 'the granting person’s own “never” is forgotten',
    duty: 'COP-04',
    plant: withPeople(
      answers((one) => (said(one, 'never') ? undefined : one)),
      'granting',
    ),
  },
  {
    what: 'a voided screen voids a “never” too',
    duty: 'PER-04',
    plant: withPeople(answers((one) => (said(one, 'never') && one.screenVoided ? undefined : one))),
  },
  {
    what: 'a voided screen does not void an answer',
    duty: 'PER-04',
    plant: withPeople(answers((one) => ({ ...one, screenVoided: false }))),
  },
  {
    what: 'an answer that nobody signed counts',
    duty: 'OVR-06',
    plant: withPeople(answers((one) => ({ ...one, signed: true }))),
  },
  {
    what: 'another’s own grant counts though nobody signed it',
    duty: 'OVR-06',
    plant: withPeople(
      grants((one) => ({ ...one, signed: true })),
      'others',
    ),
  },
  {
    what: 'a “never” that was not signed is forgotten',
    duty: 'COP-04',
    plant: withPeople(answers((one) => (said(one, 'never') && !one.signed ? undefined : one))),
  },
  {
    what: 'an answer taken back goes on',
    duty: 'SUN-03',
    plant: withPeople(terms(() => ({ state: 'given' }))),
  },
  {
    what: 'answers do not run out',
    duty: 'SUN-02',
    plant: withPeople(terms(({ endAt }) => ({ endAt: endAt + YEAR }))),
  },
  {
    what: 'an answer still holds at the instant it ends',
    duty: 'SUN-02',
    plant: withPeople(terms(({ endAt }) => ({ endAt: endAt + 1 }))),
  },
  {
    what: 'an answer holds a millisecond late',
    duty: 'SCP-04',
    plant: withPeople(terms(({ startAt }) => ({ startAt: startAt + 1 }))),
  },
  {
    what: 'an answer includes what was written before it',
    duty: 'SCP-04',
    plant: withPeople(
      terms(() => ({ history: true })),
      'others',
    ),
  },
  {
    what: 'an answer’s own “what is already written” is not looked at',
    duty: 'SCP-04',
    plant: withPeople(
      terms(() => ({ history: false })),
      'others',
    ),
  },
  {
    what: 'an answer to one version counts for another',
    duty: 'PER-05',
    plant: withFacts((facts, call) => {
      const version = facts.person.grants.find(({ grant: one }) => one.purpose === call.purpose)?.grant
        .manifestVersion
      return version === undefined
        ? facts
        : people(
            facts,
            terms(() => ({ manifestVersion: version })),
            'others',
          )
    }),
  },
  {
    what: 'an answer for one purpose counts for another',
    duty: 'SCP-03',
    plant: withFacts((facts, { purpose }) =>
      purpose === null
        ? facts
        : people(
            facts,
            terms(() => ({ purpose: purpose as Grant['purpose'] })),
            'others',
          ),
    ),
  },
  {
    what: 'an answer for one thread counts for another',
    duty: 'COP-01',
    plant: withPeople(
      terms(({ answer }) => (answer === 'allow' ? { thread: null } : {})),
      'others',
    ),
  },
  {
    what: 'another’s own grant counts for verbs it does not hold',
    duty: 'SCP-02',
    plant: withPeople(
      grantTerms(() => ({ verbs: everyVerb })),
      'others',
    ),
  },
  {
    what: 'another’s own grant counts for fields it does not hold',
    duty: 'SCP-01',
    plant: withPeople(
      grantTerms(() => ({ fields: everyField })),
      'others',
    ),
  },
  {
    what: 'another’s own grant does not count',
    duty: 'COP-01',
    plant: withPeople((one) => ({ ...one, grants: [] }), 'others'),
  },
  {
    what: 'contact fields pass that the answer does not name',
    duty: 'COP-07',
    plant: withPeople(
      terms(() => ({ contactFields: ['contact.email', 'contact.phone'] })),
      'others',
    ),
  },
  {
    what: 'a grant of one’s own contact lets friends pass it on',
    duty: 'COP-07',
    plant: withPeople(
      grantTerms(({ verbs }) => ({ verbs: passingOn(verbs) })),
      'others',
    ),
  },
])

function passingOn(verbs: readonly Verb[]): readonly Verb[] {
  return verbs.includes('contact.own') ? [...new Set<Verb>([...verbs, 'friends.contact'])] : verbs
}
