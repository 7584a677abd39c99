// A record becomes a leaf: each field salted apart under one Merkle root, so that each can be shown alone later.
import {
  canonicalJson,
  type LedgerRecord,
  type RecordValue,
  recordChains,
  recordFields,
} from '@countersign/protocol'
import { append, emptyHead, encodeLeaf, leafHash, rootOf } from '@countersign/tlog'
import { type Chain, entrySecret, saltOf, tagOf } from './chain.ts'
import { frame, sha256 } from './hash.ts'

/** A record in the form the log holds. */
export interface SealedRecord {
  /** 32 bytes; unique in the log. */
  readonly tag: Uint8Array
  /** 32 bytes. */
  readonly commit: Uint8Array
  /** The 66 bytes of the leaf. */
  readonly leaf: Uint8Array
  /** The record itself as JSON, each field in the very text that was hashed. */
  readonly text: string
}

/** Why a record is not sealed. */
export type CommitErrorCode = 'chain' | 'fields' | 'number'

/** A record that does not fit its kind or its chain: a mistake of ours, never a caller's. */
export class CommitError extends Error {
  override readonly name = 'CommitError'
  readonly code: CommitErrorCode

  constructor(code: CommitErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

const framedNames = new Map<string, Uint8Array>(
  Object.values(recordFields).flatMap((names) => names.map((name) => [name, frame(name)])),
)

/**
 * The record as entry `n` of a chain. The same record, chain and number give the same bytes, always: nothing but the
 * keys needs storing.
 * @throws CommitError `chain` when the kind is not entered in such a chain (a disclosure in a delivery chain would hand
 *   its partner what it must not read), `fields` when a field is missing or unknown, `number` when a delivery names another
 *   number than its own
 * @throws CanonicalJsonError when a value is not one a record may hold
 */
export function sealRecord(chain: Chain, n: number, record: LedgerRecord): SealedRecord {
  const chains: readonly string[] = recordChains[record.kind]
  if (!chains.includes(chain.kind))
    throw new CommitError('chain', `${record.kind} is not entered in a ${chain.kind} chain`)
  if (record.kind === 'delivery' && record.n !== n) {
    throw new CommitError('number', `a delivery says ${record.n} and would be entered as ${n}`)
  }
  const fields = textsOf(record)
  const tag = tagOf(chain, n)
  const commit = commitOf(chain, tag, fields)
  const type = chain.kind === 'register' ? 'register_event' : 'entry'
  const text = `{${fields.map(({ name, value }) => `"${name}":${value}`).join(',')}}`
  return { tag, commit, leaf: encodeLeaf({ type, tag, commit }), text }
}

/** A field of a record and the RFC 8785 text of its value. */
interface FieldText {
  readonly name: string
  readonly value: string
}

/** The record's fields in the order of `recordFields`, all of them and no other. */
function textsOf(record: LedgerRecord): readonly FieldText[] {
  const names: readonly string[] = recordFields[record.kind]
  const values = new Map<string, RecordValue>(Object.entries(record))
  if (values.size !== names.length)
    throw new CommitError('fields', `a ${record.kind} has ${names.length} fields`)
  return names.map((name) => {
    const value = values.get(name)
    if (value === undefined)
      throw new CommitError('fields', `a ${record.kind} needs the field ${name}; null says none`)
    return { name, value: canonicalJson(value) }
  })
}

/**
 * The RFC 6962 root over the record's fields in the order of `recordFields`; each leaf is
 * SHA-256(0x00 ‖ salt ‖ framed field name ‖ RFC 8785 text of the value).
 */
function commitOf(chain: Chain, tag: Uint8Array, fields: readonly FieldText[]): Uint8Array {
  const secret = entrySecret(chain, tag)
  const leaves = fields.map(({ name, value }) => {
    const framed = framedNames.get(name) ?? frame(name)
    return leafHash(Buffer.concat([saltOf(secret, framed), framed, Buffer.from(value, 'utf8')]), sha256)
  })
  return rootOf(append(emptyHead, leaves, sha256), sha256)
}
