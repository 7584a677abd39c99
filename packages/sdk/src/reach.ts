// The one way of the SDK to the platform. Runtimes throw as they like when no answer comes; here it is one error.
import type { CustomFetch } from 'openid-client'
import { isCountersignError, UnreachableError } from './errors.ts'

/**
 * Sends with the given `fetch`, or the runtime's own; the answer's body is still to be read.
 * @throws UnreachableError for whatever that throws: Node, Deno, Bun, workerd and browsers agree on no class and no cause
 */
export function reachingFetch(fetch: CustomFetch | undefined): CustomFetch {
  // Called on the global object: some runtimes refuse a `fetch` that was taken off it.
  const send: CustomFetch = fetch ?? ((url, options) => globalThis.fetch(url, options as RequestInit))
  return async (url, options) => {
    try {
      return await send(url, options)
    } catch (cause) {
      throw unreachable('the platform cannot be reached: check the issuer, then try again', cause)
    }
  }
}

/** The same for answers that are read whole. @throws UnreachableError also for one that broke off */
export function wholeFetch(fetch: CustomFetch | undefined): CustomFetch {
  const reach = reachingFetch(fetch)
  return async (url, options) => {
    const answer = await reach(url, options)
    const { status, statusText, headers } = answer
    // A redirect nobody follows, as browsers show it: there is no such answer to be made anew.
    if (status === 0) return answer
    try {
      const body = await answer.arrayBuffer()
      return new Response(body.byteLength === 0 ? null : body, { status, statusText, headers })
    } catch (cause) {
      throw unreachable('the answer broke off; it may have been recorded as delivered', cause)
    }
  }
}

function unreachable(message: string, cause: unknown): Error {
  return isCountersignError(cause) ? cause : new UnreachableError(message, { cause })
}
