// The decision (design §4): one pure, total function from request, facts and time to permit or refuse.
import { type Allowance, allowancesOf, grantRefusal, type Scope, saidNever } from './allowance.ts'
import type { AccessRequest, Facts, GrantFacts, Membership, PersonFacts, ThreadFacts } from './facts.ts'
import type { GrantId, PersonId } from './ids.ts'
import { type Manifest, offerFor, offersVerb } from './manifest.ts'
import type { RefusalCode } from './refusals.ts'
import { type Item, subjectsOf } from './subjects.ts'
import type { Instant } from './time.ts'
import { type Field, fieldsOf, isAboutFriends, needsThread } from './verbs.ts'

/** More deletions than this in a minute freeze a partner (WRT-04). */
export const BULK_DELETIONS_PER_MINUTE = 50

/** The outcome of `decide`. `WITHHELD` is about one item and never reaches a partner: it shows as absence. */
export type Decision =
  | { readonly outcome: 'permit'; readonly grant: GrantId; readonly fields: readonly Field[] }
  | { readonly outcome: 'refuse'; readonly code: RefusalCode | 'WITHHELD' }

/**
 * Decides one call or, when the request names an item, that item within its call.
 *
 * The checks run in the order of design §4 and the first that fails answers. A permit names the grant it rests on and
 * the fields that may leave: for a call what is granted, for an item what every one of its data subjects allows.
 *
 * @param now decision time in milliseconds: the later of the database's statement time and the ledger head's time
 */
export function decide(request: AccessRequest, facts: Facts, now: Instant): Decision {
  return decideItems(request, facts, now)(request.item)
}

/**
 * The decision of a call (for no item) and of each item in it: what `decide` says for that item, with what holds for the
 * whole call weighed once. An item the request names itself is not looked at.
 */
export function decideItems(
  request: AccessRequest,
  facts: Facts,
  now: Instant,
): (item: Item | undefined) => Decision {
  const held = grantFor(request, facts)
  for (const check of checks) {
    const code = check(request, facts, held, now)
    if (code !== undefined) return () => ({ outcome: 'refuse', code })
  }
  // The checks above refuse when there is no grant or no published manifest.
  if (held === undefined || facts.liveManifest === null)
    return () => ({ outcome: 'refuse', code: 'NO_GRANT' })
  const granted = grantedFields(request, held, facts.liveManifest)
  const fields = granted.filter((field) => request.fields?.includes(field) ?? true)
  const release = releaseUnder(request, facts, held, now)
  return (item) => {
    if (item === undefined) return { outcome: 'permit', grant: held.grant.id, fields }
    const released = release(item)
    const left = fields.filter((field) => item.fields.includes(field) && released.includes(field))
    if (left.length === 0) return { outcome: 'refuse', code: 'WITHHELD' }
    return { outcome: 'permit', grant: held.grant.id, fields: left }
  }
}

type Check = (
  request: AccessRequest,
  facts: Facts,
  held: GrantFacts | undefined,
  now: Instant,
) => RefusalCode | undefined

/** The order of design §4, to be read down. */
const checks: readonly Check[] = [
  (_, { person }) => (person.restricted ? 'RESTRICTED' : undefined),
  (_, { partner }) => (partner.suspended ? 'SUSPENDED' : undefined),
  (_, { partner }, __, now) => (now >= partner.certifiedUntil ? 'CERT_OVERDUE' : undefined),
  (_, { feature }, __, now) =>
    now < feature.startAt || (feature.endAt !== null && now >= feature.endAt) ? 'FEATURE_ENDED' : undefined,
  (_, { liveManifest, person }) =>
    liveManifest === null || (liveManifest.reviewId === null && !person.test) ? 'REVIEW_MISSING' : undefined,
  (_, { person }, held) => (held === undefined || person.account !== 'open' ? 'NO_GRANT' : undefined),
  (request, { person }, held, now) => held && grantRefusal(held, person.ownUse, request.verb, now),
  (request, { liveManifest }, held) =>
    held && liveManifest && asksForMore(request, held.manifest, liveManifest)
      ? 'MANIFEST_WIDENED'
      : undefined,
  (request, { liveManifest }, held) =>
    holdsVerb(request, held, liveManifest) ? undefined : 'VERB_NOT_GRANTED',
  (request) => (request.purpose === null ? 'PURPOSE_REQUIRED' : undefined),
  (request, _, held) => (request.purpose === held?.grant.purpose ? undefined : 'PURPOSE_MISMATCH'),
  (request, { liveManifest }, held) => fieldRefusal(request, held, liveManifest),
  (request, facts, held, now) => threadRefusal(request, facts, held, now),
  (request) => ((request.depth ?? 1) === 1 ? undefined : 'DEPTH'),
  (request, { ticket }) =>
    request.verb === 'messages.write' && ticket !== 'valid' && ticket !== 'drafting' ? 'TICKET' : undefined,
  (request, { placement }) => deletionRefusal(request, placement),
]

