// Signed notes and Ed25519 verifier keys (https://c2sp.org/signed-note): strict reading, canonical writing.
import { concatBytes, decodeBase64, decodeUtf8, encodeBase64, encodeUtf8, type Sha256 } from './bytes.ts'

/** One signature line. The name and id are claims of whoever wrote the note until a known key verifies. */
export interface NoteSignature {
  readonly name: string
  /** The first 32 bits of the key's hash, unsigned. */
  readonly keyId: number
  /** The signature itself, without the key id; at least one byte. */
  readonly signature: Uint8Array
}

/** A note as read: well formed, and not yet to be believed. */
export interface SignedNote {
  /** What is signed; ends in a newline. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

/** A note at least one trusted key has signed. */
export interface VerifiedNote {
  readonly text: string
  /** The trusted keys that signed, each once. */
  readonly signedBy: readonly VerifierKey[]
}

/** An Ed25519 public key under the name it signs with. */
export interface VerifierKey {
  readonly name: string
  readonly keyId: number
  /** 32 bytes (RFC 8032 §5.1.5). */
  readonly publicKey: Uint8Array
}

/** Ed25519 over `message` with a key the function holds (RFC 8032 §5.1.6), 64 bytes. */
export type Ed25519Sign = (message: Uint8Array) => Uint8Array

/** Whether `signature` is the key's Ed25519 signature of `message`; false, never an exception, for malformed input. */
export type Ed25519Verify = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean

/** Why a note or a verifier key was refused. */
export type NoteErrorCode =
  | 'too_large'
  | 'encoding'
  | 'form'
  | 'name'
  | 'verifier_key'
  | 'unsigned'
  | 'bad_signature'

/** A note or verifier key that is not in canonical form, or not signed as it must be. */
export class NoteError extends Error {
  override readonly name = 'NoteError'
  readonly code: NoteErrorCode

