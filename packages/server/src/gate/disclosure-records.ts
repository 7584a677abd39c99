// What an answer enters in the ledger: the decision, and for each data subject a disclosure and its delivery (design §6).
import {
  type Allowance,
  allowancesOf,
  type CountersignatureId,
  type DecisionId,
  type DisclosedItem,
  type Facts,
  type Field,
  fieldsOf,
  type GrantId,
  type Instant,
  isPurpose,
  type PersonId,
  scopeOf,
  seesMembers,
  type ThreadId,
} from '@countersign/protocol'
import { ownChain, type ToEnter } from '../ledger/append.ts'
import { deliveryChain } from '../ledger/chain.ts'
import { bodyHash, contentHash } from '../ledger/content-hash.ts'
import type { Keyring } from '../ledger/keyring.ts'
import type { Looked, Outgoing } from './look.ts'
import type { OpaqueIds, ThreadNames } from './opaque-ids.ts'

/** One data subject of an answer: what of theirs leaves, and on which permission of theirs it stands. */
export interface SubjectDisclosure {
  readonly person: PersonId
  readonly alias: string
  readonly items: readonly DisclosedItem[]
  readonly under: GrantId | CountersignatureId
  readonly screenHash: string
}

/**
 * The subjects of an answer in the order their aliases appear, so that the order tells nothing. In a list of threads
 * somebody who speaks in two of them is two subjects, unless members are seen: an alias is of one thread (design §4).
 * Whoever an answer concerns without showing them is named for this answer only: read one by one, its disclosures would
 * else tell who wrote each message or title, and whose name a text holds.
 */
export async function subjectsOfAnswer(
  keyring: Keyring,
  decision: DecisionId,
  looked: Looked,
  outgoing: readonly Outgoing[],
  ids: OpaqueIds,
): Promise<readonly SubjectDisclosure[]> {
  const { request, held, facts, now } = looked
  if (held === undefined || facts === null) return []
  const membersSeen = request.verb === 'members.see' || seesMembers(held, facts, now)
  const shown = new Set(outgoing.flatMap(({ object }) => aliasesIn(object)))
  const namesIn = new Map<string, ThreadNames>()
  const aliasInThread = (thread: ThreadId, person: PersonId): string => {
    const asMember = membersSeen || (request.thread === null && person === request.person)
    const names = namesIn.get(`${thread} ${asMember}`) ?? ids.inThread(thread, asMember)
    namesIn.set(`${thread} ${asMember}`, names)
    const known = names.author(person)
    const hidden = request.verb === 'messages.read' ? !shown.has(known) : !asMember
    return hidden ? names.unshown(person, decision) : known
  }
  const found = new Map<string, { person: PersonId; from: Outgoing[]; items: DisclosedItem[] }>()
  for (const one of outgoing) {
    // What is hashed is what is sent: the object as JSON says it.
    const sent = JSON.parse(JSON.stringify(one.object))
    for (const { person, kind } of one.disclosed) {
      const alias =
        one.thread === null
          ? aliasBesideThreads(one.object, person, request, ids)
          : aliasInThread(one.thread, person)
      const subject = found.get(alias) ?? { person, from: [], items: [] }
      const id = String(one.object.id)
      const key = await keyring.open(person)
      const content_hash = contentHash(key, kind, id, sent)
      subject.items.push({ kind, id, content_hash })
      subject.from.push(one)
      found.set(alias, subject)
    }
  }
  return [...found]
    .map(([alias, { person, from, items }]) => ({ person, alias, items, ...groundOf(person, from, looked) }))
    .sort((a, b) => (a.alias < b.alias ? -1 : 1))
}

/**
 * What an answer that concerns no thread calls a person: the friend where it names one, else the one contact field it
 * gives, so that two fields of a friend the list does not name are not told to be one person's.
 */
function aliasBesideThreads(
  { id, friend }: Outgoing['object'],
  person: PersonId,
  request: Looked['request'],
  ids: OpaqueIds,
): string {
  return person === request.person ? ids.member(person) : String(friend ?? id)
}

/** The people an outgoing message names by their alias. */
function aliasesIn({ author, reactions }: Outgoing['object']): readonly unknown[] {
  const reactors: readonly { readonly author?: unknown }[] = Array.isArray(reactions) ? reactions : []
  return [author, ...reactors.map((reaction) => reaction.author)]
}

/**
 * The permission of the subject's own that items of theirs stand on: one that reaches the oldest of them, and covers what
 * leaves of them rather than some of it.
 */
