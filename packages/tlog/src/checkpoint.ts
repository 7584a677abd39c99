// Checkpoints (https://c2sp.org/tlog-checkpoint): a log's origin, size and root as the text of a signed note.
import { decodeBase64, encodeBase64, HASH_SIZE } from './bytes.ts'
import {
  type Ed25519Sign,
  type Ed25519Verify,
  formatNote,
  parseNote,
  signText,
  type VerifierKey,
  verifyNote,
} from './note.ts'

/** A log's state at one size. */
export interface Checkpoint {
  /** The log's name; one line, not empty. */
  readonly origin: string
  /** Number of leaves; a safe integer, at least 0. */
  readonly size: number
  /** The RFC 6962 root at that size, 32 bytes. */
  readonly root: Uint8Array
  /** Opaque further lines, none empty. Our log writes none: monitors cannot audit them. */
  readonly extensions: readonly string[]
}

/** Which part of a checkpoint was refused. */
export type CheckpointErrorCode = 'too_large' | 'form' | 'origin' | 'size' | 'root' | 'extension'

/** A checkpoint that is not in canonical form, or is another log's. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError'
  readonly code: CheckpointErrorCode

  constructor(code: CheckpointErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/** The longest checkpoint text read, in UTF-16 units. */
export const MAX_CHECKPOINT_LENGTH = 100_000

/**
 * The text of a checkpoint.
 * @throws CheckpointError when a part has no canonical form
 */
export function formatCheckpoint(checkpoint: Checkpoint): string {
  const { origin, size, root, extensions } = checkpoint
  assertLine('origin', origin)
  if (!Number.isSafeInteger(size) || size < 0)
    throw new CheckpointError('size', `a log cannot have ${size} leaves`)
  if (root.length !== HASH_SIZE)
    throw new CheckpointError('root', `a root has ${HASH_SIZE} bytes, not ${root.length}`)
  for (const line of extensions) assertLine('extension', line)
  const text = [origin, String(size), encodeBase64(root), ...extensions].map((line) => `${line}\n`).join('')
  if (text.length > MAX_CHECKPOINT_LENGTH)
    throw new CheckpointError('too_large', 'the checkpoint is too long')
  return text
}

/**
 * A checkpoint read strictly: `formatCheckpoint` of the answer gives back exactly the text. One size has one spelling,
 * so `+1`, `01`, ` 1` and `1e3` are refused, and so is a size past 2^53-1.
 *
 * The text is whatever a log, or someone posing as one, has signed: use `openCheckpoint` unless it is verified already.
 * @throws CheckpointError
 */
export function parseCheckpoint(text: string): Checkpoint {
  if (text.length > MAX_CHECKPOINT_LENGTH)
    throw new CheckpointError('too_large', 'the checkpoint is too long')
  if (!text.endsWith('\n')) throw new CheckpointError('form', 'a checkpoint must end in a newline')
  const [origin = '', decimal = '', base64 = '', ...extensions] = text.slice(0, -1).split('\n')
  assertLine('origin', origin)
  const size = /^(0|[1-9][0-9]{0,15})$/.test(decimal) ? Number(decimal) : Number.NaN
  if (!Number.isSafeInteger(size))
    throw new CheckpointError('size', 'the size must be a decimal number up to 2^53-1')
  const root = decodeBase64(base64)
  if (root?.length !== HASH_SIZE)
    throw new CheckpointError('root', `the root must be ${HASH_SIZE} bytes in base64`)
  for (const line of extensions) assertLine('extension', line)
  return { origin, size, root, extensions }
}

/**
 * The checkpoint as a note signed by the log. A log must never sign two that are inconsistent: that is the caller's to
 * keep.
 * @throws CheckpointError `origin` when the key goes by another name, or when a part has no canonical form
 */
export function signCheckpoint(checkpoint: Checkpoint, logKey: VerifierKey, sign: Ed25519Sign): string {
  const text = formatCheckpoint(checkpoint)
  assertOrigin(checkpoint, logKey)
  return formatNote({ text, signatures: [signText(text, logKey, sign)] })
}

/**
 * The checkpoint of a note that this log has signed; further signatures are ignored.
 *
 * The whole input is an attacker's until the log's signature holds; then it is the log's word, and no more.
 * @throws NoteError when the note is malformed or not signed by the log
 * @throws CheckpointError when the signed text is no checkpoint of this origin
 */
export function openCheckpoint(
  note: string | Uint8Array,
  logKey: VerifierKey,
  verify: Ed25519Verify,
): Checkpoint {
  const { text } = verifyNote(parseNote(note), [logKey], verify)
  const checkpoint = parseCheckpoint(text)
  assertOrigin(checkpoint, logKey)
  return checkpoint
}

function assertOrigin(checkpoint: Checkpoint, logKey: VerifierKey): void {
  if (checkpoint.origin !== logKey.name) {
    throw new CheckpointError('origin', "the checkpoint's origin is not the name of the log's key")
  }
}

function assertLine(code: 'origin' | 'extension', line: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: signed notes forbid them
  if (line === '' || !line.isWellFormed() || /[\u0000-\u001f]/.test(line)) {
    throw new CheckpointError(
      code,
      `the ${code} must be one line of text, not empty, without control characters`,
    )
  }
}