  constructor(code: NoteErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/** The longest note read, in bytes or UTF-16 units: 64 post-quantum signatures of 5 kB fit. */
export const MAX_NOTE_LENGTH = 1_000_000
/** The most signature lines read; the specification asks for at least 16. */
export const MAX_NOTE_SIGNATURES = 64
/** The longest key name, in UTF-16 units. */
export const MAX_KEY_NAME_LENGTH = 512

const ED25519_TYPE = 0x01
const ED25519_KEY_SIZE = 32
const ED25519_SIGNATURE_SIZE = 64
const KEY_ID_SIZE = 4
const LINE_START = '\u2014 '

/**
 * A note read strictly: `formatNote` of the answer gives back exactly what was read.
 *
 * Everything here may be an attacker's, including its length; nothing of it means anything before `verifyNote`.
 * @throws NoteError `too_large`, `encoding`, `form` or `name`
 */
export function parseNote(input: string | Uint8Array): SignedNote {
  if (input.length > MAX_NOTE_LENGTH)
    throw new NoteError('too_large', `a note may be ${MAX_NOTE_LENGTH} long`)
  const note = typeof input === 'string' ? input : decodeUtf8(input)
  if (note === undefined) throw new NoteError('encoding', 'a note must be valid UTF-8')
  assertCharacters(note)
  // The last empty line divides: the text may hold empty lines, the signatures cannot.
  const end = note.lastIndexOf('\n\n')
  if (end < 0) throw new NoteError('form', 'a note needs an empty line between its text and its signatures')
  const block = note.slice(end + 2)
  if (!block.endsWith('\n'))
    throw new NoteError('form', 'a note must have signature lines, each ended by a newline')
  const lines = block.slice(0, -1).split('\n')
  if (lines.length > MAX_NOTE_SIGNATURES)
    throw new NoteError('too_large', `over ${MAX_NOTE_SIGNATURES} signatures`)
  return { text: note.slice(0, end + 1), signatures: lines.map(parseSignatureLine) }
}

/**
 * The note as written.
 * @throws NoteError when the text or a signature line has no canonical form, so that nothing unreadable is published
 */
export function formatNote(note: SignedNote): string {
  if (!note.text.endsWith('\n')) throw new NoteError('form', "a note's text must end in a newline")
  if (note.signatures.length === 0) throw new NoteError('form', 'a note must have a signature')
  const lines = note.signatures.map(({ name, keyId, signature }) => {
    assertKeyName(name)
    if (signature.length === 0) throw new NoteError('form', 'a signature must have bytes')
    if (keyId >>> 0 !== keyId) throw new NoteError('form', 'a key id must be a number of 32 bits')
    return `${LINE_START}${name} ${encodeBase64(concatBytes(keyIdBytes(keyId), signature))}\n`
  })
  const formatted = `${note.text}\n${lines.join('')}`
  parseNote(formatted)
  return formatted
}

/**
 * The text and the trusted keys that signed it. Lines of unknown keys are ignored, as the specification asks, even
 * where they borrow a trusted key's name or id: only both together say which key a line claims.
 * @throws NoteError `bad_signature` when a line claims a trusted key and does not verify, `unsigned` when none claims one
 */
export function verifyNote(
  note: SignedNote,
  trusted: readonly VerifierKey[],
  verify: Ed25519Verify,
): VerifiedNote {
  const message = encodeUtf8(note.text)
  const signedBy = new Set<VerifierKey>()
  for (const line of note.signatures) {
    for (const key of trusted) {
      if (key.name !== line.name || key.keyId !== line.keyId) continue
      const fits =
        line.signature.length === ED25519_SIGNATURE_SIZE && verify(key.publicKey, message, line.signature)
      if (!fits) throw new NoteError('bad_signature', `the signature of ${key.name} does not match the text`)
      signedBy.add(key)
    }
  }
  if (signedBy.size === 0) throw new NoteError('unsigned', 'no trusted key has signed the note')
  return { text: note.text, signedBy: [...signedBy] }
}

/** The signature line of `key` over `text`; `sign` must hold the private half of that key. */
export function signText(text: string, key: VerifierKey, sign: Ed25519Sign): NoteSignature {
  return { name: key.name, keyId: key.keyId, signature: sign(encodeUtf8(text)) }
}

/**
 * The key under its name, with its id: the first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key).
 * @throws NoteError `name` for a name with spaces or plus, `verifier_key` for a key that is not 32 bytes
 */
export function makeVerifierKey(name: string, publicKey: Uint8Array, sha256: Sha256): VerifierKey {
  assertKeyName(name)
  if (publicKey.length !== ED25519_KEY_SIZE)
    throw new NoteError('verifier_key', 'an Ed25519 key must be 32 bytes')
  const hash = sha256(concatBytes(encodeUtf8(`${name}\n`), Uint8Array.of(ED25519_TYPE), publicKey))
  return { name, keyId: keyIdFrom(hash), publicKey }
}

/** `name+id+key`: the id as 8 hexadecimal digits, the key as base64 behind its type byte. */
export function formatVerifierKey(key: VerifierKey): string {
  const id = key.keyId.toString(16).padStart(2 * KEY_ID_SIZE, '0')
  return `${key.name}+${id}+${encodeBase64(concatBytes(Uint8Array.of(ED25519_TYPE), key.publicKey))}`
}

/**
 * The key of a verifier key string, in exactly the form `formatVerifierKey` writes and with the id that belongs to it.
 * @throws NoteError `name` or `verifier_key`
 */
export function parseVerifierKey(text: string, sha256: Sha256): VerifierKey {
  const [, name = '', base64 = ''] =
    (text.length <= MAX_VERIFIER_KEY_LENGTH && verifierKeyForm.exec(text)) || []
  const encoded = decodeBase64(base64)
  if (encoded === undefined || encoded[0] !== ED25519_TYPE) {
    throw new NoteError('verifier_key', 'a verifier key must read name+id+key with an Ed25519 key')
  }
  const key = makeVerifierKey(name, encoded.slice(1), sha256)
  if (formatVerifierKey(key) !== text)
    throw new NoteError('verifier_key', 'the id does not belong to the name and key')
  return key
}

/** @throws NoteError `name` unless it can stand in a signature line: no spaces, no plus, no control characters */
function assertKeyName(name: string): void {
  const fits = name !== '' && name.length <= MAX_KEY_NAME_LENGTH && name.isWellFormed()
  if (!fits || forbiddenInName.test(name)) {
    throw new NoteError(
      'name',
      'a key name must be 1 to 512 characters without spaces, plus or control characters',
    )
  }
}

// Unicode spaces and plus are forbidden in names, control characters in the whole note.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what the specification forbids
const forbiddenInName = /[\p{White_Space}+\u0000-\u001f]/u
const verifierKeyForm = /^([^+]+)\+[0-9a-f]{8}\+([A-Za-z0-9+/]+={0,2})$/
const MAX_VERIFIER_KEY_LENGTH = MAX_KEY_NAME_LENGTH + 64

function assertCharacters(note: string): void {
  if (!note.isWellFormed()) throw new NoteError('encoding', 'a note must be well-formed Unicode')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what the specification forbids
  if (/[\u0000-\u0009\u000b-\u001f]/.test(note)) {
    throw new NoteError('encoding', 'a note must not contain control characters')
  }
}

function parseSignatureLine(line: string): NoteSignature {
  const [name = '', base64 = '', ...rest] = line.slice(LINE_START.length).split(' ')
  const bytes = decodeBase64(base64)
  const formed = line.startsWith(LINE_START) && rest.length === 0 && bytes !== undefined
  if (!formed || bytes.length <= KEY_ID_SIZE) {
    throw new NoteError('form', 'a signature line must read em dash, space, key name, space, base64')
  }
  assertKeyName(name)
  return { name, keyId: keyIdFrom(bytes), signature: bytes.slice(KEY_ID_SIZE) }
}

function keyIdFrom(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
}

function keyIdBytes(keyId: number): Uint8Array {
  const bytes = new Uint8Array(KEY_ID_SIZE)
  new DataView(bytes.buffer).setUint32(0, keyId)
  return bytes
}