function groundOf(
  person: PersonId,
  from: readonly Outgoing[],
  { request, facts, held, now }: Looked,
): Pick<SubjectDisclosure, 'under' | 'screenHash'> {
  if (held === undefined || facts === null) return failWithoutGrant()
  if (person === request.person) return { under: held.grant.id, screenHash: held.grant.screenHash }
  const subject = facts.others.get(person)
  const oldest = Math.min(...from.map(({ sentAt }) => sentAt ?? now))
  const allowances = from.flatMap(({ thread }) =>
    subject === undefined ? [] : allowancesOf(subject, scopeOf({ ...request, thread }, facts, held), now),
  )
  const leaving = fieldsOf[request.verb].filter((field) => from.some(({ object }) => keyOf(field) in object))
  const reach = allowances.filter((yes) => yes.history || yes.startAt <= oldest)
  const covering = ({ fields }: Allowance): number =>
    fields === null ? leaving.length : leaving.filter((field) => fields.includes(field)).length
  const [best] = (reach.length > 0 ? reach : allowances).toSorted((a, b) => covering(b) - covering(a))
  const under = best?.under
  const answer = subject?.countersignatures.find(({ countersignature: { id } }) => id === under)
  const grant = subject?.grants.find((own) => own.grant.id === under)
  const screenHash = answer?.countersignature.screenHash ?? grant?.grant.screenHash
  if (under === undefined || screenHash === undefined)
    throw new Error('an item is leaving on no permission of its subject')
  return { under, screenHash }
}

/** The key of an object that says a field: its last word. */
function keyOf(field: Field): string {
  return field.slice(field.indexOf('.') + 1)
}

/** The records of one answer, in the order they are entered: the decision, then each subject's delivery and disclosure. */
export async function answerRecords(
  context: { readonly keyring: Keyring; readonly logId: number },
  decision: DecisionId,
  looked: Looked,
  subjects: readonly SubjectDisclosure[],
  body: string,
): Promise<(at: Instant) => readonly ToEnter[]> {
  const { request, held, decision: outcome } = looked
  const { person, partner, feature } = request
  const fields: readonly Field[] = outcome.outcome === 'permit' ? outcome.fields : []
  const hash = bodyHash(
    deliveryChain(await context.keyring.open(person), context.logId, partner),
    Buffer.from(body, 'utf8'),
  )
  const made = decisionRecord(decision, looked)
  return (at) => [
    made(at),
    ...subjects.map(
      (subject): ToEnter => ({
        key: { person, partner, chain: 'delivery' },
        record: (n) => ({
          kind: 'delivery',
          at,
          decision,
          subject: subject.alias,
          n,
          items: subject.items.length,
          body_hash: hash,
        }),
      }),
    ),
    ...subjects.map(
      (subject): ToEnter => ({
        key: ownChain(subject.person, partner),
        record: {
          kind: 'disclosure',
          at,
          person: subject.person,
          decision,
          partner,
          feature,
          purpose: held?.grant.purpose ?? failWithoutGrant(),
          through: subject.person === person ? 'own' : 'other',
          under: subject.under,
          screen_hash: subject.screenHash,
          fields,
          items: subject.items,
        },
      }),
    ),
  ]
}

/** The record of one decision, permit or refusal (REC-04). */
export function decisionRecord(
  decision: DecisionId,
  { request, held, decision: outcome, facts }: Looked,
): (at: Instant) => ToEnter {
  const { person, partner, feature, verb, purpose } = request
  if (outcome.outcome === 'permit' && outcome.grant !== held?.grant.id) return failWithoutGrant()
  const code =
    outcome.outcome === 'permit' ? 'permit' : outcome.code === 'WITHHELD' ? failWithoutGrant() : outcome.code
  return (at) => ({
    key: ownChain(person, partner),
    record: {
      kind: 'decision',
      at,
      person,
      decision,
      partner,
      feature,
      verb,
      purpose: isPurpose(purpose) ? purpose : null,
      thread: theirThread(facts, person),
      outcome: code,
      grant: held?.grant.id ?? null,
    },
  })
}

/** The thread a call names when the person is or was in it; of any other nothing is written down. */
function theirThread(facts: Facts | null, person: PersonId): ThreadId | null {
  const thread = facts?.thread ?? null
  return thread?.memberships.some((stay) => stay.person === person) ? thread.thread : null
}

/** Rule 1 (design §2): a permit without a grant cannot happen; if it did, nothing would leave. */
function failWithoutGrant(): never {
  throw new Error('a permit without a grant')
}
