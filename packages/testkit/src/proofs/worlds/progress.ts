// How far a run is, how fast it goes and how long it still takes: a line every few seconds.
import type { Tally } from './tally.ts'

const EVERY_MS = 5_000

/** Tells of a run of so many calls. */
export function startProgress(calls: number, say: (line: string) => void): { tell(tally: Tally): void } {
  const began = performance.now()
  let told = began
  return {
    tell(tally) {
      const now = performance.now()
      if (now - told < EVERY_MS && tally.calls < calls) return
      told = now
      const perSecond = (tally.calls / (now - began)) * 1_000
      const left = Math.max(0, (calls - tally.calls) / perSecond)
      const parts = [
        `${number(tally.calls)} of ${number(calls)} calls`,
        `${number(Math.round(perSecond))} a second`,
        `${duration(left)} left`,
        `${tally.differences} differences`,
        `${tally.hits} hits`,
      ]
      say(parts.join(' · '))
    },
  }
}

/** A number as a person reads it. */
export function number(n: number): string {
  return n.toLocaleString('en')
}

/** Seconds as a person reads them. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  return seconds < 5_400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`
}
