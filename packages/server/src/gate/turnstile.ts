// The turnstile (design §5 step 2): one short transaction per batch puts permission changes and answers in one order.
import type { Instant, PersonId } from '@countersign/protocol'
import { appendRecords, type Entered, type Ledger, ownChain, type ToEnter } from '../ledger/append.ts'
import type { Clock } from '../ports/clock.ts'
import type { Random } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import { CommitUnknownError, type Database, isServerError, type Session } from '../store/database.ts'
import { queueFirstDisclosures } from '../store/first-disclosures.ts'
import {
  batchCommitted,
  type ChangeRow,
  changesAfter,
  type HeadRow,
  insertChanges,
  lockHead,
  readMoment,
  takePending,
} from '../store/ledger.ts'
import { changeBeside, parsePending } from './beside.ts'
import { concerns, createInFlight, type RestsOn } from './in-flight.ts'
import type { Applied, Change, PersonRecord, RegisterRecord, Turnstile } from './turnstile-port.ts'
import { newUuid } from './uuid.ts'

/** An answer that wants through. */
export interface Passage {
  /** The turn its look saw and the instant up to which the look stands. */
  readonly turn: number
  readonly horizon: Instant
  readonly rests: RestsOn
  /** People some item of whom leaves through somebody else's grant; their notice is queued first (COP-04). */
  readonly throughOthers: readonly PersonId[]
  /** What to enter, made for the turn's time. */
  records(at: Instant): readonly ToEnter[]
}

/** An answer that is through: entered, durable. It must call `done` when it is out, or will never be. */
export interface Passed {
  readonly entered: readonly Entered[]
  /** When the commit was known, on the monotonic clock. */
  readonly committedAt: number
  done(): void
}

/** The turnstile as the gate sees it: answers pass it too. */
export interface GateTurnstile extends Turnstile {
  /**
   * Passes an answer, or says `again` when something it rests on has changed since its look.
   * @throws {Problem} LEDGER_UNAVAILABLE when it cannot be recorded: then nothing may leave
   */
  pass(passage: Passage): Promise<Passed | 'again'>
  /** Enters records that release nothing and change nothing: corrections. @throws as `pass` */
  enter(records: (at: Instant) => readonly ToEnter[]): Promise<void>
  /** Enters what waits beside the ledger, if anything does. @throws as `pass` */
  recover(): Promise<void>
}

/** What the turnstile needs around it. */
export interface TurnstileContext extends Ledger {
  readonly db: Database
  readonly clock: Clock
  readonly random: Random
  readonly log: { error(detail: object, message: string): void; warn(detail: object, message: string): void }
  /** Called at every named point of a turn; tests stop or kill there. */
  readonly at?: (point: TurnPoint) => Promise<void> | void
}

/** The points of a turn at which a crash must leave one history. */
export type TurnPoint = 'before-lock' | 'locked' | 'changed' | 'checked' | 'appended' | 'committed'

/** At most this many requests share one turn. */
const BATCH = 256

type Waiting =
  | {
      readonly kind: 'change'
      readonly change: Change<unknown>
      settle(outcome: Settled<unknown>): void
      fail(error: unknown): void
    }
  | {
      readonly kind: 'answer'
      readonly passage: Passage
      settle(outcome: Settled<Entered[] | 'again'>): void
      fail(error: unknown): void
    }

interface Settled<T> {
  readonly value: T
  readonly changes: readonly ChangeRow[]
}

/** What a turn decided, told to those waiting only once it is durable. */
type Telling = () => void

