// A partner's events as they come (docs/integrate.md "Events"): one stream for all its people, resumed by itself.
import type { PartnerEvent } from '@countersign/protocol/events'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import { randomDPoPKeyPair } from 'openid-client'
import { type AsClient, type ClientKey, sendAsClient } from './as-client.ts'
import { isCountersignError, UnexpectedAnswerError, UnreachableError } from './errors.ts'
import { errorOf } from './problem.ts'
import { readEvent } from './read-event.ts'
import { retryAfterMs } from './retry.ts'

/** How events are followed. */
export interface FollowOptions {
  /**
   * The last event you took, from an earlier run. Without it the platform goes on after the last one you are known to have:
   * you may get some again, and lose none.
   */
  readonly lastEventId?: string
  /** Ends the iteration. */
  readonly signal?: AbortSignal
}

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000

/**
 * Events in their order, at least once each: an event given again has the same id. An event counts as taken when you ask for
 * the one after it, so handle it first. Goes on over broken connections, restarts of the platform and ended tokens.
 * @throws CountersignError for what waiting cannot mend: a key or a client the platform does not know
 */
export async function* followEvents(
  following: AsClient,
  { lastEventId, signal }: FollowOptions,
): AsyncGenerator<PartnerEvent, void, undefined> {
  const key = await randomDPoPKeyPair('ES256')
  let last = lastEventId
  let pause = FIRST_PAUSE_MS
  while (!signal?.aborted) {
    try {
      for await (const event of open(following, key, last, signal)) {
        pause = FIRST_PAUSE_MS
        yield event
        last = event.id
        if (signal?.aborted) return
      }
    } catch (error) {
      if (signal?.aborted) return
      const again = pauseAfter(error, pause)
      if (again === undefined) throw error
      await following.wait(again)
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    }
  }
}

/** How long to wait before going on after an error; undefined when that would not help. */
function pauseAfter(error: unknown, pause: number): number | undefined {
  if (error instanceof PausedError) return error.ms ?? pause
  return error instanceof UnreachableError ? pause : undefined
}

/** The platform says that it is not possible now. */
class PausedError extends Error {
  readonly ms: number | undefined
  constructor(ms: number | undefined) {
    super('not now')
    this.ms = ms
  }
}

async function* open(
  following: AsClient,
  key: ClientKey,
  last: string | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<PartnerEvent, void, undefined> {
  const response = await connect(following, key, last, signal)
  if (response.body === null) throw new UnexpectedAnswerError('the stream of events has no body')
  const messages = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
    .getReader()
  try {
    for (;;) {
      const { done, value } = await messages.read()
      if (done) return
      const event = readEvent(value.data)
      if (event !== undefined) yield event
    }
  } catch (error) {
    if (isCountersignError(error)) throw error
    throw new UnreachableError('the stream of events broke off; it is resumed', { cause: error })
  } finally {
    await messages.cancel().catch(() => undefined)
  }
}

async function connect(
  following: AsClient,
  key: ClientKey,
  last: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const headers = { accept: 'text/event-stream', ...(last !== undefined && { 'last-event-id': last }) }
  const response = await sendAsClient(following, key, {
    method: 'GET',
    path: '/partner/v1/events',
    headers,
    signal,
  })
  if (response.status === 200) return response
  const error = errorOf(response.status, await response.text(), null)
  if (response.status === 429 || response.status >= 500) throw new PausedError(retryAfterMs(response.headers))
  throw error
}
