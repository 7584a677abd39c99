// The log's leaf: 66 fixed bytes that say nothing of anybody to those without the keys (design §6).
import { concatBytes, HASH_SIZE } from './bytes.ts'

/** What a leaf is. Public meaning have only map roots and register events; every entry about a person looks alike. */
export type LeafType = 'entry' | 'map_root' | 'register_event'

/** One leaf, taken apart. */
export interface Leaf {
  readonly type: LeafType
  /** Where it stands: HMAC of its chain's key and its number there, 32 bytes. */
  readonly tag: Uint8Array
  /** What it says: Merkle root over the record's salted fields, 32 bytes. */
  readonly commit: Uint8Array
}

/** Why a leaf was refused. */
export type LeafErrorCode = 'length' | 'version' | 'type'

/** Bytes, or parts, that are no leaf of this version. */
export class LeafError extends Error {
  override readonly name = 'LeafError'
  readonly code: LeafErrorCode

  constructor(code: LeafErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/** The length of every leaf in bytes: version, type, tag, commit. */
export const LEAF_SIZE = 2 + 2 * HASH_SIZE
/** The version this code writes and the only one it reads. */
export const LEAF_VERSION = 1

// The byte of a type is its place here; places never change.
const types: readonly LeafType[] = ['entry', 'map_root', 'register_event']

/** The leaf's 66 bytes. @throws LeafError `length` when tag or commit is not 32 bytes */
export function encodeLeaf(leaf: Leaf): Uint8Array {
  if (leaf.tag.length !== HASH_SIZE || leaf.commit.length !== HASH_SIZE) {
    throw new LeafError('length', `tag and commit must be ${HASH_SIZE} bytes each`)
  }
  return concatBytes(Uint8Array.of(LEAF_VERSION, types.indexOf(leaf.type)), leaf.tag, leaf.commit)
}

/**
 * The leaf in exactly 66 bytes; `encodeLeaf` of the answer gives back the same bytes.
 * @throws LeafError `length`, `version` or `type`: a leaf that cannot be understood is never skipped in silence
 */
export function parseLeaf(bytes: Uint8Array): Leaf {
  if (bytes.length !== LEAF_SIZE)
    throw new LeafError('length', `a leaf has ${LEAF_SIZE} bytes, not ${bytes.length}`)
  if (bytes[0] !== LEAF_VERSION)
    throw new LeafError('version', `leaf version ${bytes[0]} is unknown; update this program`)
  const type = types[bytes[1] ?? types.length]
  if (type === undefined) throw new LeafError('type', `leaf type ${bytes[1]} is unknown; update this program`)
  return { type, tag: bytes.slice(2, 2 + HASH_SIZE), commit: bytes.slice(2 + HASH_SIZE) }
}
