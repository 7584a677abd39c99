// The vectors of signed statements as the tests of this folder read them.
import { fromBase64url } from './bytes.ts'
import type { SigningKey } from './person-key.ts'
import type { SignedAct } from './statement.ts'
import type { SentStatement } from './statement-proof.ts'

interface Vectors {
  readonly origin: string
  readonly key: { readonly name: string; readonly public_key: string }
  readonly statements: readonly (SentStatement & {
    readonly act: SignedAct
    readonly bytes: string
    readonly statement_hash: string
  })[]
  readonly passkey: Required<SentStatement> & {
    readonly relying_party: { readonly id: string; readonly origin: string }
    readonly act: SignedAct
    readonly statement_hash: string
  }
}

/** What `vectors/statements/statements.json` says. */
export function vectorsIn(json: string): Vectors {
  return JSON.parse(json) as Vectors
}

/** Bytes written in base64url. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes = fromBase64url(text)
  if (bytes === undefined) throw new Error('not base64url')
  return bytes
}

/** The vectors' key as that of a device. */
export function deviceOf({ key }: Pick<Vectors, 'key'>): SigningKey {
  return {
    name: key.name,
    kind: 'device',
    publicKey: bytesOf(key.public_key),
    came: 'opened',
    since: 0,
    until: null,
    endorsedBy: null,
  }
}
