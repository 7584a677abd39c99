// Chains of ledger entries: which keys give an entry its tag and its fields their salts (docs/design/002).
import type { ChainKind, PartnerId } from '@countersign/protocol'
import { deriveKey, type HmacKey, hmac, hmacKey, sha256 } from './hash.ts'
import type { PersonKey } from './person-key.ts'

/** A line of entries numbered from 1, with what is needed to write them or find and open them again. */
export interface Chain {
  readonly kind: ChainKind
  /** Gives the tags: with it one finds the entries and sees where they end, and learns nothing of what they say. */
  readonly tags: HmacKey
  /** Gives the salts: with it one opens what an entry says. */
  readonly salts: HmacKey
}

const tagLabel = Buffer.from('countersign/1 tag', 'utf8')
const entryLabel = Buffer.from('countersign/1 entry', 'utf8')

/**
 * The key of a person's delivery chain with a partner, 32 bytes. The partner is given it with the grant: it finds, opens
 * and counts what was delivered to it under this person's grant, and nothing else of the person's.
 */
export function deliveryChainKey(key: PersonKey, logId: number, partner: PartnerId): Uint8Array {
  return deriveKey(key.secret, 'delivery chain', String(logId), partner)
}

/**
 * The key of a person's own chain with a partner, or of what concerns no partner (`self`), 32 bytes. Only the person has
 * it; given to an auditor, it shows that a list is complete and opens nothing.
 */
export function personChainKey(key: PersonKey, logId: number, partner: PartnerId | 'self'): Uint8Array {
  return deriveKey(key.secret, 'person chain', String(logId), partner)
}

/** The key of the public register's chain. It is no secret: anybody may find and open every entry of it. */
function registerChainKey(logId: number): Uint8Array {
  return deriveKey(new Uint8Array(32), 'public register chain', String(logId))
}

// Deriving costs as much as writing an entry, so what is derived lives as long as the unwrapped key it came from.
const derived = new WeakMap<PersonKey, Map<string, Chain>>()

function remembered(key: PersonKey, name: string, make: () => Chain): Chain {
  const chains = derived.get(key) ?? new Map<string, Chain>()
  const chain = chains.get(name) ?? make()
  derived.set(key, chains.set(name, chain))
  return chain
}

/** A person's own chain: acts, decisions, and what of theirs was disclosed, with one partner or with none (`self`). */
export function personChain(key: PersonKey, logId: number, partner: PartnerId | 'self'): Chain {
  return remembered(key, `person ${logId} ${partner}`, () => ({
    kind: partner === 'self' ? 'self' : 'partner',
    tags: hmacKey(personChainKey(key, logId, partner)),
    salts: hmacKey(deriveKey(key.secret, 'person salts', String(logId), partner)),
  }))
}

/** The delivery chain as the server writes it. */
export function deliveryChain(key: PersonKey, logId: number, partner: PartnerId): Chain {
  return remembered(key, `delivery ${logId} ${partner}`, () =>
    deliveryChainFrom(deliveryChainKey(key, logId, partner)),
  )
}

/** The delivery chain as its partner reads it: the chain key alone gives tags and salts. */
export function deliveryChainFrom(chainKey: Uint8Array): Chain {
  return { kind: 'delivery', tags: hmacKey(chainKey), salts: hmacKey(deriveKey(chainKey, 'delivery salts')) }
}

/** The public register's chain. */
export function registerChain(logId: number): Chain {
  const key = registerChainKey(logId)
  return { kind: 'register', tags: hmacKey(key), salts: hmacKey(deriveKey(key, 'public register salts')) }
}

/**
 * The tag of entry `n` of a chain: HMAC-SHA256(chain key, label ‖ n as 8 bytes, big-endian), 32 bytes.
 * @throws RangeError unless `n` is a safe integer from 1
 */
export function tagOf(chain: Chain, n: number): Uint8Array {
  if (!Number.isSafeInteger(n) || n < 1) throw new RangeError('entries of a chain are numbered from 1')
  const number = Buffer.alloc(8)
  number.writeBigUInt64BE(BigInt(n))
  return hmac(chain.tags, tagLabel, number)
}

/**
 * The secret of the entry with this tag: HMAC-SHA256(salt key, label ‖ tag), 32 bytes. Given away it opens that one entry
 * whole, and no other.
 */
export function entrySecret(chain: Chain, tag: Uint8Array): Uint8Array {
  return hmac(chain.salts, entryLabel, tag)
}

/**
 * The salt of one field: SHA-256(entry secret ‖ framed field name), 32 bytes. Given away it opens that one field. A plain
 * hash serves: the secret is random and used for nothing else, and a framed name is never the beginning of another, so
 * that extending a hash leads to no other salt. It halves the cost of an entry against an HMAC for each field.
 */
export function saltOf(secret: Uint8Array, framedName: Uint8Array): Uint8Array {
  return sha256(secret, framedName)
}
