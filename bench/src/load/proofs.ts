// DPoP proofs (RFC 9449) made ahead of time, so that signing them is no part of what is measured.
import { createPrivateKey, createPublicKey, hash, type JsonWebKey, randomBytes, sign } from 'node:crypto'

/** Makes proofs for one address and token. */
export interface ProofSource {
  /** Makes sure that so many are ready. A proof is good for a minute: call it right before they are used. */
  prepare(count: number): void
  /** One that was not used yet. */
  take(): string
}

/** Makes the source of proofs for one page. @param url the whole address, without its query */
export type ProofMaker = (url: string, token: string) => ProofSource

/** A maker of proofs under one ES256 key. */
export function proofMaker(jwk: JsonWebKey): ProofMaker {
  const key = createPrivateKey({ key: jwk, format: 'jwk' })
  const { kty, crv, x, y } = createPublicKey(key).export({ format: 'jwk' })
  const header = encode({ typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } })
  return (url, token) => {
    const ath = hash('sha256', token, 'base64url')
    let ready: string[] = []
    let madeAt = 0
    const make = (): string => {
      const iat = Math.floor(Date.now() / 1000)
      const jti = randomBytes(12).toString('base64url')
      const signed = `${header}.${encode({ jti, htm: 'GET', htu: url, iat, ath })}`
      const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' })
      return `${signed}.${signature.toString('base64url')}`
    }
    return {
      prepare(count) {
        if (Date.now() - madeAt > STALE_MS) ready = []
        madeAt = ready.length === 0 ? Date.now() : madeAt
        while (ready.length < count) ready.push(make())
      },
      take: () => ready.pop() ?? make(),
    }
  }
}

/** Proofs older than this are thrown away: the server takes them for a minute. */
const STALE_MS = 20_000

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
