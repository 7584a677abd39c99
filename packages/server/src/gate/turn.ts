// One turn (design §5 step 2): one short transaction puts a batch of changes and answers in one order, or nothing of it.
import type { Instant } from '@countersign/protocol'
import { appendRecords, type ToEnter } from '../ledger/append.ts'
import { Problem } from '../problems.ts'
import { isConnectionLost, type Session, sqlState, underSavepoint } from '../store/database.ts'
import { type FirstDisclosure, queueFirstDisclosures } from '../store/first-disclosures.ts'
import {
  type ChangeRow,
  changesAfter,
  deletePending,
  type HeadRow,
  insertChanges,
  lockHead,
  type Moment,
  readMoment,
  takePending,
} from '../store/ledger.ts'
import { changeRow, pendingToEnter, toEnter } from './entering.ts'
import { concerns } from './in-flight.ts'
import { afterFailure } from './turn-failure.ts'
import type { TurnstileContext } from './turnstile.ts'
import type { Applied, Change } from './turnstile-port.ts'
import { newUuid } from './uuid.ts'
import type { Waiting, WaitingAnswer } from './waiting.ts'

/** The points of a turn at which a crash must leave one history. */
export type TurnPoint = 'before-lock' | 'locked' | 'changed' | 'checked' | 'appended' | 'committed'

/** At most this many requests share one turn. */
const BATCH = 256

/** What a turn decided, told to those waiting only once it is durable. */
type Telling = () => void

/** A batch on its way through one turn. */
export interface Attempt {
  readonly batchId: string
  /** Who is in it; undefined until the head was locked. */
  batch: readonly Waiting[] | undefined
  tellings: readonly Telling[]
}

/** How a turn ended for the rest of the queue: whether it is worth trying the next. */
export type Ended = 'done' | 'unavailable'

/** One turn, from lock to commit. Never throws: everyone in the batch is told what became of them. */
export async function runBatch(
  context: TurnstileContext,
  queue: Waiting[],
  retrying = false,
): Promise<Ended> {
  const attempt: Attempt = {
    batchId: newUuid(context.clock, context.random),
    batch: undefined,
    tellings: [],
  }
  try {
    await context.at?.('before-lock')
    await context.db.transaction(async (session) => {
      // Read in a statement of its own, which runs once the lock is had.
      const [head, moment] = await Promise.all([
        lockHead(session, context.logId),
        readMoment(session, context.logId),
      ])
      await context.at?.('locked')
      // Closed only now: whoever arrived while the lock was waited for comes along.
      attempt.batch = queue.splice(0, BATCH)
      attempt.tellings = await turnWith(context, session, { head, moment }, attempt.batchId, attempt.batch)
    })
    await context.at?.('committed')
  } catch (error) {
    const next = await afterFailure(context, attempt, error, retrying)
    if (next === 'retry') return runBatch(context, attempt.batch ? [...attempt.batch] : queue, true)
    if (next === 'one by one') return oneByOne(context, attempt.batch ?? [])
    if (next !== 'committed') {
      await next.giveUp(attempt.batch ?? queue.splice(0, BATCH))
      return 'unavailable'
    }
  }
  for (const tell of attempt.tellings) tell()
  return 'done'
}

/** A batch came to nothing. Each tries once more alone, so that one that can never be entered harms no other. */
async function oneByOne(context: TurnstileContext, batch: readonly Waiting[]): Promise<Ended> {
  for (const waiting of batch) await runBatch(context, [waiting], true)
  return 'done'
}

interface Turning {
  readonly head: HeadRow
  readonly turn: number
  readonly batchId: string
  readonly at: Instant
}

async function turnWith(
  context: TurnstileContext,
  session: Session,
  { head, moment: { databaseTime, pending, pendingAt } }: { readonly head: HeadRow; readonly moment: Moment },
  batchId: string,
  batch: readonly Waiting[],
): Promise<readonly Telling[]> {
  // No record is earlier than one before it, whatever the clocks say.
  const at = Math.max(head.headTime, pendingAt, context.clock.decisionTime(databaseTime))
  const turning = { head, turn: head.turn + 1, batchId, at }
  const records: ToEnter[] = pending ? [...(await enterPending(context, session, turning.turn))] : []
  const tellings: Telling[] = []
  let moves = pending
  for (const waiting of batch) {
    if (waiting.kind !== 'change') continue
    const outcome = await applyChange(context, session, waiting.change, turning)
    if ('refused' in outcome) tellings.push(() => waiting.fail(outcome.refused))
    else {
      moves ||= outcome.changes.length > 0
      records.push(...outcome.applied.records.map((record) => toEnter(record)))
      tellings.push(() => waiting.settle({ value: outcome.applied.value, changes: outcome.changes }))
    }
  }
  await context.at?.('changed')
  tellings.push(...(await passAnswers(context, session, turning, batch, records, moves)))
  await context.at?.('appended')
  return tellings
}

/**
 * Checks the answers, enters them behind what `records` holds already, and moves the head. A turn in which everybody is
 * sent back and nothing changed leaves the head alone: it has nothing to make durable.
 */
