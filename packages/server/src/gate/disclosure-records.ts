// What an answer enters in the ledger: the decision, and for each data subject a disclosure and its delivery (design §6).
import {
  type AccessRequest,
  allowancesOf,
  type CountersignatureId,
  type DecisionId,
  type DisclosedItem,
  type Facts,
  type Field,
  type GrantFacts,
  type GrantId,
  type Instant,
  isPurpose,
  type PersonId,
  scopeOf,
} from '@countersign/protocol'
import { ownChain, type ToEnter } from '../ledger/append.ts'
import { deliveryChain } from '../ledger/chain.ts'
import { bodyHash, contentHash } from '../ledger/content-hash.ts'
import type { Keyring } from '../ledger/keyring.ts'
import type { Looked, Outgoing } from './look.ts'
import type { OpaqueIds } from './opaque-ids.ts'

/** One data subject of an answer: what of theirs leaves, and on which permission of theirs it stands. */
export interface SubjectDisclosure {
  readonly person: PersonId
  readonly alias: string
  readonly items: readonly DisclosedItem[]
  readonly under: GrantId | CountersignatureId
  readonly screenHash: string
}

/** The subjects of an answer in the order their aliases appear, so that the order tells nothing. */
export async function subjectsOfAnswer(
  keyring: Keyring,
  looked: Looked,
  outgoing: readonly Outgoing[],
  ids: OpaqueIds,
): Promise<readonly SubjectDisclosure[]> {
  const { request, facts, held } = looked
  if (facts === null || held === undefined) return []
  const names = ids.inThread(
    request.thread ?? 'thread_',
    request.thread === null || held.grant.verbs.includes('members.see'),
  )
  const items = new Map<PersonId, DisclosedItem[]>()
  for (const { object, disclosed } of outgoing) {
    for (const { person, kind } of disclosed) {
      const id = String(object.id)
      const hash = contentHash(await keyring.open(person), kind, id, JSON.parse(JSON.stringify(object)))
      items.set(person, [...(items.get(person) ?? []), { kind, id, content_hash: hash }])
    }
  }
  return [...items]
    .map(([person, own]) => ({
      person,
      alias: names.author(person),
      items: own,
      ...groundOf(person, request, facts, held, looked.now),
    }))
    .sort((a, b) => (a.alias < b.alias ? -1 : 1))
}

/** The permission of the subject's own that an item of theirs stands on. */
function groundOf(
  person: PersonId,
  request: AccessRequest,
  facts: Facts,
  held: GrantFacts,
  now: Instant,
): Pick<SubjectDisclosure, 'under' | 'screenHash'> {
  if (person === request.person) return { under: held.grant.id, screenHash: held.grant.screenHash }
  const subject = facts.others.get(person)
  // A list of threads names none of them itself: a title in it stands on an answer for its own thread.
  const threads = request.thread === null ? [null, ...held.grant.threads] : [request.thread]
  const under = threads
    .flatMap((thread) =>
      subject ? allowancesOf(subject, scopeOf({ ...request, thread }, facts, held), now) : [],
    )
    .at(0)?.under
  const answer = subject?.countersignatures.find(
    ({ countersignature }) => countersignature.id === under,
  )?.countersignature
  const grant = subject?.grants.find((own) => own.grant.id === under)?.grant
  const screenHash = answer?.screenHash ?? grant?.screenHash
  if (under === undefined || screenHash === undefined)
    throw new Error('an item is leaving on no permission of its subject')
  return { under, screenHash }
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
      thread: facts?.thread === null || facts === null ? null : facts.thread.thread,
      outcome: code,
      grant: held?.grant.id ?? null,
    },
  })
}

/** Rule 1 (design §2): a permit without a grant cannot happen; if it did, nothing would leave. */
function failWithoutGrant(): never {
  throw new Error('a permit without a grant')
}