/** A turnstile over a pool of its own login. */
export function createTurnstile(context: TurnstileContext): GateTurnstile {
  const queue: Waiting[] = []
  const inFlight = createInFlight()
  let turning = false

  async function turn(): Promise<void> {
    if (turning) return
    turning = true
    try {
      while (queue.length > 0) await runBatch(context, queue)
    } finally {
      turning = false
    }
  }

  function wait<T>(
    make: (settle: (outcome: Settled<T>) => void, fail: (error: unknown) => void) => Waiting,
  ): Promise<Settled<T>> {
    const { promise, resolve, reject } = Promise.withResolvers<Settled<T>>()
    queue.push(make(resolve, reject))
    void turn()
    return promise
  }

  function waitForAnswer(passage: Passage): Promise<Settled<Entered[] | 'again'>> {
    return wait<Entered[] | 'again'>((settle, fail) => ({ kind: 'answer', passage, settle, fail }))
  }

  return {
    async change<T>(change: Change<T>) {
      const { value, changes } = await wait<T>((settle, fail) => ({
        kind: 'change',
        change,
        settle: settle as (outcome: Settled<unknown>) => void,
        fail,
      }))
      await inFlight.settled(changes)
      return value
    },
    async pass(passage) {
      // Registered before the commit, so that a withdrawal of a later turn already sees it.
      const out = inFlight.add(passage.rests)
      try {
        const { value } = await waitForAnswer(passage)
        if (value !== 'again') return { entered: value, committedAt: context.clock.monotonic(), done: out }
      } catch (error) {
        out()
        throw error
      }
      out()
      return 'again'
    },
    async enter(records) {
      await waitForAnswer({ ...restsOnNothing, records })
    },
    async recover() {
      await waitForAnswer({ ...restsOnNothing, records: () => [] })
    },
  }
}

/** A passage no change concerns. */
const restsOnNothing = {
  turn: Number.MAX_SAFE_INTEGER,
  horizon: Number.POSITIVE_INFINITY,
  rests: { partner: 'partner_', feature: 'feature_', people: new Set<PersonId>(), threads: new Set<never>() },
  throughOthers: [],
} as const satisfies Omit<Passage, 'records'>

/** One turn, from lock to commit. Never throws: everyone in the batch is told what became of them. */
async function runBatch(context: TurnstileContext, queue: Waiting[]): Promise<void> {
  const batchId = newUuid(context.clock, context.random)
  let batch: readonly Waiting[] = []
  let tellings: readonly Telling[] = []
  try {
    await context.at?.('before-lock')
    await context.db.transaction(async (session) => {
      const head = await lockHead(session, context.logId)
      await context.at?.('locked')
      // Closed only now: whoever arrived while the lock was waited for comes along.
      batch = queue.splice(0, BATCH)
      tellings = await turnWith(context, session, head, batchId, batch)
    })
    await context.at?.('committed')
  } catch (error) {
    if (batch.length === 0) batch = queue.splice(0, BATCH)
    const committed = error instanceof CommitUnknownError ? await wasCommitted(context, batchId) : false
    if (committed === 'unknown') return refuseAll(batch, error)
    if (!committed) return failBatch(context, batch, error)
  }
  for (const tell of tellings) tell()
}

async function turnWith(
  context: TurnstileContext,
  session: Session,
  head: HeadRow,
  batchId: string,
  batch: readonly Waiting[],
): Promise<readonly Telling[]> {
  const { logId, clock } = context
  const { databaseTime, pending } = await readMoment(session, logId)
  const at = Math.max(head.headTime, clock.decisionTime(databaseTime))
  const turn = { head, turn: head.turn + 1, batchId, at }
  const records: ToEnter[] = pending ? (await takePending(session, logId, turn.turn)).map(parsePending) : []
  const tellings: Telling[] = []
  for (const waiting of batch) {
    if (waiting.kind !== 'change') continue
    const outcome = await applyChange(context, session, waiting.change, turn)
    if ('refused' in outcome) tellings.push(() => waiting.fail(outcome.refused))
    else {
      records.push(...outcome.applied.records.map((record) => toEnter(record)))
      tellings.push(() => waiting.settle({ value: outcome.applied.value, changes: outcome.changes }))
    }
  }
  await context.at?.('changed')
  const through = await checkAnswers(session, logId, batch, at)
  const places: { waiting: Waiting & { kind: 'answer' }; from: number; count: number }[] = []
  for (const waiting of batch) {
    if (waiting.kind !== 'answer') continue
    if (!through.has(waiting)) {
      tellings.push(() => waiting.settle({ value: 'again', changes: [] }))
      continue
    }
    const own = waiting.passage.records(at)
    places.push({ waiting, from: records.length, count: own.length })
    records.push(...own)
    await queueFirstDisclosures(session, waiting.passage.throughOthers, waiting.passage.rests, at, () =>
      newUuid(clock, context.random),
    )
  }
  await context.at?.('checked')
  const entered = await appendRecords(session, context, turn, records)
  await context.at?.('appended')
  for (const { waiting, from, count } of places)
    tellings.push(() => waiting.settle({ value: entered.slice(from, from + count), changes: [] }))
  return tellings
}

