// Proof-of-possession keys (RFC 9449): one pair per connection, kept as a private JWK.
import { exportJWK, importJWK, type JWK } from 'jose'
import type { CryptoKey, CryptoKeyPair } from 'oauth4webapi'
import { randomDPoPKeyPair } from 'openid-client'

const alg = 'ES256'

/** A new key pair as a private JWK. */
export async function makeDpopKey(): Promise<JWK> {
  const { privateKey } = await randomDPoPKeyPair(alg, { extractable: true })
  return { ...(await exportJWK(privateKey)), alg }
}

/** The key pair of a private JWK. The public half must be extractable: every proof carries it. */
export async function openDpopKey(jwk: JWK): Promise<CryptoKeyPair> {
  const { d: _, ...publicJwk } = jwk
  const [privateKey, publicKey] = await Promise.all([
    importJWK(jwk, alg, { extractable: false }),
    importJWK(publicJwk, alg, { extractable: true }),
  ])
  return { privateKey: privateKey as CryptoKey, publicKey: publicKey as CryptoKey }
}
