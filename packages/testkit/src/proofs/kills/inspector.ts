// Holds what the clients know against what the database holds: after every kill the new part, at times everything.
import type { LedgerRecord } from '@countersign/protocol'
import { type LedgerCheck, openLedgerCheck } from '../../ledger-check.ts'
import { type EntryRow, fromTheStart, type LedgerRows, readLedger } from '../../ledger-rows.ts'
import { decisionOf, openRecords, type Records, recordedProblems } from './answer-check.ts'
import { staleProblems, wordsOf } from './freshness.ts'
import type { Answer, Journal, Register, Sent } from './journal.ts'
import { checkRegister, type RegisterCheck } from './register-check.ts'
import type { Stage } from './stage.ts'
import { doubledMessages, permissionRows, readWorld, registeredIn, type WorldRows } from './world-rows.ts'

/** What was looked at so far. */
export interface Inspected {
  readonly looks: number
  readonly wholeLooks: number
  readonly entries: number
  readonly turns: number
  readonly answers: number
  readonly withData: number
  readonly refusals: number
  /** Answers that say that something is wrong with the server itself: no death is an excuse for one. */
  readonly internal: number
  /** Answers that broke off, and how many of their bytes had come. */
  readonly brokenOff: number
  readonly brokenOffBytes: number
  readonly items: number
}

/** Looks, and remembers what it saw: the history it saw must go on, never change. */
export interface Inspector {
  readonly seen: Inspected
  /** Everything wrong with what is new since the last look. The database must answer. */
  look(): Promise<readonly string[]>
  /** Everything wrong with all there is. */
  lookAtAll(): Promise<readonly string[]>
}

type Counts = { -readonly [name in keyof Inspected]: Inspected[name] }

/** What an inspector carries from look to look. */
interface Memory {
  readonly stage: Stage
  readonly journal: Journal
  readonly ledger: LedgerCheck
  readonly records: Records
  readonly checks: Map<string, RegisterCheck>
  /** What the ledger entered of each register, in order. */
  readonly entered: Map<string, string[]>
  readonly markOf: Map<string, string>
  /** Every head seen, by its turn: size and root. */
  readonly heads: Map<number, { readonly size: number; readonly root: string }>
  readonly received: Set<string>
  /** Messages whose words may still change, or were never looked at. */
  readonly open: Set<Sent>
  taken: number
  readonly counts: Counts
}

/** An inspector at the start of a run. */
export function openInspector(stage: Stage, journal: Journal): Inspector {
  const memory: Memory = {
    stage,
    journal,
    ledger: openLedgerCheck(stage),
    records: openRecords(),
    checks: new Map(),
    entered: new Map(),
    markOf: new Map(),
    heads: new Map(),
    received: new Set(),
    open: new Set(),
    taken: 0,
    counts: {
      looks: 0,
      wholeLooks: 0,
      entries: 0,
      turns: 0,
      answers: 0,
      withData: 0,
      refusals: 0,
      internal: 0,
      brokenOff: 0,
      brokenOffBytes: 0,
      items: 0,
    },
  }
  return { seen: memory.counts, look: () => look(memory), lookAtAll: () => lookAtAll(memory) }
}

async function look(memory: Memory): Promise<readonly string[]> {
  const { stage, journal, ledger, records, counts } = memory
  // Taken before the snapshot: whatever had come by now must be in it.
  const answers = journal.answers.splice(0)
  takeSent(memory)
  const messages = [...memory.open]
  const from = performance.now()
  const { upTo } = ledger
  const { rows, more: world } = await readLedger(stage.database.owner, upTo, (client) =>
    readWorld(client, stage, messages, upTo.turn),
  )
  const to = performance.now()
  const problems = [...(await ledger.follow(rows)), ...headProblems(memory, world, upTo.turn)]
  noteHead(memory, rows)
  noteMarks(memory)
  records.add(rows.entries)
  noteEntries(memory, rows.entries)
  for (const answer of answers) problems.push(...(await answerProblems(memory, answer)))
  problems.push(...registerProblems(memory, world, messages, from, to))
  for (const message of messages) if (isSettled(memory, message, from)) memory.open.delete(message)
  counts.looks += 1
  counts.entries += rows.entries.length
  counts.turns += rows.turns.length
  return problems
}

