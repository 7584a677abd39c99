// Random worlds for properties: whole facts, requests and items, drawn so that near misses are as common as hits.
import {
  type AccessRequest,
  type ContactField,
  type Countersignature,
  type CountersignatureFacts,
  DAY_MS,
  type Facts,
  type Field,
  fields,
  fieldsOf,
  type Grant,
  type GrantFacts,
  type Instant,
  type Item,
  type Manifest,
  type Membership,
  type Offer,
  type PersonFacts,
  type PersonId,
  type Purpose,
  subjectsTable,
  type ThreadFacts,
  threadSettings,
  verbs,
} from '@countersign/protocol'
import fc from 'fast-check'
import { seededIds } from '../seeded-ids.ts'

/** A decision waiting to be made. */
export interface DrawnWorld {
  readonly request: AccessRequest
  readonly facts: Facts
  readonly now: Instant
}

/** How wild a world is: `plausible` has whole instants in a narrow range, `any` has every number there is. */
export type Wildness = 'plausible' | 'any'

const DAY_ZERO = Date.UTC(2026, 0, 1)
const ids = seededIds(0xfa57, DAY_ZERO)

/** The few people, threads and things worlds are about: few, so that they meet. Ana's permission is used. */
export const cast = {
  people: [ids.next('person'), ids.next('person'), ids.next('person'), ids.next('person')] as const,
  stranger: ids.next('person'),
  threads: [ids.next('thread'), ids.next('thread')] as const,
  partner: ids.next('partner'),
  feature: ids.next('feature'),
  otherFeature: ids.next('feature'),
}
const [ana, ...others] = cast.people
const purposes = ['group_activity', 'advertising'] as const satisfies readonly Purpose[]
const versions = [1, 2, 3] as const

/** A decision about a random world. Most worlds let something through, and each rule stops some of them. */
export function worlds(wildness: Wildness = 'plausible'): fc.Arbitrary<DrawnWorld> {
  const instant = instants(wildness)
  const now = fc.oneof(instant, fc.constant(DAY_ZERO + 70 * DAY_MS))
  return fc.record({ request: requests(instant, wildness), facts: factsOf(instant), now })
}

/** Instants a fortnight apart and a millisecond around them, so that boundaries are met; or any number at all. */
export function instants(wildness: Wildness = 'plausible'): fc.Arbitrary<Instant> {
  const near = fc
    .tuple(fc.integer({ min: 0, max: 14 }), fc.constantFrom(-1, 0, 0, 0, 1))
    .map(([fortnights, edge]) => DAY_ZERO + fortnights * 14 * DAY_MS + edge)
  return wildness === 'plausible' ? near : fc.oneof(near, fc.double(), fc.integer())
}

/** True or false, one of them far more often. Not by a 0 or a 15: fast-check draws the ends of a range far more often. */
function mostly(usual: boolean): fc.Arbitrary<boolean> {
  return fc.integer({ min: 0, max: 15 }).map((n) => (n === 7 ? !usual : usual))
}

/** All of them more often than not, else any of them: one number, so that drawing stays cheap. */
function some<T>(all: readonly T[]): fc.Arbitrary<T[]> {
  const every = 2 ** all.length - 1
  return fc
    .oneof({ weight: 6, arbitrary: fc.constant(every) }, fc.integer({ min: 0, max: every }))
    .map((mask) => all.filter((_, i) => (mask >> i) & 1))
}

function requests(instant: fc.Arbitrary<Instant>, wildness: Wildness): fc.Arbitrary<AccessRequest> {
  const verb = fc.oneof(
    { weight: 4, arbitrary: fc.constant('messages.read' as const) },
    fc.constantFrom(...verbs),
  )
  const depth = wildness === 'any' ? fc.double() : mostly(true).map((near) => (near ? 1 : 2))
  return verb.chain((chosen) =>
    fc.record(
      {
        partner: fc.constant(cast.partner),
        feature: fc.constant(cast.feature),
        person: fc.constant(ana),
        verb: fc.constant(chosen),
        purpose: fc.oneof(
          { weight: 12, arbitrary: fc.constant(purposes[0]) },
          fc.constantFrom<(string | null)[]>(purposes[1], 'unheard_of', null),
        ),
        fields: fc.oneof(
          { weight: 8, arbitrary: fc.constant(null) },
          some<Field>(fieldsOf[chosen]),
          some(fields),
        ),
        thread: fc.oneof(
          { weight: 8, arbitrary: fc.constant(cast.threads[0]) },
          fc.constantFrom(cast.threads[1], null),
        ),
        depth,
        item: items(instant, wildness),
      },
      { requiredKeys: ['partner', 'feature', 'person', 'verb', 'purpose', 'fields', 'thread'] },
    ),
  )
}