/**
 * The grant that speaks for a call: the newest for its purpose; where there is none for that purpose, one that holds
 * the verb, so that a wrong purpose is named as such rather than as a missing grant. Two grants of one instant (one
 * screen can give several) are told apart by their ids, so that the order of rows decides nothing. One that its person did
 * not sign is not there, so it can neither speak nor stand before another.
 */
export function grantFor(request: AccessRequest, facts: Facts): GrantFacts | undefined {
  if (facts.feature.feature !== request.feature || facts.feature.partner !== request.partner) return undefined
  if (facts.partner.partner !== request.partner || facts.person.person !== request.person) return undefined
  const rank = ({ grant }: GrantFacts): readonly (number | string)[] => [
    Number(grant.purpose === request.purpose),
    Number(grant.state === 'given'),
    Number(grant.verbs.includes(request.verb)),
    grant.startAt,
    grant.id,
  ]
  return facts.person.grants
    .filter(
      ({ grant, signed }) => signed && grant.feature === request.feature && grant.person === request.person,
    )
    .reduce<GrantFacts | undefined>(
      (best, next) => (best === undefined || outranks(rank(next), rank(best)) ? next : best),
      undefined,
    )
}

function outranks(a: readonly (number | string)[], b: readonly (number | string)[]): boolean {
  const first = a.findIndex((value, i) => value !== b[i])
  return first !== -1 && (a[first] ?? 0) > (b[first] ?? 0)
}

/** Whether the call wants what only a later version than the granted one asks for (PER-05). */
function asksForMore({ verb, purpose, fields }: AccessRequest, granted: Manifest, live: Manifest): boolean {
  if (live.version <= granted.version) return false
  if (offersVerb(live, verb) && !offersVerb(granted, verb)) return true
  if (purpose === null) return false
  const after = offerFor(live, purpose, verb)
  const before = offerFor(granted, purpose, verb)
  if (after === undefined) return false
  return (
    before === undefined || (fields ?? []).some((f) => after.fields.includes(f) && !before.fields.includes(f))
  )
}

/** Narrowing acts at once: a verb the live version no longer offers for the purpose is gone for everybody (PER-05). */
function holdsVerb(
  { verb }: Pick<AccessRequest, 'verb'>,
  held: GrantFacts | undefined,
  live: Manifest | null,
): boolean {
  if (held === undefined || live === null) return false
  return held.grant.verbs.includes(verb) && offerFor(live, held.grant.purpose, verb) !== undefined
}

/**
 * Whether members are seen under a grant now. Then authors carry their member's id; otherwise an alias of the thread, so
 * that nobody can be followed from one thread into another (design §4).
 */
export function seesMembers(held: GrantFacts, { liveManifest, person }: Facts, now: Instant): boolean {
  const verb = 'members.see'
  return holdsVerb({ verb }, held, liveManifest) && grantRefusal(held, person.ownUse, verb, now) === undefined
}

/**
 * The fields a verb may release. Two verbs can share a field (a contact), so the grant's list alone does not say which
 * verb it was given for: the version it was given on does.
 */
function grantedFields(
  { verb }: AccessRequest,
  { grant, manifest }: GrantFacts,
  live: Manifest,
): readonly Field[] {
  const given = offerFor(manifest, grant.purpose, verb)?.fields ?? []
  const offered = offerFor(live, grant.purpose, verb)?.fields ?? []
  const possible: readonly Field[] = fieldsOf[verb]
  return possible.filter((f) => grant.fields.includes(f) && given.includes(f) && offered.includes(f))
}

function fieldRefusal(
  request: AccessRequest,
  held: GrantFacts | undefined,
  live: Manifest | null,
): RefusalCode | undefined {
  if (request.fields === null || held === undefined || live === null) return undefined
  const granted = grantedFields(request, held, live)
  return request.fields.every((field) => granted.includes(field)) ? undefined : 'NOT_GRANTED'
}

/** Not selected, closed, not theirs and not there look the same from outside: 404 (SCP-04). */
function threadRefusal(
  request: AccessRequest,
  { thread }: Facts,
  held: GrantFacts | undefined,
  now: Instant,
): RefusalCode | undefined {
  if (request.thread === null) return needsThread(request.verb) ? 'NOT_FOUND' : undefined
  const selected = held?.grant.threads.includes(request.thread) ?? false
  const open = thread !== null && thread.thread === request.thread && thread.setting !== 'closed'
  const theirs =
    thread?.memberships.some((stay) => stay.person === request.person && isPresent(stay, now)) ?? false
  return selected && open && theirs ? undefined : 'NOT_FOUND'
}

function deletionRefusal({ verb }: AccessRequest, placement: Facts['placement']): RefusalCode | undefined {
  if (verb !== 'messages.delete') return undefined
  if (!placement?.own) return 'NOT_YOURS'
  return placement.deletedLastMinute >= BULK_DELETIONS_PER_MINUTE ? 'BULK_STOP' : undefined
}

