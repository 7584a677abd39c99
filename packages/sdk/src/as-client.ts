// A request of a partner's software for itself, not for a person: a token of the scope `events`, bound to a fresh key.
import { allowInsecureRequests, customFetch, protectedResourceRequest } from 'oauth4webapi'
import {
  type Configuration,
  clientCredentialsGrant,
  getDPoPHandle,
  type randomDPoPKeyPair,
} from 'openid-client'
import { isCountersignError } from './errors.ts'
import { oauthFailure } from './oauth-failure.ts'
import { reachingFetch } from './reach.ts'
import type { PartnerSettings } from './settings.ts'

/** What such a request needs. */
export interface AsClient {
  readonly configuration: () => Promise<Configuration>
  readonly base: URL
  readonly wait: (ms: number) => Promise<void>
  readonly fetch: PartnerSettings['fetch']
}

/** A key for as long as one thing takes. */
export type ClientKey = Awaited<ReturnType<typeof randomDPoPKeyPair>>

/** What is asked. */
export interface ClientRequest {
  readonly method: 'GET' | 'PUT'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
}

/** Sends once, whatever the answer. @throws CountersignError when there is none, or no token is to be had */
export async function sendAsClient(
  { configuration, base, fetch }: AsClient,
  key: ClientKey,
  { method, path, headers, body, signal }: ClientRequest,
): Promise<Response> {
  try {
    const server = await configuration()
    const DPoP = getDPoPHandle(server, key)
    const { access_token: token } = await clientCredentialsGrant(server, { scope: 'events' }, { DPoP })
    const sent = body === undefined ? null : JSON.stringify(body)
    const all = new Headers({ ...headers, ...(sent !== null && { 'content-type': 'application/json' }) })
    return await protectedResourceRequest(token, method, new URL(path, base), all, sent, {
      DPoP,
      ...(signal && { signal }),
      [customFetch]: reachingFetch(fetch),
      // Deprecated so that it stands out; parseIssuer let http through on loopback alone, and only on request.
      // oxlint-disable-next-line typescript/no-deprecated
      [allowInsecureRequests]: base.protocol === 'http:',
    })
  } catch (error) {
    if (isCountersignError(error)) throw error
    throw oauthFailure(error)
  }
}
