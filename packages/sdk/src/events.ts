// A partner's events as they come (docs/integrate.md "Events"): one stream for all its people, resumed by itself.
import type { PartnerEvent } from '@countersign/protocol/events'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import { allowInsecureRequests, customFetch, protectedResourceRequest } from 'oauth4webapi'
import { type Configuration, clientCredentialsGrant, getDPoPHandle, randomDPoPKeyPair } from 'openid-client'
import { isCountersignError, UnexpectedAnswerError, UnreachableError } from './errors.ts'
import { oauthFailure } from './oauth-failure.ts'
import { errorOf } from './problem.ts'
import { reachingFetch } from './reach.ts'
import { readEvent } from './read-event.ts'
import { retryAfterMs } from './retry.ts'
import type { PartnerSettings } from './settings.ts'

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

/** What following needs. */
export interface Following {
  readonly configuration: () => Promise<Configuration>
  readonly base: URL
  readonly wait: (ms: number) => Promise<void>
  readonly fetch: PartnerSettings['fetch']
}

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000

/**
 * Events in their order, at least once each: an event given again has the same id. An event counts as taken when you ask for
 * the one after it, so handle it first. Goes on over broken connections, restarts of the platform and ended tokens.
 * @throws CountersignError for what waiting cannot mend: a key or a client the platform does not know
 */
export async function* followEvents(
  following: Following,
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
  following: Following,
  key: Awaited<ReturnType<typeof randomDPoPKeyPair>>,
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
  { configuration, base, fetch }: Following,
  key: Awaited<ReturnType<typeof randomDPoPKeyPair>>,
  last: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Response> {
  try {
    const server = await configuration()
    const DPoP = getDPoPHandle(server, key)
    const { access_token: token } = await clientCredentialsGrant(server, { scope: 'events' }, { DPoP })
    const headers = new Headers({ accept: 'text/event-stream' })
    if (last !== undefined) headers.set('last-event-id', last)
    const url = new URL('/partner/v1/events', base)
    const response = await protectedResourceRequest(token, 'GET', url, headers, null, {
      DPoP,
      ...(signal && { signal }),
      [customFetch]: reachingFetch(fetch),
      // Deprecated so that it stands out; parseIssuer let http through on loopback alone, and only on request.
      // oxlint-disable-next-line typescript/no-deprecated
      [allowInsecureRequests]: base.protocol === 'http:',
    })
    if (response.status === 200) return response
    const error = errorOf(response.status, await response.text(), null)
    if (response.status === 429 || response.status >= 500)
      throw new PausedError(retryAfterMs(response.headers))
    throw error
  } catch (error) {
    if (error instanceof PausedError || isCountersignError(error)) throw error
    throw oauthFailure(error)
  }
}
