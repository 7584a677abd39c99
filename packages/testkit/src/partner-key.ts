// A key of a partner that is registered for a test or a proof: what the register keeps, and what the partner signs with.
import { generateKeyPairSync } from 'node:crypto'

/** The two halves of a new ES256 key as JWKs, alike in their `kid`. */
export interface PartnerKey {
  readonly publicKey: {
    readonly kty: 'EC'
    readonly crv: 'P-256'
    readonly x: string
    readonly y: string
    readonly kid: string
  }
  readonly privateKey: PartnerKey['publicKey'] & { readonly d: string; readonly alg: 'ES256' }
}

/** Makes one. */
export function makePartnerKey(): PartnerKey {
  const { kty, crv, x, y, d } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    format: 'jwk',
  }) as { kty: 'EC'; crv: 'P-256'; x: string; y: string; d: string }
  const publicKey = { kty, crv, x, y, kid: 'k1' }
  return { publicKey, privateKey: { ...publicKey, d, alg: 'ES256' } }
}
