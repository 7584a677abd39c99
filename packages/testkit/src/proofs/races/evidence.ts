// What the ledger must say of an answer: one line for each item of each data subject, each delivery, and the decision.
import { createHash } from 'node:crypto'
import type { ItemKind, PersonId, RecordOf, ThreadId } from '@countersign/protocol'
import { deliveryChain } from '../../../../server/src/ledger/chain.ts'
import { bodyHash, contentHash } from '../../../../server/src/ledger/content-hash.ts'
import type { System } from '../../../../server/src/system.ts'
import { type Answer, type Sent, textOf } from './answer.ts'
import { possible, UNKNOWN } from './history.ts'
import type { ItemInAnswer } from './judge.ts'
import type { Known, SentMessage } from './known.ts'

/** An answer's lines, folded: a race has more answers than memory has room for. */
export interface Evidence {
  readonly decision: string
  /** Null for an answer that was entered and came too late to leave: the ledger must say that it did not. */
  readonly digest: string | null
}

const LOG_ID = 1

/** What the ledger must hold for an answer; undefined when no decision was made. The history must be settled about it. */
export async function evidenceOf(
  keyring: System['keyring'],
  known: Known,
  answer: Answer,
): Promise<Evidence | undefined> {
  const { decision, call, partner, code, body, disclosures } = answer
  if (decision === null) return undefined
  if (answer.outcome === 'busy') return { decision, digest: null }
  const lines = [decisionLine(call.person, code ?? 'permit')]
  if (code === null) {
    const chain = deliveryChain(await keyring.open(call.person), LOG_ID, partner)
    const hash = bodyHash(chain, Buffer.from(withoutDisclosures(body), 'utf8'))
    lines.push(...disclosures.map(({ subject, n, index }) => deliveryLine(subject, n, index, hash)))
    for (const [i, object] of answer.objects.entries()) {
      const item = answer.items[i]
      const id = textOf(object['id'])
      for (const { person, kind } of item === undefined ? [] : disclosedBy(known, answer, object, item))
        lines.push(itemLine(person, kind, id, contentHash(await keyring.open(person), kind, id, object)))
    }
  }
  return { decision, digest: fold(lines) }
}

/** The bytes that were hashed: everything before the disclosures' places, which are known only afterwards. */
function withoutDisclosures(body: string): string {
  return `${body.slice(0, body.lastIndexOf(',"disclosures":'))}}`
}

interface Subject {
  readonly person: PersonId
  readonly kind: ItemKind
}

/** Whom an object says something about, and as what, by what the race knows was sent: each person and kind once. */
function disclosedBy(known: Known, answer: Answer, object: Sent, item: ItemInAnswer): readonly Subject[] {
  const subjects = new Map<string, Subject>()
  const add = (person: PersonId | undefined, kind: ItemKind): void => {
    if (person !== undefined) subjects.set(`${kind} ${person}`, { person, kind })
  }
  if (item.kind === 'member') add(item.member, 'member')
  if (item.kind === 'friend') add(item.friend, 'friend')
  if (item.kind === 'thread') {
    add(answer.call.person, 'member')
    if (item.thread !== undefined && item.title !== null)
      add(titleBy(known, answer, item.thread, item.title), 'thread_title')
  }
  if (item.kind === 'message') {
    const message = item.message && known.messages.get(item.message)
    add(message?.author, object['kind'] === 'forward' ? 'forward' : 'message')
    add(message?.origin?.author, 'forward')
    if (message) add(mentionedIn(message, answer, item.text), 'mention')
    add((item.replyTo && known.messages.get(item.replyTo)?.author) || undefined, 'reply')
    for (const { person } of item.reactions) add(person, 'reaction')
  }
  return [...subjects.values()]
}

function titleBy(known: Known, answer: Answer, thread: ThreadId, text: string): PersonId | undefined {
  const titles = possible(known.title(thread), answer)
  return titles.flatMap((title) => (title !== UNKNOWN && title?.text === text ? [title.by] : []))[0]
}

function mentionedIn({ words }: SentMessage, answer: Answer, text: string): PersonId | undefined {
  const versions = possible(words, answer)
  return versions.flatMap((version) =>
    version !== UNKNOWN && version?.text === text && version.mention !== null ? [version.mention.person] : [],
  )[0]
}

/** A row of the ledger, as far as answers go. */
export interface AnswerRow {
  readonly n: number
  readonly index: number
  readonly record: RecordOf<'decision' | 'delivery' | 'disclosure' | 'correction'>
}

/** What is in a ledger about answers. */
export interface EnteredAnswers {
  see(row: AnswerRow): void
  /** Whether the ledger says of an answer exactly what was received. */
  agrees(received: Evidence): boolean
}

/** Folds what the ledger holds of each answer. Rows come in the log's order, in which an answer's stand together. */
export function enteredAnswers(): EnteredAnswers {
  const corrected = new Set<string>()
  const folded = new Map<string, string>()
  let current: { readonly decision: string; readonly lines: string[] } | undefined
  const finish = (): void => {
    if (current !== undefined) folded.set(current.decision, fold(current.lines))
    current = undefined
  }
  return {
    see(row) {
      const { decision, kind } = row.record
      if (kind === 'correction') {
        corrected.add(decision)
        return
      }
      if (current?.decision !== decision) {
        finish()
        current = { decision, lines: [] }
      }
      current.lines.push(...linesOf(row))
    },
    agrees({ decision, digest }) {
      finish()
      return digest === null
        ? corrected.has(decision)
        : folded.get(decision) === digest && !corrected.has(decision)
    },
  }
}

function linesOf({ n, index, record }: AnswerRow): readonly string[] {
  if (record.kind === 'decision') return [decisionLine(record.person, record.outcome)]
  if (record.kind === 'delivery') return [deliveryLine(record.subject, n, index, record.body_hash)]
  if (record.kind === 'correction') return []
  return record.items.map(({ kind, id, content_hash }) => itemLine(record.person, kind, id, content_hash))
}

function decisionLine(person: string, outcome: string): string {
  return `decision ${person} ${outcome}`
}

function deliveryLine(subject: string, n: number, index: number, hash: string): string {
  return `delivery ${subject} ${n} ${index} ${hash}`
}

function itemLine(person: string, kind: string, id: string, hash: string): string {
  return `item ${person} ${kind} ${id} ${hash}`
}

function fold(lines: readonly string[]): string {
  return createHash('sha256').update(lines.toSorted().join('\n')).digest('base64')
}
