// People's keys (docs/design/007): ECDSA on P-256 with SHA-256, named by the SHA-256 of the public half. WebCrypto only, so that
// server, tests and browser share one check.
import { toHex } from './bytes.ts'

/** What a key can be. A passkey signs with its holder verified; a device signs without a word. */
export const keyKinds = ['device', 'passkey'] as const
/** One of them. */
export type KeyKind = (typeof keyKinds)[number]

/**
 * How a key came to its person. `opened`: with the account, or with claiming it. `endorsed`: an earlier key signed for it.
 * `waited`: it counts seven days after it was shown to every session and address. `test`: of whoever acts as somebody made up.
 */
export const keyOrigins = ['opened', 'endorsed', 'waited', 'test'] as const
/** One of them. */
export type KeyOrigin = (typeof keyOrigins)[number]

/** For so long a key that no other key vouches for waits. */
export const KEY_WAITS_MS = 7 * 86_400_000

/** SHA-256 of a public key in SPKI form, 64 hexadecimal digits. */
export type KeyName = string

/** One key of a person, as everybody who checks a signature sees it. */
export interface SigningKey {
  readonly name: KeyName
  readonly kind: KeyKind
  /** SPKI, RFC 5480, the point uncompressed: 91 bytes. */
  readonly publicKey: Uint8Array<ArrayBuffer>
  readonly came: KeyOrigin
  /** From when it counts. */
  readonly since: number
  /** From when it counts no more; null while it stands. One that was stopped while it waited never counted. */
  readonly until: number | null
  /** The number of the statement that endorsed it. */
  readonly endorsedBy: number | null
}

/** Everything before the point: SEQUENCE, id-ecPublicKey, prime256v1, BIT STRING, uncompressed. */
const spkiHead = Uint8Array.from([
  0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48,
  0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
])
const SPKI_SIZE = 91

/** The name of a key. */
export async function keyName(publicKey: Uint8Array<ArrayBuffer>): Promise<KeyName> {
  return toHex(await sha256(publicKey))
}

/** SHA-256, 32 bytes. */
export async function sha256(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', data))
}

/** Whether bytes are the one form in which we take a public key, and a point of the curve. */
export async function isPublicKey(publicKey: Uint8Array<ArrayBuffer>): Promise<boolean> {
  return (await imported(publicKey)) !== undefined
}

/** Whether a raw signature (r ‖ s, 64 bytes) over bytes is this key's; false for anything that is no key or no signature. */
export async function isSignedBy(
  publicKey: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
  data: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const key = await imported(publicKey)
  if (key === undefined || signature.length !== 64) return false
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, data)
}

/** As each runtime's own types call it. */
type ImportedKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>

async function imported(publicKey: Uint8Array<ArrayBuffer>): Promise<ImportedKey | undefined> {
  if (publicKey.length !== SPKI_SIZE || spkiHead.some((byte, i) => publicKey[i] !== byte)) return undefined
  try {
    return await crypto.subtle.importKey('spki', publicKey, { name: 'ECDSA', namedCurve: 'P-256' }, false, [
      'verify',
    ])
  } catch {
    // No point of the curve.
    return undefined
  }
}

/** Whether a key counts at `at`. */
export function keyStands({ since, until }: Pick<SigningKey, 'since' | 'until'>, at: number): boolean {
  return at >= since && (until === null || at < until)
}
