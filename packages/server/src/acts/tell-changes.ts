// Tells of what passed the turnstile: a change of a thread itself concerns everybody in it, and they hear of it.
import type { Touch, Turnstile } from '../gate/turnstile-port.ts'
import type { Live, News } from './live.ts'

/**
 * A turnstile that tells, once a change is durable, those in the threads it changed. Whatever a change touches besides a
 * thread is somebody's own permission or friendship: nobody is told, so that no time of a hint says who decided something.
 */
export function tellChanges(turnstile: Turnstile, live: Live): Turnstile {
  return {
    async change(change) {
      let touched: readonly Touch[] = []
      const value = await turnstile.change({
        ...change,
        async apply(session, at) {
          const applied = await change.apply(session, at)
          touched = applied.touches
          return applied
        },
      })
      live.tell(...touched.flatMap(newsOf))
      return value
    },
  }
}

function newsOf({ thread, ...others }: Touch): readonly News[] {
  return thread !== undefined && Object.keys(others).length === 0 ? [{ type: 'thread', thread }] : []
}