async function lookAtAll(memory: Memory): Promise<readonly string[]> {
  const { stage, journal } = memory
  for (const message of journal.sent) memory.open.add(message)
  const problems = [...(await look(memory))]
  const anew = openLedgerCheck(stage)
  const { rows, more } = await readLedger(stage.database.owner, fromTheStart, async (client) => ({
    doubled: await doubledMessages(client, stage),
    permissions: await permissionRows(client),
    world: await readWorld(client, stage, [], 0),
  }))
  problems.push(...(await anew.follow(rows)), ...historyProblems(memory, anew, rows))
  problems.push(...more.doubled.map((mark) => `message ${mark} was sent once and stands more than once`))
  problems.push(...permissionProblems(rows.entries, more.world.pending, more.permissions))
  const decided = new Set(
    rows.entries.flatMap(({ record }) => (record.kind === 'decision' ? record.decision : [])),
  )
  for (const decision of memory.received)
    if (!decided.has(decision as never)) problems.push(`${decision}: its record is gone`)
  memory.counts.wholeLooks += 1
  return problems
}

/** Messages that were acknowledged since: from now on they must be there. */
function takeSent(memory: Memory): void {
  const { journal, open } = memory
  for (const message of journal.sent.slice(memory.taken)) open.add(message)
  memory.taken = journal.sent.length
}

/**
 * Whose message an entry is about. Noted after the ledger was read: a client changes only what it knows to be there, so
 * the message of every entry has its id by then, also of one that was sent and changed while the look began.
 */
function noteMarks({ journal, markOf, open, taken }: Memory): void {
  for (const { id, mark } of [...open, ...journal.sent.slice(taken)])
    if (id !== undefined) markOf.set(id, mark)
}

/** Nothing of it is on its way, and everything known of it was looked at. One that was never answered has no id to look up. */
function isSettled({ journal, taken }: Memory, message: Sent, from: number): boolean {
  if (message.ackedAt === undefined) return journal.sent.indexOf(message) < taken - 50
  const writes = journal.registers.get(wordsOf(message.mark))?.writes ?? []
  const known = writes.every(({ ackedAt }) => ackedAt !== undefined && ackedAt < from)
  const done = writes.at(-1)?.state === 'deleted'
  return message.ackedAt < from && known && (done || from - message.ackedAt > 60_000)
}

/** The last turn seen before is still the turn it was: the history goes on and is no other. */
function headProblems({ heads }: Memory, { rootOfTurn }: WorldRows, turn: number): readonly string[] {
  const head = heads.get(turn)
  if (head === undefined || head.root === rootOfTurn) return []
  return [`turn ${turn} had root ${head.root} and has ${rootOfTurn ?? 'gone'}: this is another history`]
}

function noteHead({ heads, ledger }: Memory, { turns, head }: LedgerRows): void {
  const newest = turns.at(-1)
  if (newest?.turn === head.turn)
    heads.set(newest.turn, { size: newest.size, root: ledger.rootAt(newest.size).toString('hex') })
}

/** Every head ever seen is a prefix of what is there now. */
function historyProblems({ heads }: Memory, anew: LedgerCheck, { turns }: LedgerRows): readonly string[] {
  const now = new Map(turns.map((turn) => [turn.turn, turn]))
  return [...heads].flatMap(([turn, { size, root }]) => {
    const stands = now.get(turn)
    const same = stands?.size === size && stands.root.toString('hex') === root
    return same && anew.rootAt(size).toString('hex') === root ? [] : [`turn ${turn} is not what it was`]
  })
}