/** Items of every listed kind and some unlisted, with their roles filled by anybody, or not at all. */
function items(instant: fc.Arbitrary<Instant>, wildness: Wildness): fc.Arbitrary<Item> {
  const person = fc.constantFrom(ana, ...others, cast.stranger)
  const listed = Object.keys(subjectsTable) as (keyof typeof subjectsTable)[]
  const kind: fc.Arbitrary<string> =
    wildness === 'any'
      ? fc.oneof(fc.constantFrom(...listed), fc.string(), fc.constantFrom('__proto__', 'toString'))
      : fc.oneof({ weight: 3, arbitrary: fc.constant('message') }, fc.constantFrom(...listed))
  return kind.chain((chosen) => {
    const roles: readonly string[] = Object.hasOwn(subjectsTable, chosen)
      ? subjectsTable[chosen as keyof typeof subjectsTable]
      : ['author']
    const people = fc.record(Object.fromEntries(roles.map((role) => [role, person])), {
      ...(wildness === 'any' && { requiredKeys: [] }),
    })
    return fc.record({
      kind: fc.constant(chosen),
      people,
      sentAt: fc.oneof({ weight: 4, arbitrary: instant }, fc.constant(null)),
      fields: some(fields),
    })
  })
}

function factsOf(instant: fc.Arbitrary<Instant>): fc.Arbitrary<Facts> {
  return fc.tuple(...versions.map((version) => manifest(version))).chain((manifests) => {
    const person = (id: PersonId): fc.Arbitrary<PersonFacts> => personFacts(id, instant, manifests)
    return fc.record(
      {
        partner: fc.record({
          partner: fc.constant(cast.partner),
          suspended: mostly(false),
          certifiedUntil: fc.oneof(
            { weight: 12, arbitrary: fc.constant(DAY_ZERO + 4_000 * DAY_MS) },
            instant,
          ),
        }),
        feature: fc.record({
          feature: fc.constant(cast.feature),
          partner: fc.constant(cast.partner),
          startAt: fc.oneof({ weight: 16, arbitrary: fc.constant(0) }, instant),
          endAt: fc.oneof({ weight: 12, arbitrary: fc.constant(null) }, instant),
        }),
        liveManifest: fc.oneof(
          { weight: 12, arbitrary: fc.constantFrom(...manifests.slice(0, 1), ...manifests) },
          fc.constant(null),
        ),
        person: person(ana),
        thread: fc.oneof({ weight: 12, arbitrary: threadFacts(instant) }, fc.constant(null)),
        others: fc
          .tuple(...others.map(person))
          .chain((all) => fc.subarray(all, { minLength: all.length - 1 }))
          .map((found) => new Map(found.map((one) => [one.person, one]))),
        ticket: fc.constantFrom('valid', 'drafting', 'absent', 'used', 'late', 'changed'),
        placement: fc.record({ own: fc.boolean(), deletedLastMinute: fc.integer({ min: 48, max: 52 }) }),
      },
      { requiredKeys: ['partner', 'feature', 'liveManifest', 'person', 'thread', 'others'] },
    )
  })
}

function manifest(version: number): fc.Arbitrary<Manifest> {
  const possible = purposes.flatMap((purpose) => verbs.map((verb) => ({ purpose, verb })))
  const offers: fc.Arbitrary<Offer[]> = fc.tuple(some(possible), some(fields)).map(([chosen, released]) =>
    chosen.map((offer) => {
      const own: readonly Field[] = fieldsOf[offer.verb]
      return { ...offer, fields: own.filter((field) => released.includes(field)) }
    }),
  )
  return fc.record({
    partner: fc.constant(cast.partner),
    feature: fc.constant(cast.feature),
    version: fc.constant(version),
    offers,
    harvestBudget: fc.constant(1_000),
    termDays: fc.constant(180),
    texts: fc.constant({}),
    reviewId: mostly(true).map((reviewed) => (reviewed ? 'review' : null)),
    publishedAt: fc.constant(DAY_ZERO),
  })
}