type Outcome =
  | { readonly applied: Applied<unknown>; readonly changes: readonly ChangeRow[] }
  | { readonly refused: unknown }

/** One change under its own savepoint: a change that is refused leaves nothing and harms no other in the batch. */
async function applyChange(
  context: TurnstileContext,
  session: Session,
  change: Change<unknown>,
  turn: { turn: number; at: Instant },
): Promise<Outcome> {
  await session.query('savepoint one_change')
  try {
    const applied = await change.apply(session, turn.at)
    const changes = applied.touches.map(changeRow)
    const rows = changes.map((row) => ({ ...row, uuid: newUuid(context.clock, context.random) }))
    await insertChanges(session, context.logId, turn.turn, rows)
    await session.query('release savepoint one_change')
    return { applied, changes }
  } catch (error) {
    await session.query('rollback to savepoint one_change')
    return { refused: error }
  }
}

/** The answers nothing has come between, in a statement of its own: a fresh snapshot after the lock and the changes. */
async function checkAnswers(
  session: Session,
  logId: number,
  batch: readonly Waiting[],
  at: Instant,
): Promise<ReadonlySet<Waiting>> {
  const answers = batch.filter((waiting) => waiting.kind === 'answer')
  if (answers.length === 0) return new Set()
  const since = Math.min(...answers.map(({ passage }) => passage.turn))
  const later = await changesAfter(session, logId, since)
  return new Set(
    answers.filter(({ passage }) => {
      const changed = later.some((change) => change.turn > passage.turn && concerns(change, passage.rests))
      return !changed && at < passage.horizon
    }),
  )
}

/** After a lost connection: was the batch committed? Asked until it can be answered, for ten seconds. */
async function wasCommitted(context: TurnstileContext, batchId: string): Promise<boolean | 'unknown'> {
  const started = context.clock.monotonic()
  while (context.clock.monotonic() - started < 10_000) {
    try {
      return await context.db.transaction((session) => batchCommitted(session, context.logId, batchId))
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
  context.log.error({ batch: batchId }, 'nobody knows whether a turn was committed; its requests are refused')
  return 'unknown'
}

/**
 * A turn came to nothing. Requests that shared it try once more alone, so that one that can never be entered harms no
 * other. What fails alone: answers are refused, what loosens is refused, what tightens is kept beside the ledger.
 */
async function failBatch(
  context: TurnstileContext,
  batch: readonly Waiting[],
  error: unknown,
): Promise<void> {
  if (batch.length > 1 && !isConnectionLost(error)) {
    for (const waiting of batch) await runBatch(context, [waiting])
    return
  }
  context.log.error(
    { name: error instanceof Error ? error.name : 'unknown', code: codeOf(error) },
    'the ledger cannot be written',
  )
  for (const waiting of batch) {
    if (waiting.kind === 'answer' || waiting.change.direction === 'loosens') refuseAll([waiting], error)
    else await changeBeside(context, waiting.change).then(waiting.settle, waiting.fail)
  }
}

function refuseAll(batch: readonly Waiting[], cause: unknown): void {
  for (const waiting of batch) waiting.fail(new Problem('LEDGER_UNAVAILABLE', { cause }))
}

/** Neither PostgreSQL's own answer nor an error of our making: there was nobody to ask. */
function isConnectionLost(error: unknown): boolean {
  return !isServerError(error) && (codeOf(error) !== '' || /connection|timeout/i.test(String(error)))
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
}

/** A touch as its row: what it does not name is null, and matches anything. */
export function changeRow({
  person,
  partner,
  feature,
  thread,
}: Applied<unknown>['touches'][number]): ChangeRow {
  return {
    person: person ?? null,
    partner: partner ?? null,
    feature: feature ?? null,
    thread: thread ?? null,
  }
}

/** A record of an act in the chain it belongs to. */
export function toEnter(record: PersonRecord | RegisterRecord): ToEnter {
  if ('register' in record) return record
  return { key: ownChain(record.person, record.partner), record: record.record }
}
