// Notes what partners' software called, for their own developers, beside the call: batched, bounded, dropped when it is too much.
import {
  DAY_MS,
  type DecisionId,
  type FeatureId,
  type Instant,
  isPurpose,
  type PartnerId,
  type PersonId,
  type RequestId,
  type Verb,
} from '@countersign/protocol'
import { loggable } from '../ports/loggable.ts'
import { makeId } from '../ports/random.ts'
import {
  insertPartnerRequests,
  type PartnerRequest,
  partnerRequests,
  trimPartnerRequests,
} from '../store/partner-requests.ts'
import { type PowerUse, savePowerUses } from '../store/power-uses.ts'
import type { System } from '../system.ts'

/** Calls are shown for this long. */
export const REQUESTS_KEPT_MS = 7 * DAY_MS
const HOUR_MS = 3_600_000
/** Newest calls kept of each partner. */
const REQUESTS_KEPT = 1_000
/** Of one partner between two writes, and of all of them: what is more is counted and not kept. */
const MOST_OF_ONE = 50
const MOST_OF_ALL = 200
const WRITE_EVERY_MS = 1_000

/** One call that was answered. */
export interface AnsweredCall {
  readonly partner: PartnerId
  /** Null where the call is about nobody. */
  readonly person: PersonId | null
  /** The power an answer used; null for a refusal and for calls that need none. */
  readonly used: { readonly feature: FeatureId; readonly verb: Verb } | null
  readonly method: string
  readonly route: string
  readonly status: number
  readonly code: string | null
  readonly decision: DecisionId | null
  /** As it was sent. */
  readonly purpose: string | null
  readonly ms: number
}

/** Takes calls from whoever answers them. */
export interface RequestLog {
  /** Notes a call. Costs a push into a list of bounded length; never waits, never throws. */
  note(call: AnsweredCall): void
  /** Writes what waits; whatever fails is left out, for nothing depends on it. */
  flush(): Promise<void>
  /** Stops writing by itself, and writes what waits. */
  close(): Promise<void>
}

type Noted = AnsweredCall & { readonly at: Instant }

/** What a request log is made of. `subjectOf` is the partner's own name for a person. */
export interface RequestLogParts extends Pick<System, 'app' | 'clock' | 'random' | 'log'> {
  readonly subjectOf: (partner: PartnerId, person: PersonId) => string
}

/** A log that writes once a second. */
export function createRequestLog(parts: RequestLogParts): RequestLog {
  const { app, clock, log } = parts
  let waiting: Noted[] = []
  let writing: Promise<void> = Promise.resolve()
  const leftOut = new Map<PartnerId, number>()
  const kept = new Map<PartnerId, number>()
  const uses = new Map<string, PowerUse>()
  const written = new Map<string, Instant>()

  async function write(): Promise<void> {
    const [calls, used] = [waiting, [...uses]]
    waiting = []
    kept.clear()
    uses.clear()
    try {
      if (calls.length > 0) {
        await insertPartnerRequests(app, rowsOf(parts, calls, leftOut))
        for (const partner of new Set(calls.map((call) => call.partner)))
          await trimPartnerRequests(app, partner, REQUESTS_KEPT)
      }
      const due = used.filter(([name, { at }]) => at - (written.get(name) ?? 0) >= HOUR_MS)
      if (due.length > 0)
        await savePowerUses(
          app,
          due.map(([, use]) => use),
        )
      for (const [name, { at }] of due) written.set(name, at)
    } catch (error) {
      log.warn(loggable(error), 'the request log was not written; calls are not affected')
    }
  }

  let busy = false
  const flush = (): Promise<void> => {
    // While one write is on its way the next waits in the bounded list: a slow database costs lines, not memory.
    if (busy || (waiting.length === 0 && uses.size === 0)) return writing
    busy = true
    writing = write().finally(() => {
      busy = false
    })
    return writing
  }
  const timer = setInterval(() => void flush(), WRITE_EVERY_MS)
  timer.unref()
  return {
    note(call) {
      const at = clock.now()
      const { partner, used } = call
      if (used !== null) uses.set(`${used.feature} ${used.verb}`, { partner, ...used, at })
      const before = kept.get(partner) ?? 0
      if (before >= MOST_OF_ONE || waiting.length >= MOST_OF_ALL) {
        leftOut.set(partner, (leftOut.get(partner) ?? 0) + 1)
        return
      }
      kept.set(partner, before + 1)
      waiting.push({ ...call, at })
    },
    flush,
    async close() {
      clearInterval(timer)
      await flush()
      await flush()
    },
  }
}

/** The rows of calls; what was left out of a partner's calls since stands with its last one. */
function rowsOf(
  { random, subjectOf }: RequestLogParts,
  calls: readonly Noted[],
  leftOut: Map<PartnerId, number>,
): readonly PartnerRequest[] {
  // Sorted, so that calls of one millisecond are listed in the order they came.
  const ids = calls.map(({ at }) => makeId('request', at, random)).sort()
  const last = new Map(calls.map((call, i) => [call.partner, i]))
  return calls.map((call, i) => {
    const { partner, person, at, method, route, status, code, decision, purpose, ms } = call
    const more = last.get(partner) === i ? (leftOut.get(partner) ?? 0) : 0
    if (more > 0) leftOut.delete(partner)
    return {
      partner,
      id: ids[i] ?? makeId('request', at, random),
      at,
      method,
      route,
      status,
      code,
      decision,
      purpose: purpose !== null && isPurpose(purpose) ? purpose : null,
      subject: person === null ? null : subjectOf(partner, person),
      ms: Math.round(ms),
      leftOut: more,
    }
  })
}

/** What a partner's software called lately, the newest first: only after a call when one is named. */
export function lastRequests(
  { app, clock }: Pick<System, 'app' | 'clock'>,
  {
    partner,
    after,
    limit,
  }: { readonly partner: PartnerId; readonly after: RequestId | null; readonly limit: number },
): Promise<readonly PartnerRequest[]> {
  return partnerRequests(app, { partner, since: clock.now() - REQUESTS_KEPT_MS, after, limit })
}
