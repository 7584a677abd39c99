// Wakes streams that wait for their partner's next event: one question to the database for all streams of a server.
import type { PartnerId } from '@countersign/protocol'
import { endsOfOrders, keepFollowing } from '../acts/follow-events.ts'
import { loggable } from '../ports/loggable.ts'
import type { System } from '../system.ts'

/** What streams wait on. */
export interface Orders {
  /** Resolves when a partner's order may go on behind a place, when the signal is aborted, or after `ms`. */
  next(partner: PartnerId, after: number, ms: number, signal: AbortSignal): Promise<void>
}

const LOOK_EVERY_MS = 250
/** How often it is remembered that partners follow. */
const REMEMBER_EVERY_MS = 60_000

interface Waiting {
  readonly partner: PartnerId
  readonly after: number
  wake(): void
}

/** Watches the orders of partners that streams wait for, until stopped. */
export function watchOrders(system: Pick<System, 'app' | 'clock' | 'log'>, stopping: AbortSignal): Orders {
  const all = new Set<Waiting>()
  const partners = (): readonly PartnerId[] => [...new Set([...all].map(({ partner }) => partner))]
  let looking = false
  const look = async (): Promise<void> => {
    if (looking || all.size === 0) return
    looking = true
    try {
      const ends = await endsOfOrders(system, partners())
      for (const waiting of all) if ((ends.get(waiting.partner) ?? 0) > waiting.after) waiting.wake()
    } catch (error) {
      system.log.warn(loggable(error), 'events: the database could not be asked; it is tried again')
    } finally {
      looking = false
    }
  }
  const timers = [
    setInterval(() => void look(), LOOK_EVERY_MS),
    setInterval(() => {
      if (all.size > 0) keepFollowing(system, partners(), system.clock.now()).catch(() => undefined)
    }, REMEMBER_EVERY_MS),
  ]
  for (const timer of timers) timer.unref()
  stopping.addEventListener('abort', () => {
    for (const timer of timers) clearInterval(timer)
  })
  return {
    async next(partner, after, ms, signal) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const waiting: Waiting = { partner, after, wake: resolve }
      const timer = setTimeout(resolve, ms)
      signal.addEventListener('abort', waiting.wake)
      all.add(waiting)
      if (signal.aborted) resolve()
      await promise
      all.delete(waiting)
      clearTimeout(timer)
      signal.removeEventListener('abort', waiting.wake)
    },
  }
}
