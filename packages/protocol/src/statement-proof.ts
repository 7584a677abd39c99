// Whether a key signed a statement: a device the bytes themselves, a passkey their SHA-256 as its challenge (WebAuthn Level 3 §7.2).
import { fromBase64url, joined, sameBytes, toBase64url, toHex } from './bytes.ts'
import { isSignedBy, type SigningKey, sha256 } from './person-key.ts'

/** What a passkey says beside its signature, as it came. */
export interface PasskeyParts {
  readonly authenticatorData: Uint8Array<ArrayBuffer>
  readonly clientDataJson: Uint8Array<ArrayBuffer>
}

/** A signature with what is needed to check it. */
export interface StatementProof {
  /** r ‖ s, 64 bytes. Either of the two values of s passes: who makes the other from it has the same statement with the same number. */
  readonly signature: Uint8Array<ArrayBuffer>
  readonly passkey: PasskeyParts | null
}

/** The name passkeys are for, and the only origin they answer to. */
export interface RelyingPartyName {
  readonly id: string
  readonly origin: string
}

/** Whether the key signed these bytes. A device's proof has no passkey parts, a passkey's has; an installation without passkeys has no party. */
export async function isProvenBy(
  { kind, publicKey }: Pick<SigningKey, 'kind' | 'publicKey'>,
  bytes: Uint8Array<ArrayBuffer>,
  { signature, passkey }: StatementProof,
  party: RelyingPartyName | null,
): Promise<boolean> {
  if (kind === 'device') return passkey === null && isSignedBy(publicKey, signature, bytes)
  if (passkey === null || party === null) return false
  const { authenticatorData, clientDataJson } = passkey
  if (!(await isOurs(authenticatorData, party))) return false
  if (!isChallenge(clientDataJson, await sha256(bytes), party)) return false
  return isSignedBy(publicKey, signature, joined(authenticatorData, await sha256(clientDataJson)))
}

/**
 * What the ledger says of a statement: SHA-256 over the four digests of the bytes, the signature, the authenticator data and the
 * client data, an absent part being empty; 64 hexadecimal digits.
 */
export async function statementHash(
  bytes: Uint8Array<ArrayBuffer>,
  { signature, passkey }: StatementProof,
): Promise<string> {
  const none = new Uint8Array(0)
  const parts = [bytes, signature, passkey?.authenticatorData ?? none, passkey?.clientDataJson ?? none]
  return toHex(await sha256(joined(...(await Promise.all(parts.map(sha256))))))
}

const USER_PRESENT = 0x01
const USER_VERIFIED = 0x04

/** Made for our name, with its holder present and verified (§6.1). */
async function isOurs(data: Uint8Array, { id }: RelyingPartyName): Promise<boolean> {
  if (data.length < 37) return false
  const flags = data[32] ?? 0
  if ((flags & USER_PRESENT) === 0 || (flags & USER_VERIFIED) === 0) return false
  return sameBytes(data.subarray(0, 32), await sha256(new TextEncoder().encode(id)))
}

/** An assertion to this challenge, on our own pages and in no frame of another site's (§5.8.1). */
function isChallenge(json: Uint8Array, challenge: Uint8Array, { origin }: RelyingPartyName): boolean {
  let said: Readonly<Record<string, unknown>> | null
  try {
    said = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json))
  } catch {
    return false
  }
  return (
    said?.['type'] === 'webauthn.get' &&
    said['challenge'] === toBase64url(challenge) &&
    said['origin'] === origin &&
    said['crossOrigin'] !== true
  )
}

/**
 * The raw form (r ‖ s) of a signature in DER (RFC 3279 §2.2.3), as authenticators write it; undefined for anything that is not
 * exactly that.
 */
export function rawSignature(der: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return undefined
  const r = integerAt(der, 2)
  const s = r && integerAt(der, r.next)
  if (r === undefined || s === undefined || s.next !== der.length) return undefined
  const raw = new Uint8Array(64)
  raw.set(r.value, 32 - r.value.length)
  raw.set(s.value, 64 - s.value.length)
  return raw
}

/** A positive INTEGER of at most 32 bytes in its shortest form. */
function integerAt(
  der: Uint8Array,
  at: number,
): { readonly value: Uint8Array; readonly next: number } | undefined {
  const length = der[at + 1] ?? 0
  const next = at + 2 + length
  const first = der[at + 2] ?? 0xff
  if (der[at] !== 0x02 || length === 0 || length > 33 || next > der.length || first >= 0x80) return undefined
  const padded = first === 0 && length > 1
  if (padded && (der[at + 3] ?? 0) < 0x80) return undefined
  const value = der.subarray(padded ? at + 3 : at + 2, next)
  return value.length > 32 ? undefined : { value, next }
}

/** How a signed statement travels: the text that was signed, less what a server knows, and its signature. */
export interface SentStatement {
  readonly statement: string
  readonly signature: string
  readonly passkey?: { readonly authenticator_data: string; readonly client_data_json: string } | undefined
}

/** The proof in what was sent: a raw signature of a device, a DER one of a passkey, each base64url; undefined when it is none. */
export function parseProof({ signature: sent, passkey }: SentStatement): StatementProof | undefined {
  const signature = fromBase64url(sent)
  if (signature === undefined) return undefined
  if (passkey === undefined) return signature.length === 64 ? { signature, passkey: null } : undefined
  const authenticatorData = fromBase64url(passkey.authenticator_data)
  const clientDataJson = fromBase64url(passkey.client_data_json)
  const raw = rawSignature(signature)
  if (raw === undefined || authenticatorData === undefined || clientDataJson === undefined) return undefined
  return { signature: raw, passkey: { authenticatorData, clientDataJson } }
}