function personFacts(
  person: PersonId,
  instant: fc.Arbitrary<Instant>,
  manifests: readonly Manifest[],
): fc.Arbitrary<PersonFacts> {
  const [grants, answers] =
    person === ana
      ? [{ minLength: 1, maxLength: 3 }, { maxLength: 1 }]
      : [{ maxLength: 2 }, { minLength: 1, maxLength: 4 }]
  return fc.record({
    person: fc.constant(person),
    account: fc.oneof(
      { weight: 16, arbitrary: fc.constant('open' as const) },
      fc.constantFrom('shell' as const, 'closed' as const),
    ),
    test: fc.boolean(),
    restricted: mostly(false),
    grants: fc.array(grantFacts(person, instant, manifests), grants).map(withOwnIds),
    countersignatures: fc.array(answerFacts(person, instant), answers),
    ownUse: fc
      .tuple(some(verbs), instant)
      .map(([used, at]) => Object.fromEntries(used.map((verb) => [verb, at]))),
  })
}

/** Grants of one person are told apart by their ids. */
function withOwnIds(drawn: readonly GrantFacts[]): GrantFacts[] {
  return drawn.map((facts, i) => ({
    ...facts,
    grant: { ...facts.grant, id: seededIds(i, DAY_ZERO, facts.grant.person).next('grant') },
  }))
}

/** Terms longer than a year never happen; here they do, so that the clock's other rules show. */
function terms(instant: fc.Arbitrary<Instant>) {
  return {
    partner: fc.constant(cast.partner),
    feature: fc.oneof({ weight: 8, arbitrary: fc.constant(cast.feature) }, fc.constant(cast.otherFeature)),
    purpose: mostly(true).map((usual) => purposes[usual ? 0 : 1]),
    startAt: fc.oneof(instant, { weight: 2, arbitrary: fc.constant(DAY_ZERO) }),
    endAt: fc.oneof(instant, { weight: 4, arbitrary: fc.constant(DAY_ZERO + 300 * DAY_MS) }),
    history: fc.boolean(),
    screenHash: fc.constant('c'.repeat(64)),
  }
}

function grantFacts(
  person: PersonId,
  instant: fc.Arbitrary<Instant>,
  manifests: readonly Manifest[],
): fc.Arbitrary<GrantFacts> {
  const given = fc.record({
    ...terms(instant),
    id: fc.constant(seededIds(1, DAY_ZERO, person).next('grant')),
    person: fc.constant(person),
    verbs: some(verbs),
    fields: some(fields),
    threads: some(cast.threads),
    locale: fc.constant('en'),
  })
  const state = fc.oneof(
    { weight: 10, arbitrary: fc.constant('given' as const) },
    fc.constantFrom('withdrawn' as const, 'superseded' as const),
  )
  return fc
    .tuple(given, state, instant, fc.constantFrom(manifests[0], ...manifests), mostly(false), mostly(true))
    .map(([grant, ended, endedAt, of, screenVoided, signed]): GrantFacts => {
      if (of === undefined) throw new Error('a feature without versions')
      const whole = { ...grant, manifestVersion: of.version, state: ended, endedAt, supersededBy: grant.id }
      return { grant: whole as Grant, manifest: of, screenVoided, signed }
    })
}

function answerFacts(person: PersonId, instant: fc.Arbitrary<Instant>): fc.Arbitrary<CountersignatureFacts> {
  return fc.record({
    countersignature: fc.record({
      ...terms(instant),
      id: fc.nat(5).map((n) => seededIds(n, DAY_ZERO, person).next('countersignature')),
      person: fc.constant(person),
      manifestVersion: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, fc.constantFrom(...versions)),
      thread: fc.constantFrom(null, cast.threads[0], ...cast.threads),
      answer: mostly(true).map((yes) => (yes ? 'allow' : 'never')),
      contactFields: some<ContactField>(fieldsOf['contact.own']),
      state: mostly(true).map((standing) => (standing ? 'given' : 'ended')),
      endedAt: instant,
    }) as fc.Arbitrary<Countersignature>,
    screenVoided: mostly(false),
    signed: mostly(true),
  })
}

function threadFacts(instant: fc.Arbitrary<Instant>): fc.Arbitrary<ThreadFacts> {
  const stay = (person: PersonId): fc.Arbitrary<Membership> =>
    fc.record({
      person: fc.constant(person),
      joinedAt: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, instant),
      leftAt: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, instant),
    })
  return fc.record({
    thread: mostly(true).map((first) => cast.threads[first ? 0 : 1]),
    setting: fc.constantFrom('author' as const, ...threadSettings),
    memberships: fc
      .tuple(
        fc.array(stay(ana), { minLength: 1, maxLength: 2 }),
        fc.tuple(...others.map(stay)),
        fc.subarray(others),
      )
      .map(([own, theirs, absent]) => [...own, ...theirs.filter((one) => !absent.includes(one.person))]),
  })
}
