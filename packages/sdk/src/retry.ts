// When to try again: only when the platform says so, only as long and as often as the partner allows.

/** Bounds of trying again. */
export interface RetryBounds {
  /** How often a request is sent at most, the first time included. */
  readonly attempts: number
  /** A wait longer than this many milliseconds is the caller's to decide. */
  readonly longestWaitMs: number
}

/** Three attempts, ten seconds. */
export const defaultRetryBounds: RetryBounds = { attempts: 3, longestWaitMs: 10_000 }

/**
 * How many milliseconds an answer says to wait (RFC 9110 §10.2.3), or undefined when it does not say. A date is read
 * against the answer's own `Date`, so that the partner's clock does not matter.
 */
export function retryAfterMs(headers: Headers): number | undefined {
  const value = headers.get('retry-after')?.trim() ?? ''
  if (/^\d{1,6}$/.test(value)) return Number(value) * 1000
  const until = Date.parse(value)
  const now = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(until) || Number.isNaN(now) ? undefined : Math.max(0, until - now)
}

/** How long to wait before sending the request once more, or undefined to give up. Only 429 and 503 are waited out. */
export function nextAttemptMs(
  status: number,
  headers: Headers,
  sent: number,
  bounds: RetryBounds,
): number | undefined {
  if ((status !== 429 && status !== 503) || sent >= bounds.attempts) return undefined
  const ms = retryAfterMs(headers)
  return ms !== undefined && ms <= bounds.longestWaitMs ? ms : undefined
}
