// Identifiers partners see: opaque, and different for every partner and every granting person (SCP-06, design §4).
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import {
  type ContactId,
  type DecisionId,
  type Id,
  type IdPrefix,
  type MessageId,
  type OpaqueNames,
  type PartnerId,
  type PersonId,
  type PlacementId,
  parseId,
  type ThreadId,
} from '@countersign/protocol'
import { LRUCache } from 'lru-cache'
import type { Place } from '../store/gate-messages.ts'

/** Whom identifiers are made for. The same thing has another identifier in every scope, and scopes cannot be joined. */
export interface Scope {
  readonly partner: PartnerId
  readonly person: PersonId
}

/** Makes and opens the identifiers of one scope. Deterministic, so an answer given twice is the same bytes. */
export interface OpaqueIds {
  thread(id: ThreadId): string
  openThread(text: string): ThreadId | undefined
  friend(person: PersonId): string
  openFriend(text: string): PersonId | undefined
  placement(id: PlacementId): string
  openPlacement(text: string): PlacementId | undefined
  /** A message's id is the same in whichever thread it is asked for. */
  openMessage(text: string): MessageId | undefined
  contact(id: ContactId): string
  openContact(text: string): ContactId | undefined
  /** A person as a member of any thread: the same word in all of them. */
  member(person: PersonId): string
  /**
   * The names inside one thread, for one answer: they remember what they made and opened. Authors are aliases of the
   * thread unless `membersSeen` (design §4).
   */
  inThread(thread: ThreadId, membersSeen: boolean): ThreadNames
}

/** Identifiers inside one thread. */
export interface ThreadNames extends OpaqueNames {
  openMessage(text: string): Id<'message'> | undefined
  openAuthor(text: string): PersonId | undefined
  /** Somebody an answer concerns without showing them: another word in every answer. */
  unshown(person: PersonId, answer: DecisionId): string
  member(person: PersonId): string
  openMember(text: string): PersonId | undefined
  /** Where a page ended: a place in the thread's order, unreadable and unusable elsewhere. */
  cursor(place: Place): string
  openCursor(text: string): Place | undefined
}

const BLOCK = 16
const base64url = /^[A-Za-z0-9_-]{22}$/

/**
 * Identifiers under a master key. Each is one AES-256 block: a UUID fills a block exactly, blocks of one kind never
 * repeat within a scope, and a key is derived (HKDF-SHA256) for every kind and scope, so equal plaintexts in two scopes
 * have nothing in common. A partner can send any block; what it opens to is looked up like any unknown id.
 */
export function openOpaqueIds(
  masterKey: Uint8Array,
  { partner, person }: Scope,
  keys: ReadyKeys = readyKeys(),
): OpaqueIds {
  const infoOf = (context: readonly string[]): string => ['opaque id', partner, person, ...context].join('|')
  const deriveFrom = (info: string): BlockKey =>
    blockKey(new Uint8Array(hkdfSync('sha256', masterKey, new Uint8Array(0), info, 32)))
  const derive: KeyFor = (...context) => deriveFrom(infoOf(context))
  const keyFor: KeyFor = (...context) => {
    const info = infoOf(context)
    const key = keys.get(info) ?? deriveFrom(info)
    keys.set(info, key)
    return key
  }
  const threadKey = keyFor('thread')
  return {
    thread: (id) => sealId('thr', threadKey, id),
    openThread: (text) => openId('thr', 'thread', threadKey, text),
    friend: (person) => sealId('fri', keyFor('friend'), person),
    openFriend: (text) => openId('fri', 'person', keyFor('friend'), text),
    placement: (id) => sealId('plc', keyFor('placement'), id),
    openPlacement: (text) => openId('plc', 'placement', keyFor('placement'), text),
    openMessage: (text) => openId('msg', 'message', keyFor('message'), text),
    contact: (id) => sealId('con', keyFor('contact'), id),
    openContact: (text) => openId('con', 'contact', keyFor('contact'), text),
    member: (person) => sealId('mem', keyFor('member'), person),
    inThread: (thread, membersSeen) => threadNames(keyFor, derive, thread, membersSeen),
  }
}

/**
 * Identifiers of any scope under one master key, the keys used last ready at hand: deriving a scope's keys anew for each call
 * cost as much as deciding it.
 */
export function opaqueIdsUnder(masterKey: Uint8Array): (scope: Scope) => OpaqueIds {
  const keys = readyKeys()
  return (scope) => openOpaqueIds(masterKey, scope, keys)
}

