// Waiting: only when told, only within bounds, by the answer's own clock.
import { describe, expect, test } from 'vitest'
import { nextAttemptMs, retryAfterMs } from './retry.ts'

const date = 'Mon, 05 Jan 2026 10:00:00 GMT'

test.each([
  [{}, undefined],
  [{ 'retry-after': '' }, undefined],
  [{ 'retry-after': '-1' }, undefined],
  [{ 'retry-after': 'soon', date }, undefined],
  [{ 'retry-after': date }, undefined],
  [{ 'retry-after': '0' }, 0],
  [{ 'retry-after': '3' }, 3000],
  [{ 'retry-after': 'Mon, 05 Jan 2026 10:00:07 GMT', date }, 7000],
  [{ 'retry-after': 'Mon, 05 Jan 2026 09:00:00 GMT', date }, 0],
])('retryAfterMs of %j is %s', (headers, ms) => {
  expect(retryAfterMs(new Headers(headers as Record<string, string>))).toBe(ms)
})

describe('nextAttemptMs', () => {
  const bounds = { attempts: 3, longestWaitMs: 5000 }
  const wait = (status: number, sent: number, seconds: string) =>
    nextAttemptMs(status, new Headers({ 'retry-after': seconds }), sent, bounds)

  test('gives up on anything but 429 and 503', () => {
    expect([200, 400, 403, 404, 500, 502].map((status) => wait(status, 1, '1'))).toEqual(
      Array(6).fill(undefined),
    )
  })
  test('waits as told', () => {
    expect([wait(429, 1, '1'), wait(503, 2, '5')]).toEqual([1000, 5000])
  })
  test('gives up after the last attempt and before too long a wait', () => {
    expect([wait(503, 3, '1'), wait(503, 1, '6')]).toEqual([undefined, undefined])
  })
  test('gives up when not told how long', () => {
    expect(nextAttemptMs(503, new Headers(), 1, bounds)).toBeUndefined()
  })
})
