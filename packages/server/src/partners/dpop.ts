// DPoP proofs (RFC 9449 §4.3): that whoever sends a token holds the key it is bound to, for this request, now, once.
import { hash } from 'node:crypto'
import type { Instant } from '@countersign/protocol'
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose'
import { z } from 'zod'

/** The algorithms a proof may be signed with (FAPI 2.0 Security Profile §5.4.1). */
export const proofAlgorithms = ['ES256', 'PS256', 'EdDSA', 'Ed25519']
/** How far from now a proof may have been made, in milliseconds, either way. */
export const PROOF_WINDOW_MS = 60_000

/** A proof that is not one; the message says why, and quotes nothing of it. */
export class ProofError extends Error {
  override name = 'ProofError'
}

/** What a proof must be for. */
export interface ProofTarget {
  readonly method: string
  /** The address of the request without query and fragment. */
  readonly url: string
  readonly accessToken: string
  /** Thumbprint of the key the token is bound to. */
  readonly jkt: string
  readonly now: Instant
}

const claimsSchema = z.object({
  jti: z.string().min(1).max(256),
  htm: z.string(),
  htu: z.string().max(2000),
  iat: z.number(),
  ath: z.string(),
})

/**
 * Checks a proof in the order of RFC 9449 §4.3; that it is used for the first time is left to the caller.
 * @returns its `jti`, unique for its key
 * @throws {ProofError}
 */
export async function checkProof(proof: string, target: ProofTarget): Promise<{ readonly jti: string }> {
  const { payload, jkt } = await verifySignature(proof, target.now)
  const claims = claimsSchema.safeParse(payload)
  if (!claims.success) throw new ProofError('a claim is missing: jti, htm, htu, iat and ath are needed')
  const { jti, htm, htu, iat, ath } = claims.data
  if (htm !== target.method) throw new ProofError('htm is another method')
  if (addressOf(htu) !== addressOf(target.url)) throw new ProofError('htu is another address')
  if (Math.abs(target.now - iat * 1000) > PROOF_WINDOW_MS)
    throw new ProofError('iat is not within a minute of now')
  if (ath !== hash('sha256', target.accessToken, 'base64url')) throw new ProofError('ath is of another token')
  if (jkt !== target.jkt) throw new ProofError('the token is bound to another key')
  return { jti }
}

async function verifySignature(proof: string, now: Instant): Promise<{ payload: unknown; jkt: string }> {
  try {
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
      algorithms: proofAlgorithms,
      typ: 'dpop+jwt',
      currentDate: new Date(now),
    })
    // EmbeddedJWK took the public key from this header and refused a private one.
    const { jwk } = protectedHeader
    if (jwk === undefined) throw new ProofError('the header has no jwk')
    return { payload, jkt: await calculateJwkThumbprint(jwk) }
  } catch (error) {
    if (error instanceof ProofError) throw error
    throw new ProofError('its signature, type or algorithm is not right')
  }
}

/** An address as RFC 9449 §4.3 compares it: normalised, without query and fragment. */
function addressOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined
  const { origin, pathname } = new URL(url)
  return origin + pathname
}
