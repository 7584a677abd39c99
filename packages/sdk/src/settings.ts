// What a partner configures once, checked before the first request, and the discovered server behind it.
import { importJWK, type JWK } from 'jose'
import type { CryptoKey } from 'oauth4webapi'
import {
  allowInsecureRequests,
  type Configuration,
  type CustomFetch,
  customFetch,
  discovery,
  PrivateKeyJwt,
} from 'openid-client'
import { oauthFailure } from './oauth-failure.ts'
import { wholeFetch } from './reach.ts'

/** Who the partner is and where the platform is. */
export interface PartnerSettings {
  /** The platform's address, such as `https://chat.example`. */
  readonly issuer: string
  readonly clientId: string
  /** The client's private key, whose public half is registered; a JWK needs `alg`, and `kid` when several are registered. */
  readonly privateKey: JWK | CryptoKey
  /** One of the registered addresses, exactly. */
  readonly redirectUri: string
  /** The slug of the feature this is for. */
  readonly feature: string
  /** Lets the issuer be `http:` on localhost, 127.0.0.1 or [::1], for development. Anything else stays HTTPS. */
  readonly allowInsecureLocalhost?: boolean
  /** Instead of the global `fetch`. */
  readonly fetch?: CustomFetch
  /** Instead of `setTimeout`: resolves after so many milliseconds. */
  readonly wait?: (ms: number) => Promise<void>
}

const loopback = ['localhost', '127.0.0.1', '[::1]']

/** The issuer as a URL. @throws TypeError for one that would send tokens in the clear */
export function parseIssuer({
  issuer,
  allowInsecureLocalhost = false,
}: Pick<PartnerSettings, 'issuer' | 'allowInsecureLocalhost'>): URL {
  if (!URL.canParse(issuer)) throw new TypeError('issuer is not a URL: give the address of the platform')
  const url = new URL(issuer)
  if (url.protocol === 'https:') return url
  if (url.protocol === 'http:' && allowInsecureLocalhost && loopback.includes(url.hostname)) return url
  throw new TypeError(
    'issuer must be https: (http: only on localhost and only with allowInsecureLocalhost: true)',
  )
}

/**
 * The platform's OAuth configuration, fetched from its discovery document (RFC 8414).
 * @throws UnreachableError, UnexpectedAnswerError, AuthorizationError
 */
export async function discover(settings: PartnerSettings): Promise<Configuration> {
  const { clientId, privateKey, fetch } = settings
  const issuer = parseIssuer(settings)
  const { key, kid, alg } = await openClientKey(privateKey)
  try {
    return await discovery(
      issuer,
      clientId,
      { token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: alg },
      PrivateKeyJwt({ key, ...(kid !== undefined && { kid }) }),
      {
        // Deprecated so that it stands out; parseIssuer lets http through on loopback alone, and only on request.
        // oxlint-disable-next-line typescript/no-deprecated
        execute: issuer.protocol === 'http:' ? [allowInsecureRequests] : [],
        [customFetch]: wholeFetch(fetch),
      },
    )
  } catch (error) {
    throw oauthFailure(error)
  }
}

async function openClientKey(key: JWK | CryptoKey): Promise<{ key: CryptoKey; kid?: string; alg: string }> {
  if (isCryptoKey(key)) return { key, alg: algorithmOf(key) }
  if (key.alg === undefined) throw new TypeError('privateKey has no `alg`: add ES256, PS256 or EdDSA')
  const imported = (await importJWK(key, key.alg)) as CryptoKey
  return { key: imported, alg: key.alg, ...(key.kid !== undefined && { kid: key.kid }) }
}

function isCryptoKey(key: JWK | CryptoKey): key is CryptoKey {
  return 'usages' in key && 'algorithm' in key
}

function algorithmOf({ algorithm }: CryptoKey): string {
  const known: Readonly<Record<string, string>> = { ECDSA: 'ES256', 'RSA-PSS': 'PS256', Ed25519: 'EdDSA' }
  const alg = known[algorithm.name]
  if (alg === undefined) throw new TypeError(`privateKey is ${algorithm.name}: use ES256, PS256 or EdDSA`)
  return alg
}
