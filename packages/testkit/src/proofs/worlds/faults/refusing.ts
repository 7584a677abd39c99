// Faults of a call's own conditions (design §4, the order of refusals): each lets a call through, or names another reason.
import { fields as everyField, verbs as everyVerb, type Grant } from '@countersign/protocol'
import {
  type Fault,
  grants,
  grantTerms,
  people,
  rules,
  setting,
  stays,
  withFacts,
  withPeople,
  withWorld,
} from './fault.ts'

const YEAR = 365 * 86_400_000

/** A condition forgotten, or off by a millisecond, each. */
export const refusingFaults: readonly Fault[] = rules([
  {
    what: 'the granting person’s master switch is not looked at',
    duty: 'COP-05',
    plant: withPeople((one) => ({ ...one, restricted: false }), 'granting'),
  },
  {
    what: 'a suspended partner goes on',
    duty: 'OVR-03',
    plant: withFacts((facts) => ({ ...facts, partner: { ...facts.partner, suspended: false } })),
  },
  {
    what: 'certification holds for ever',
    duty: 'OVR-01',
    plant: withFacts((facts) => ({
      ...facts,
      partner: { ...facts.partner, certifiedUntil: Number.MAX_SAFE_INTEGER },
    })),
  },
  {
    what: 'certification lasts a millisecond too long',
    duty: 'OVR-01',
    plant: withFacts((facts) => {
      const certifiedUntil = facts.partner.certifiedUntil + 1
      return { ...facts, partner: { ...facts.partner, certifiedUntil } }
    }),
  },
  {
    what: 'a feature never ends',
    duty: 'SUN-01',
    plant: withFacts((facts) => ({ ...facts, feature: { ...facts.feature, endAt: null } })),
  },
  {
    what: 'a feature runs before its start',
    duty: 'SUN-01',
    plant: withFacts((facts) => ({ ...facts, feature: { ...facts.feature, startAt: 0 } })),
  },
  {
    what: 'an unreviewed feature counts as reviewed',
    duty: 'OVR-02',
    plant: withFacts((facts) => ({
      ...facts,
      liveManifest: facts.liveManifest && { ...facts.liveManifest, reviewId: 'nobody' },
    })),
  },
  {
    what: 'the newest version is live for everybody, reviewed or not',
    duty: 'OVR-02',
    plant: withWorld((world) => ({ ...world, people: world.people.map((one) => ({ ...one, test: true })) })),
  },
  {
    what: 'a closed account still grants',
    duty: 'PER-01',
    plant: withPeople((one) => ({ ...one, account: 'open' }), 'granting'),
  },
  {
    what: 'a grant holds before its start',
    duty: 'PER-01',
    plant: withFacts((facts, _, { now }) =>
      people(
        facts,
        grantTerms(({ startAt }) => ({ startAt: Math.min(startAt, now) })),
      ),
    ),
  },
  {
    what: 'a voided screen does not void a grant',
    duty: 'PER-04',
    plant: withPeople(grants((one) => ({ ...one, screenVoided: false }))),
  },
  {
    what: 'a grant that nobody signed speaks',
    duty: 'OVR-06',
    plant: withPeople(grants((one) => ({ ...one, signed: true }))),
  },
  {
    what: 'a withdrawn grant goes on',
    duty: 'SUN-03',
    plant: withPeople(grantTerms(({ state }) => (state === 'withdrawn' ? { state: 'given' } : {}))),
  },
  {
    what: 'a superseded grant goes on',
    duty: 'PER-05',
    plant: withPeople(grantTerms(({ state }) => (state === 'superseded' ? { state: 'given' } : {}))),
  },
  {
    what: 'grants do not expire',
    duty: 'SUN-02',
    plant: withPeople(grantTerms(({ endAt }) => ({ endAt: endAt + YEAR }))),
  },
  {
    what: 'a grant still holds at the instant it ends',
    duty: 'SUN-02',
    plant: withPeople(grantTerms(({ endAt }) => ({ endAt: endAt + 1 }))),
  },
  {
    what: 'a power not used does not lapse',
    duty: 'SUN-04',
    plant: withFacts((facts, _, { now }) =>
      people(facts, (one) => ({ ...one, ownUse: Object.fromEntries(everyVerb.map((verb) => [verb, now])) })),
    ),
  },
  {
    what: 'own use of one verb counts for another',
    duty: 'SUN-04',
    plant: withPeople((one) => {
      const last = Math.max(0, ...Object.values(one.ownUse))
      return { ...one, ownUse: Object.fromEntries(everyVerb.map((verb) => [verb, last])) }
    }),
  },
  {
    what: 'the version in force counts as the one agreed to',
    duty: 'PER-05',
    plant: withFacts((facts) =>
      people(
        facts,
        grants((one) => (facts.liveManifest ? { ...one, manifest: facts.liveManifest } : one)),
        'granting',
      ),
    ),
  },
  {
    what: 'a verb the newest version dropped can still be used',
    duty: 'PER-05',
    plant: withFacts((facts) => {
      const own = facts.person.grants[0]?.manifest
      return own && facts.liveManifest
        ? { ...facts, liveManifest: { ...own, version: facts.liveManifest.version } }
        : facts
    }),
  },
  {
    what: 'one verb implies every other',
    duty: 'SCP-02',
    plant: withPeople(
      grantTerms(() => ({ verbs: everyVerb })),
      'granting',
    ),
  },
  {
    what: 'a grant for any purpose answers for the one named',
    duty: 'SCP-03',
    plant: withFacts((facts, { purpose }) =>
      people(
        facts,
        grantTerms(() => (purpose === null ? {} : { purpose: purpose as Grant['purpose'] })),
        'granting',
      ),
    ),
  },
  {
    what: 'fields that were not granted leave',
    duty: 'SCP-01',
    plant: withPeople(
      grantTerms(() => ({ fields: everyField })),
      'granting',
    ),
  },
  {
    what: 'a thread need not be selected',
    duty: 'SCP-04',
    plant: withFacts((facts, { thread }, world) =>
      people(
        facts,
        grantTerms(({ threads }) => ({
          threads: [
            ...new Set([...threads, ...(thread === null ? world.threads.map((t) => t.thread) : [thread])]),
          ],
        })),
        'granting',
      ),
    ),
  },
  {
    what: 'a closed thread is open',
    duty: 'COP-03',
    plant: withFacts((facts) => setting(facts, 'closed', 'author')),
  },
  {
    what: 'the deployment’s floor is not looked at',
    duty: 'COP-03',
    plant: withWorld((world) => ({ ...world, floor: 'author' })),
  },
  {
    what: 'whoever left a thread still reads it',
    duty: 'SCP-04',
    plant: withFacts((facts, { person }) =>
      stays(facts, (stay) => (stay.person === person ? { ...stay, leftAt: null } : stay)),
    ),
  },
])