async function passAnswers(
  context: TurnstileContext,
  session: Session,
  turning: Turning,
  batch: readonly Waiting[],
  records: ToEnter[],
  moves: boolean,
): Promise<readonly Telling[]> {
  const { at } = turning
  const unchanged = await checkAnswers(session, context, batch, turning)
  const { through, frozen, learn } = await breakOnReach(context, session, turning, unchanged, records)
  const tellings: Telling[] = [learn]
  const places: { waiting: WaitingAnswer; from: number; count: number }[] = []
  const reached: FirstDisclosure[] = []
  for (const waiting of batch) {
    if (waiting.kind === 'entry') {
      records.push(...waiting.records(at))
      tellings.push(() => waiting.settle())
    }
    if (waiting.kind !== 'answer') continue
    if (!through.has(waiting)) {
      tellings.push(() => waiting.settle('again'))
      continue
    }
    const own = waiting.passage.records(at)
    places.push({ waiting, from: records.length, count: own.length })
    records.push(...own)
    const { throughOthers, rests } = waiting.passage
    reached.push(...throughOthers.map((person) => ({ person, ...rests })))
  }
  await queueFirstDisclosures(session, reached, at, () => newUuid(context.clock, context.random))
  await context.at?.('checked')
  if (!moves && !frozen && records.length === 0) return tellings
  const entered = await appendRecords(session, context, turning, records)
  for (const { waiting, from, count } of places)
    tellings.push(() => waiting.settle({ entered: entered.slice(from, from + count), turn: turning.turn }))
  return tellings
}

/**
 * COP-08: the answers that stay within the reach that was reviewed. A partner that would reach more is suspended here, and
 * every answer of it in this batch goes back to look, where it finds that: nothing over budget leaves, and no fact of it
 * is kept as standing up to this turn.
 */
async function breakOnReach(
  context: TurnstileContext,
  session: Session,
  turning: Turning,
  answers: ReadonlySet<WaitingAnswer>,
  records: ToEnter[],
): Promise<{ through: ReadonlySet<Waiting>; frozen: boolean; learn: Telling }> {
  const { at, turn } = turning
  const reaching = [...answers].map(({ passage: { rests, reaches } }) => ({
    partner: rests.partner,
    reaches,
  }))
  const { trips, learn } = await context.breaker.weigh(session, reaching, at)
  if (trips.length === 0) return { through: answers, frozen: false, learn }
  for (const trip of trips) {
    const { touches, records: own } = await context.freeze(session, trip, at)
    const changes = touches.map((touch) => ({
      ...changeRow(touch),
      uuid: newUuid(context.clock, context.random),
    }))
    await insertChanges(session, context.logId, turn, changes)
    records.push(...own.map((record) => toEnter(record)))
    context.log.error({ ...trip }, 'a partner would reach more people than were reviewed; it is suspended')
  }
  const stopped = new Set(trips.map(({ partner }) => partner))
  const through = new Set([...answers].filter(({ passage }) => !stopped.has(passage.rests.partner)))
  return { through, frozen: true, learn }
}

/**
 * The records that wait beside the ledger. One of a person whose key cannot be had goes on waiting, for nothing of theirs
 * can be entered before it, and harms nobody else.
 */
async function enterPending(
  context: TurnstileContext,
  session: Session,
  turn: number,
): Promise<readonly ToEnter[]> {
  const waiting = await takePending(session, context.logId, turn)
  const entering: { pending: (typeof waiting)[number]; record: ToEnter }[] = []
  for (const pending of waiting) {
    const record = pendingToEnter(pending)
    const openable = !('key' in record) || (await canOpen(context, record.key.person))
    if (openable) entering.push({ pending, record })
  }
  if (entering.length < waiting.length)
    context.log.error({ records: waiting.length - entering.length }, 'acts wait for keys that cannot be read')
  await deletePending(
    session,
    context.logId,
    entering.map(({ pending }) => pending),
  )
  return entering.map(({ record }) => record)
}

function canOpen(
  { keyring }: TurnstileContext,
  person: Parameters<typeof keyring.open>[0],
): Promise<boolean> {
  return keyring.open(person).then(
    () => true,
    () => false,
  )
}

type Outcome =
  | { readonly applied: Applied<unknown>; readonly changes: readonly ChangeRow[] }
  | { readonly refused: unknown }

/** One change under its own savepoint: a change that is refused leaves nothing and harms no other in the batch. */
async function applyChange(
  context: TurnstileContext,
  session: Session,
  change: Change<unknown>,
  { turn, at }: Turning,
): Promise<Outcome> {
  try {
    return await underSavepoint(session, async () => {
      const applied = await change.apply(session, at)
      const changes = applied.touches.map(changeRow)
      const rows = changes.map((row) => ({ ...row, uuid: newUuid(context.clock, context.random) }))
      await insertChanges(session, context.logId, turn, rows)
      return { applied, changes }
    })
  } catch (error) {
    if (isConnectionLost(error)) throw error
    return { refused: mayTryAgain(error) ? new Problem('BUSY', { cause: error }) : error }
  }
}

/** Somebody else held a row too long, or each held what the other wanted. */
function mayTryAgain(error: unknown): boolean {
  return ['55P03', '40P01', '40001'].includes(sqlState(error) ?? '')
}

/**
 * The answers nothing has come between, in a statement of its own: a fresh snapshot after the lock and the changes. One that
 * saw a turn that has not been comes from a history that is no more: the database was brought back from a backup.
 */
async function checkAnswers(
  session: Session,
  context: Pick<TurnstileContext, 'logId' | 'concerns'>,
  batch: readonly Waiting[],
  { at, head }: Turning,
): Promise<ReadonlySet<WaitingAnswer>> {
  const answers = batch.filter((waiting) => waiting.kind === 'answer')
  if (answers.length === 0) return new Set()
  const since = Math.min(...answers.flatMap(({ passage }) => passage.turns))
  const later = await changesAfter(session, context.logId, since)
  const concerned = context.concerns ?? concerns
  return new Set(
    answers.filter(({ passage: { turns, rests, horizon } }) => {
      const seen = Math.min(...turns)
      const changed = later.some((change) => change.turn > seen && concerned(change, rests))
      return !changed && at < horizon && turns.every((turn) => turn <= head.turn)
    }),
  )
}
