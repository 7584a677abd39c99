// Waiting with a bound, for things only another process can make happen.

import { setTimeout as sleep } from 'node:timers/promises'

/** Asks `probe` every few milliseconds until it gives a value or the bound (milliseconds) has passed, which gives undefined. */
export async function waitUntil<T>(
  boundMs: number,
  probe: () => Promise<T | undefined> | T | undefined,
): Promise<T | undefined> {
  const start = performance.now()
  for (let pauseMs = 2; ; pauseMs = Math.min(pauseMs * 2, 50)) {
    const value = await probe()
    if (value !== undefined) return value
    if (performance.now() - start >= boundMs) return undefined
    await sleep(pauseMs)
  }
}