function noteEntries(memory: Memory, entries: readonly EntryRow[]): void {
  const { stage, entered, markOf } = memory
  for (const { record } of entries) {
    const found = registeredIn(record, stage, (message) => markOf.get(message))
    if (found === undefined) continue
    const [name, entry] = found
    const known = entered.get(name)
    if (known === undefined) entered.set(name, [entry])
    else known.push(entry)
  }
}

async function answerProblems(memory: Memory, answer: Answer): Promise<readonly string[]> {
  const { stage, journal, records, received, counts } = memory
  const { status, whole, body } = answer.got
  counts.answers += 1
  if (status === 200) counts.withData += 1
  else counts.refusals += 1
  if (status === 500) counts.internal += 1
  if (!whole) {
    counts.brokenOff += 1
    counts.brokenOffBytes += body.length
  }
  const decision = decisionOf(answer)
  const problems = await recordedProblems(answer, records, stage.keyring)
  if (decision === undefined) return problems
  const recorded = records.of(decision)
  counts.items += status === 200 ? recorded.disclosures.reduce((sum, { items }) => sum + items.length, 0) : 0
  received.add(decision)
  records.forget(decision)
  return [...problems, ...staleProblems(answer, recorded, journal.registers)]
}

function registerProblems(
  memory: Memory,
  { states, pending }: WorldRows,
  messages: readonly Sent[],
  from: number,
  to: number,
): readonly string[] {
  const { journal, stage, markOf, entered } = memory
  const waiting = new Map<string, string[]>()
  for (const record of pending) {
    const found = registeredIn(record, stage, (message) => markOf.get(message))
    if (found !== undefined) waiting.set(found[0], [...(waiting.get(found[0]) ?? []), found[1]])
  }
  const looked = new Set(
    messages.flatMap(({ mark, ackedAt }) => (ackedAt !== undefined && ackedAt < from ? wordsOf(mark) : [])),
  )
  return [...journal.registers.values()]
    .filter(({ name }) => looked.has(name) || !name.startsWith(wordsOf('')))
    .flatMap((register) => {
      const { name } = register
      const history = [...(entered.get(name) ?? []), ...(waiting.get(name) ?? [])]
      return checkOf(memory, register).look(history, states.get(name), from, to)
    })
}

function checkOf({ checks }: Memory, register: Register): RegisterCheck {
  const known = checks.get(register.name)
  if (known !== undefined) return known
  const words = register.name.startsWith(wordsOf(''))
  const made = words
    ? checkRegister(register, (row) =>
        row === 'deleted' || row === 'edited' ? row : row === register.before ? 'sent' : 'edited',
      )
    : checkRegister(register)
  checks.set(register.name, made)
  return made
}

/** Every permission's row has its entry, and its end; every entry has its row. Once each. */
function permissionProblems(
  entries: readonly EntryRow[],
  pending: readonly LedgerRecord[],
  rows: readonly { readonly id: string; readonly ended: boolean }[],
): readonly string[] {
  const given = new Map<string, number>()
  const ended = new Map<string, number>()
  const count = (counts: Map<string, number>, id: string): void =>
    void counts.set(id, (counts.get(id) ?? 0) + 1)
  for (const record of [...entries.map((entry) => entry.record), ...pending]) {
    if (record.kind === 'grant_given') count(given, record.grant)
    if (record.kind === 'countersignature_given') count(given, record.countersignature)
    if (record.kind === 'grant_withdrawn') count(ended, record.grant)
    if (record.kind === 'countersignature_ended') count(ended, record.countersignature)
  }
  const problems = rows.flatMap((row) => {
    const [gives, ends] = [given.get(row.id) ?? 0, ended.get(row.id) ?? 0]
    return gives === 1 && ends === (row.ended ? 1 : 0)
      ? []
      : [
          `${row.id}: given ${gives} times and ended ${ends} times in the ledger, its row says ${row.ended ? 'ended' : 'given'}`,
        ]
  })
  const there = new Set(rows.map(({ id }) => id))
  for (const id of given.keys()) if (!there.has(id)) problems.push(`${id}: in the ledger, its row is gone`)
  return problems
}
