// Consent receipts as compact JWS (RFC 7515) under the installation's receipt key, whose public half everybody can have (REC-02).
import { createPublicKey, type KeyObject } from 'node:crypto'
import { type ConsentReceipt, canonicalJson } from '@countersign/protocol'
import { CompactSign } from 'jose'
import { sha256 } from './hash.ts'

/** The media type in the header of every receipt: nothing else of ours is signed as one, and no receipt passes for a token. */
const TYPE = 'countersign-receipt'

/** A public key as a member of a JWK set (RFC 8037). */
export interface ReceiptJwk {
  readonly kty: 'OKP'
  readonly crv: 'Ed25519'
  readonly x: string
  readonly kid: string
  readonly alg: 'EdDSA'
  readonly use: 'sig'
}

/** The public half of the key that signs receipts; its id is its thumbprint (RFC 7638). */
export function receiptJwk(key: KeyObject): ReceiptJwk {
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' })
  const needed = { crv: 'Ed25519', kty: 'OKP', x } as const
  const kid = Buffer.from(sha256(Buffer.from(canonicalJson(needed)))).toString('base64url')
  return { ...needed, kid, alg: 'EdDSA', use: 'sig' }
}

/** Signs a receipt. Ed25519 is deterministic and the payload RFC 8785: the same receipt is the same bytes, whenever it is asked for. */
export function signReceipt(receipt: ConsentReceipt, key: KeyObject): Promise<string> {
  return new CompactSign(Buffer.from(canonicalJson(receipt)))
    .setProtectedHeader({ alg: 'EdDSA', kid: receiptJwk(key).kid, typ: TYPE, cty: 'application/ld+json' })
    .sign(key)
}
