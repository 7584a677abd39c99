// The log's signature: a size and a root become a checkpoint that third parties' verifiers accept.
import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import {
  type Checkpoint,
  makeVerifierKey,
  openCheckpoint,
  signCheckpoint,
  type VerifierKey,
} from '@countersign/tlog'
import { sha256 } from './hash.ts'

/** Signs for one log. Of two checkpoints it signed, the larger must contain the smaller: the turnstile's to keep. */
export interface LogSigner {
  readonly origin: string
  /** Under the name of the origin, as c2sp.org/tlog-checkpoint recommends. */
  readonly verifierKey: VerifierKey
  /** The checkpoint of this size and root as a signed note. */
  sign(size: number, root: Uint8Array): string
  /**
   * The checkpoint of a note with this log's own signature; only such a one counts against the log (design §6).
   * @throws NoteError or CheckpointError for anything else
   */
  open(note: string | Uint8Array): Checkpoint
}

/**
 * The signer of the log called `origin`.
 * @throws NoteError `name` when the origin cannot be a key name: it may hold neither spaces nor plus
 */
export function createLogSigner(origin: string, privateKey: KeyObject): LogSigner {
  const publicKey = createPublicKey(privateKey)
  const verifierKey = makeVerifierKey(origin, rawPublicKey(publicKey), sha256)
  const signature = (message: Uint8Array): Uint8Array => sign(null, message, privateKey)
  return {
    origin,
    verifierKey,
    sign: (size, root) => signCheckpoint({ origin, size, root, extensions: [] }, verifierKey, signature),
    open: (note) =>
      openCheckpoint(note, verifierKey, (_, message, given) => verify(null, message, publicKey, given)),
  }
}

/** The 32 bytes of an Ed25519 public key (RFC 8032 §5.1.5). @throws TypeError for a key of another kind */
function rawPublicKey(key: KeyObject): Uint8Array {
  const { crv, x } = key.export({ format: 'jwk' })
  if (crv !== 'Ed25519' || x === undefined) throw new TypeError('the log key must be an Ed25519 key')
  return new Uint8Array(Buffer.from(x, 'base64url'))
}
