// One request to the partner API with a token and its proof: sent, retried when told to, refreshed once, read whole.
import type { Purpose } from '@countersign/protocol/purposes'
import {
  type Configuration,
  fetchProtectedResource,
  refreshTokenGrant,
  WWWAuthenticateChallengeError,
} from 'openid-client'
import { dpopHandle } from './authorize.ts'
import type { Connection } from './connection.ts'
import { AuthorizationError, ConnectionEndedError } from './errors.ts'
import { oauthFailure } from './oauth-failure.ts'
import { nextAttemptMs, type RetryBounds } from './retry.ts'

/** A request as the partner API takes it. */
export interface PartnerRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Below the issuer, with its query. */
  readonly path: string
  /** Null only for the permission itself (`access`, `giveBack`), which releases nothing about anyone. */
  readonly purpose: Purpose | null
  readonly body?: unknown
}

/** One request and its answer, as they went over the wire; for a partner's own record. Holds no token. */
export interface Exchange {
  readonly method: PartnerRequest['method']
  readonly path: string
  readonly purpose: Purpose | null
  readonly status: number
  /** The recorded decision; null when the answer named none. */
  readonly decision: string | null
  /** The body exactly as it came. */
  readonly raw: string
}

/** What sending needs. */
export interface Transport {
  readonly configuration: Configuration
  readonly base: URL
  readonly retry: RetryBounds
  readonly wait: (ms: number) => Promise<void>
  readonly observe: (exchange: Exchange) => void | Promise<void>
}

/**
 * Sends until there is an answer to keep. Waits as 429 and 503 say, within bounds; refreshes once on 401.
 * @param keep stores a refreshed connection; called before the new token is used, since the old ones are then spent
 * @throws UnreachableError; ConnectionEndedError when the tokens are over
 */
export async function send(
  transport: Transport,
  connection: Connection,
  request: PartnerRequest,
  keep: (connection: Connection) => Promise<void>,
): Promise<Exchange> {
  let current = connection
  for (let sent = 1, refreshed = false; ; sent++) {
    const response = await fetchOnce(transport, current, request)
    const exchange = await read(request, response)
    await transport.observe(exchange)
    if (response.status === 401 && !refreshed) {
      current = await refresh(transport.configuration, current)
      await keep(current)
      refreshed = true
      continue
    }
    if (response.status === 401)
      throw new ConnectionEndedError('the platform no longer takes this token: connect again')
    const pause = nextAttemptMs(response.status, response.headers, sent, transport.retry)
    if (pause === undefined) return exchange
    await transport.wait(pause)
  }
}

async function fetchOnce(
  { configuration, base }: Transport,
  { tokens, dpopKey }: Connection,
  { method, path, purpose, body }: PartnerRequest,
): Promise<Response> {
  const headers = new Headers({ accept: 'application/json' })
  if (purpose !== null) headers.set('countersign-purpose', purpose)
  if (body !== undefined) headers.set('content-type', 'application/json')
  try {
    return await fetchProtectedResource(
      configuration,
      tokens.access,
      new URL(path, base),
      method,
      body === undefined ? undefined : JSON.stringify(body),
      headers,
      { DPoP: await dpopHandle(configuration, dpopKey) },
    )
  } catch (error) {
    if (error instanceof WWWAuthenticateChallengeError) return error.response
    throw oauthFailure(error)
  }
}

async function read({ method, path, purpose }: PartnerRequest, response: Response): Promise<Exchange> {
  const decision = response.headers.get('countersign-decision')
  return { method, path, purpose, status: response.status, decision, raw: await response.text() }
}

/** The connection with new tokens. @throws ConnectionEndedError when there are none to be had */
async function refresh(configuration: Configuration, connection: Connection): Promise<Connection> {
  const { refresh: token } = connection.tokens
  if (token === null) throw new ConnectionEndedError('the token has run out: connect again')
  try {
    const DPoP = await dpopHandle(configuration, connection.dpopKey)
    const tokens = await refreshTokenGrant(configuration, token, undefined, { DPoP })
    return { ...connection, tokens: { access: tokens.access_token, refresh: tokens.refresh_token ?? token } }
  } catch (error) {
    const failure = oauthFailure(error)
    if (failure instanceof AuthorizationError && failure.oauthError === 'invalid_grant') {
      throw new ConnectionEndedError('the platform ended this connection: let the person connect again', {
        cause: error,
      })
    }
    throw failure
  }
}