/** Keys by what they were derived from. A made-up identifier opens to some thread once in 63 times, and so makes keys too. */
type ReadyKeys = Pick<LRUCache<string, BlockKey>, 'get' | 'set'>

/** So many keys are ready at once, of about four kilobytes each. */
const KEYS_READY = 16_384

function readyKeys(): ReadyKeys {
  return new LRUCache({ max: KEYS_READY })
}

/** A key for a purpose; `keyFor` remembers those that come again. */
type KeyFor = (...context: readonly string[]) => BlockKey

/** One derived key, as the permutation of single blocks it is. */
interface BlockKey {
  encrypt(block: Uint8Array): Buffer
  decrypt(block: Uint8Array): Buffer
}

/**
 * AES-256 on single blocks. Without padding or chaining each block in gives its block out at once, so one cipher serves a
 * key for good: making one anew for each identifier was a third of what a read costs.
 */
function blockKey(key: Uint8Array): BlockKey {
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false)
  const decipher = createDecipheriv('aes-256-ecb', key, null).setAutoPadding(false)
  return { encrypt: (block) => cipher.update(block), decrypt: (block) => decipher.update(block) }
}

function threadNames(keyFor: KeyFor, derive: KeyFor, thread: ThreadId, membersSeen: boolean): ThreadNames {
  const messages = keyFor('message')
  const members = keyFor('member')
  const authors = membersSeen ? members : keyFor('author', thread)
  const authorPrefix = membersSeen ? 'mem' : 'aut'
  const cursors = keyFor('cursor', thread)
  const unshownIn = remembering((answer: DecisionId) => {
    const key = derive('unshown', thread, answer)
    return remembering((person: PersonId) => sealId('sub', key, person))
  })
  return {
    message: (id) => sealId('msg', messages, id),
    openMessage: remembering((text: string) => openId('msg', 'message', messages, text)),
    author: remembering((person: PersonId) => sealId(authorPrefix, authors, person)),
    unshown: (person, answer) => unshownIn(answer)(person),
    openAuthor: remembering((text: string) => openId(authorPrefix, 'person', authors, text)),
    member: (person) => sealId('mem', members, person),
    openMember: (text) => openId('mem', 'person', members, text),
    cursor: (place) => sealPlace(cursors, place),
    openCursor: (text) => openPlace(cursors, text),
  }
}

/** The same function, asked once for each input. */
function remembering<Input, Output>(make: (input: Input) => Output): (input: Input) => Output {
  const made = new Map<Input, Output>()
  return (input) => {
    const known = made.get(input)
    if (known !== undefined) return known
    const output = make(input)
    made.set(input, output)
    return output
  }
}

function sealId(prefix: string, key: BlockKey, id: Id<IdPrefix>): string {
  return `${prefix}_${seal(key, Buffer.from(id.slice(id.lastIndexOf('_') + 1), 'hex'))}`
}

function openId<P extends IdPrefix>(prefix: string, kind: P, key: BlockKey, text: string): Id<P> | undefined {
  if (!text.startsWith(`${prefix}_`)) return undefined
  const block = open(key, text.slice(prefix.length + 1))
  if (block === undefined) return undefined
  return parseId(kind, `${kind}_${block.toString('hex')}`)
}

/** Six bytes of time, six of position, four zeroes: a made-up cursor opens to zeroes once in 2^32, and then to some place. */
function sealPlace(key: BlockKey, { sentAt, position }: Place): string {
  const block = Buffer.alloc(BLOCK)
  block.writeUIntBE(sentAt, 4, 6)
  block.writeUIntBE(position, 10, 6)
  return `cur_${seal(key, block)}`
}

function openPlace(key: BlockKey, text: string): Place | undefined {
  const block = text.startsWith('cur_') ? open(key, text.slice(4)) : undefined
  if (block === undefined || block.readUInt32BE(0) !== 0) return undefined
  return { sentAt: block.readUIntBE(4, 6), position: block.readUIntBE(10, 6) }
}

function seal(key: BlockKey, block: Uint8Array): string {
  return key.encrypt(block).toString('base64url')
}

function open(key: BlockKey, text: string): Buffer | undefined {
  if (!base64url.test(text)) return undefined
  const sealed = Buffer.from(text, 'base64url')
  // Two spellings of one block would be two names of one thing.
  if (sealed.length !== BLOCK || sealed.toString('base64url') !== text) return undefined
  return key.decrypt(sealed)
}
