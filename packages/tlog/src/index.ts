// What the log package offers: hashes, heads, leaves, signed notes and checkpoints.
export { decodeBase64, encodeBase64, equalBytes, HASH_SIZE, type Sha256 } from './bytes.ts'
export {
  type Checkpoint,
  CheckpointError,
  type CheckpointErrorCode,
  formatCheckpoint,
  MAX_CHECKPOINT_LENGTH,
  openCheckpoint,
  parseCheckpoint,
  signCheckpoint,
} from './checkpoint.ts'
export {
  encodeLeaf,
  LEAF_SIZE,
  LEAF_VERSION,
  type Leaf,
  LeafError,
  type LeafErrorCode,
  type LeafType,
  parseLeaf,
} from './leaf.ts'
export {
  append,
  emptyHead,
  encodePeaks,
  type Head,
  HeadError,
  type HeadErrorCode,
  leafHash,
  nodeHash,
  parseHead,
  rootOf,
} from './merkle.ts'
export {
  type Ed25519Sign,
  type Ed25519Verify,
  formatNote,
  formatVerifierKey,
  MAX_KEY_NAME_LENGTH,
  MAX_NOTE_LENGTH,
  MAX_NOTE_SIGNATURES,
  makeVerifierKey,
  NoteError,
  type NoteErrorCode,
  type NoteSignature,
  parseNote,
  parseVerifierKey,
  type SignedNote,
  signText,
  type VerifiedNote,
  type VerifierKey,
  verifyNote,
} from './note.ts'
