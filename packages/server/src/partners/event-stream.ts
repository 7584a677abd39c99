// One stream of events on one connection: in order, as fast as it is read, until its token or the server ends.
import type { ServerResponse } from 'node:http'
import type { PartnerId } from '@countersign/protocol'
import { nextEvents } from '../acts/follow-events.ts'
import { type Handing, handOver } from '../acts/hand-over.ts'
import { loggable } from '../ports/loggable.ts'
import { Problem } from '../problems.ts'
import type { System } from '../system.ts'
import { readable } from './cross-origin.ts'
import type { Orders } from './watch-orders.ts'

/** What a stream is opened with. */
export interface OpenStream {
  readonly partner: PartnerId
  /** The place in the partner's order it goes on after. */
  readonly after: number
  /** It ends with the token it was opened with. */
  readonly lifeMs: number
  readonly stopping: AbortSignal
}

/** Something goes over the line this often, so that whoever stands in between does not take it for dead. */
const HEARTBEAT_MS = 15_000
/** So many events are decided at once; they leave one after the other, each within its second. */
const AT_ONCE = 16
/** Somebody who takes nothing for so long is taken for gone. */
const READS_WITHIN_MS = 30_000
/** While nothing may be told, because the ledger cannot be written, it is asked again after this. */
const PAUSE_MS = 1_000

/** Writes events until the connection, the token or the server ends. Never throws: whoever follows resumes. */
export async function writeEvents(
  system: System,
  orders: Orders,
  raw: ServerResponse,
  { partner, after, lifeMs, stopping }: OpenStream,
): Promise<void> {
  const gone = new AbortController()
  raw.once('close', () => gone.abort())
  raw.on('error', () => gone.abort())
  const over = AbortSignal.any([gone.signal, stopping, AbortSignal.timeout(Math.max(0, lifeMs))])
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    ...readable,
  })
  // How long to wait before resuming, for clients that know no better.
  raw.write('retry: 1000\n\n')
  let place = after
  while (!over.aborted && (await drained(raw, over))) {
    try {
      const before = place
      place = await writeSome(system, raw, partner, place, over)
      if (place > before) continue
    } catch (error) {
      // Its events go to a webhook from here on, and none is told twice on purpose.
      if (error instanceof Problem && error.code === 'WEBHOOK') break
      if (!(error instanceof Problem)) system.log.warn(loggable(error), 'events: a stream pauses')
      await orders.next(partner, Number.POSITIVE_INFINITY, PAUSE_MS, over)
      continue
    }
    await orders.next(partner, place, HEARTBEAT_MS, over)
    if (!over.aborted) raw.write(':\n\n')
  }
  raw.end()
}

/** Writes the next events; the place of the last one that is done with. @throws when one cannot be told now */
async function writeSome(
  system: System,
  raw: ServerResponse,
  partner: PartnerId,
  after: number,
  over: AbortSignal,
): Promise<number> {
  const events = await nextEvents(system, partner, after, AT_ONCE)
  const handings = await Promise.allSettled(events.map((event) => handOver(system, event)))
  let place = after
  let failed: Error | undefined
  for (const [i, event] of events.entries()) {
    const handing = handings[i]
    if (handing?.status !== 'fulfilled') failed ??= errorOf(handing?.reason)
    // Behind one that cannot be told now nothing is told, for there is one order; what was decided is taken back.
    else if (handing.value !== undefined) {
      const kept = await leave(raw, handing.value, failed === undefined && !over.aborted)
      failed ??= kept
    }
    if (failed === undefined) place = event.n
  }
  if (failed !== undefined && place === after) throw failed
  return place
}

/** Lets one leave, or not; why it did not. */
async function leave(raw: ServerResponse, told: Handing, mayGo: boolean): Promise<Error | undefined> {
  let gone = false
  try {
    await told.release(async () => {
      gone = mayGo && write(raw, told)
      return gone
    })
  } catch (error) {
    return errorOf(error)
  }
  return gone ? undefined : new Problem('BUSY')
}

function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('something that is no error was thrown')
}

function write(raw: ServerResponse, { event, text }: Handing): boolean {
  // What would wait here for a reader might leave after its second, or after a withdrawal.
  if (raw.writableNeedDrain || raw.destroyed || raw.socket === null || raw.socket.destroyed) return false
  raw.write(`id: ${event.id}\nevent: ${event.type}\ndata: ${text}\n\n`)
  return true
}

/** Resolves once all that was written has left for the network; false when nobody reads. */
async function drained(raw: ServerResponse, over: AbortSignal): Promise<boolean> {
  if (!raw.writableNeedDrain) return true
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => resolve(false), READS_WITHIN_MS)
  const ended = (): void => resolve(false)
  raw.once('drain', () => resolve(true))
  over.addEventListener('abort', ended)
  const read = await promise
  clearTimeout(timer)
  over.removeEventListener('abort', ended)
  return read
}