function isPresent(stay: Membership, now: Instant): boolean {
  return stay.joinedAt <= now && (stay.leftAt === null || now < stay.leftAt)
}

function couldRead(stay: Membership, at: Instant): boolean {
  return stay.joinedAt <= at && (stay.leftAt === null || at < stay.leftAt)
}

/** Under one grant at one time: the fields of an item that everyone it concerns has allowed; none when it may not leave. */
function releaseUnder(
  request: AccessRequest,
  facts: Facts,
  held: GrantFacts,
  now: Instant,
): (item: Item) => readonly Field[] {
  const scope = scopeOf(request, facts, held)
  const refusedOwn = saidNever(facts.person, scope, now)
  const known = new Map<PersonId, readonly Allowance[]>()
  const allowancesFor = (subject: PersonId): readonly Allowance[] => {
    const person = facts.others.get(subject)
    const found = known.get(subject) ?? (person === undefined ? [] : allowancesOf(person, scope, now))
    known.set(subject, found)
    return found
  }
  const { thread } = facts
  const allowedByAll =
    thread?.setting === 'all-parties' && request.thread !== null
      ? allParties(thread, facts, held, scope, now)
      : undefined
  return (item) => {
    const subjects = subjectsOf(item)
    if (subjects === undefined || !inReach(request, item, facts, held, now)) return []
    // One's own contact and what friends let pass are two powers, and neither reaches what the other is for (SCP-02).
    if (request.verb === 'contact.own' && subjects.some((subject) => subject !== request.person)) return []
    if (isAboutFriends(request.verb) && subjects.includes(request.person)) return []
    if (allowedByAll?.(item.sentAt ?? now) === false) return []
    return subjects.reduce<readonly Field[]>((fields, subject) => {
      if (subject === request.person) return refusedOwn ? [] : fields
      const allowed = allowancesFor(subject).filter((yes) => reaches(yes, item))
      return fields.filter((field) => allowed.some((yes) => yes.fields?.includes(field) ?? true))
    }, item.fields)
  }
}

/** The scope in which other people must have allowed: exactly that of the grant in use. */
export function scopeOf(request: AccessRequest, facts: Facts, { grant }: GrantFacts): Scope {
  return {
    feature: grant.feature,
    manifestVersion: grant.manifestVersion,
    purpose: grant.purpose,
    verb: request.verb,
    thread: request.thread,
    reviewed: (facts.liveManifest?.reviewId ?? null) !== null,
  }
}

/** Sent while the granting person was a member, and not before the grant unless history was chosen. */
function inReach(
  request: AccessRequest,
  item: Item,
  facts: Facts,
  { grant }: GrantFacts,
  now: Instant,
): boolean {
  const { sentAt } = item
  if (sentAt === null) return true
  if (sentAt > now || (sentAt < grant.startAt && !grant.history)) return false
  if (request.thread === null) return true
  return facts.thread?.memberships.some((s) => s.person === request.person && couldRead(s, sentAt)) ?? false
}

function reaches(yes: Allowance, { sentAt }: Item): boolean {
  return yes.history || sentAt === null || yes.startAt <= sentAt
}

/**
 * COP-02, COP-03: whether everyone who could read along at an instant and everyone present now has allowed it, no later than
 * the instant itself.
 */
function allParties(
  thread: ThreadFacts,
  facts: Facts,
  held: GrantFacts,
  scope: Scope,
  now: Instant,
): (at: Instant) => boolean {
  const departure = lastDeparture(thread, now)
  const starts = new Map(
    thread.memberships.map(({ person }) => [person, startsOf(person, facts, held, scope, now)]),
  )
  const present = new Set(
    thread.memberships.filter((stay) => isPresent(stay, now)).map((stay) => stay.person),
  )
  return (at) => {
    const readers = thread.memberships.filter((stay) => couldRead(stay, at)).map((stay) => stay.person)
    return [...new Set([...present, ...readers])].every((person) =>
      starts.get(person)?.some((start) => start <= at && (!present.has(person) || start >= departure)),
    )
  }
}

/** When somebody last left: a departure closes the thread to partners until those who remain answer again. */
export function lastDeparture(thread: ThreadFacts, now: Instant): Instant {
  return thread.memberships.reduce(
    (last, { leftAt }) => (leftAt !== null && leftAt <= now ? Math.max(last, leftAt) : last),
    0,
  )
}

/**
 * Since when a person has allowed a scope, by each permission of theirs in force: the granting person by the grant in
 * use too. Empty when they have not, or have said never.
 */
export function startsOf(
  person: PersonId,
  facts: Facts,
  { grant }: GrantFacts,
  scope: Scope,
  now: Instant,
): readonly Instant[] {
  const known: PersonFacts | undefined = person === grant.person ? facts.person : facts.others.get(person)
  if (known === undefined) return []
  const starts = allowancesOf(known, scope, now).map((yes) => yes.startAt)
  return person === grant.person && !saidNever(known, scope, now) ? [...starts, grant.startAt] : starts
}
