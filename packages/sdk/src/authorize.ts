// From "Connect" to a connection: PAR, PKCE, DPoP, RAR and private_key_jwt, as the FAPI 2.0 profile wants them.
import type { JWK } from 'jose'
import {
  authorizationCodeGrant,
  buildAuthorizationUrlWithPAR,
  type Configuration,
  calculatePKCECodeChallenge,
  getDPoPHandle,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import type { Connection, PendingConnection } from './connection.ts'
import { noDeliveries } from './deliveries.ts'
import { type Ask, parseDetails, writeDetails } from './details.ts'
import { makeDpopKey, openDpopKey } from './dpop.ts'
import { UnexpectedAnswerError } from './errors.ts'
import { oauthFailure } from './oauth-failure.ts'

/** What to ask the person for. */
export interface ConnectRequest {
  /** The powers, per purpose. An empty list only signs the person in, which gives no data (PER-02). */
  readonly asks: readonly Ask[]
  /** Languages of the permission screen, best first (BCP 47). */
  readonly locales?: readonly string[]
}

/** Where to send the person, and what to keep until they come back. */
export interface ConnectStart {
  readonly authorizationUrl: string
  readonly pending: PendingConnection
}

/** Pushes the request to the platform (RFC 9126), so that the browser carries nothing but a reference to it. */
export async function startConnection(
  configuration: Configuration,
  { redirectUri, feature }: { readonly redirectUri: string; readonly feature: string },
  { asks, locales }: ConnectRequest,
): Promise<ConnectStart> {
  const pending: PendingConnection = {
    state: randomState(),
    nonce: randomNonce(),
    pkceVerifier: randomPKCECodeVerifier(),
    dpopKey: await makeDpopKey(),
  }
  const parameters = {
    redirect_uri: redirectUri,
    scope: 'openid',
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await calculatePKCECodeChallenge(pending.pkceVerifier),
    code_challenge_method: 'S256',
    ...(asks.length > 0 && { authorization_details: writeDetails(feature, asks) }),
    ...(locales && { ui_locales: locales.join(' ') }),
  }
  try {
    const DPoP = getDPoPHandle(configuration, await openDpopKey(pending.dpopKey))
    const url = await buildAuthorizationUrlWithPAR(configuration, parameters, { DPoP })
    return { authorizationUrl: url.href, pending }
  } catch (error) {
    throw oauthFailure(error)
  }
}

/** Redeems the code of a callback. The callback must carry this attempt's state and this issuer's name (RFC 9207). */
export async function finishConnection(
  configuration: Configuration,
  callbackUrl: string,
  pending: PendingConnection,
): Promise<Connection> {
  try {
    const DPoP = getDPoPHandle(configuration, await openDpopKey(pending.dpopKey))
    const tokens = await authorizationCodeGrant(
      configuration,
      new URL(callbackUrl),
      {
        expectedState: pending.state,
        expectedNonce: pending.nonce,
        pkceCodeVerifier: pending.pkceVerifier,
        idTokenExpected: true,
      },
      undefined,
      { DPoP },
    )
    const person = tokens.claims()?.sub
    if (person === undefined) throw new UnexpectedAnswerError('the token answer names no person')
    return {
      person,
      granted: parseDetails(tokens.authorization_details),
      tokens: { access: tokens.access_token, refresh: tokens.refresh_token ?? null },
      dpopKey: pending.dpopKey,
      deliveries: noDeliveries,
    }
  } catch (error) {
    throw oauthFailure(error)
  }
}

/** The key a connection's tokens are bound to, ready to prove. */
export async function dpopHandle(
  configuration: Configuration,
  key: JWK,
): Promise<ReturnType<typeof getDPoPHandle>> {
  return getDPoPHandle(configuration, await openDpopKey(key))
}
