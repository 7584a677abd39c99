// The people's keys: one wrapped file each, outside database and WAL, so that destroying it is erasure (design §6).
import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type PersonId, parseId } from '@countersign/protocol'
import type { Clock } from '../ports/clock.ts'
import type { Random } from '../ports/random.ts'
import { isCode, makeFolder, publishFile, shredFile, syncFolder } from './durable-file.ts'
import { makePersonKey, type PersonKey, unwrapPersonKey, wrapPersonKey } from './person-key.ts'

/**
 * The keys of all people, shared by every server on one key folder. Safe to call concurrently and from several servers;
 * what `create` and `destroy` did is durable when they resolve.
 */
export interface Keyring {
  /** The person's key. @throws KeyringError `missing`, `destroyed` or `damaged` */
  open(person: PersonId): Promise<PersonKey>
  /**
   * Makes the keys that are not there yet; one that is there is never replaced, whichever server made it. If it fails
   * halfway, some are made: call it again.
   * @throws KeyringError `destroyed` for somebody whose key was destroyed: it never comes back as another one
   */
  create(people: readonly PersonId[]): Promise<void>
  /**
   * Destroys the key for good, and a mark keeps it from being made or restored again; doing so twice changes nothing.
   * Other servers may hold it in memory for up to `maxAgeMs`. Copies in backups are the operator's to destroy.
   */
  destroy(person: PersonId): Promise<void>
}

/** Why a person's key is not to be had. */
export type KeyringErrorCode = 'missing' | 'destroyed' | 'damaged'

/** A person's key is not to be had; the text names no person, `person` does. */
export class KeyringError extends Error {
  override readonly name = 'KeyringError'
  readonly code: KeyringErrorCode
  readonly person: PersonId

  constructor(code: KeyringErrorCode, person: PersonId) {
    super(messages[code])
    this.code = code
    this.person = person
  }
}

/** What a keyring works with. */
export interface KeyringOptions {
  /** The key folder; keys are below `persons/` in it. */
  readonly folder: string
  /** 32 bytes, `ServerKeys.personWrappingKey`. */
  readonly wrappingKey: Uint8Array
  readonly random: Random
  readonly clock: Clock
  /** How many unwrapped keys are held in memory at most; 10,000 unless said. */
  readonly capacity?: number
  /** How long one is held, in milliseconds, before its file is read again; ten minutes unless said. */
  readonly maxAgeMs?: number
}

const messages: Record<KeyringErrorCode, string> = {
  missing:
    "A person's key file is missing below persons/ in the key folder. Restore that folder from its backup.",
  destroyed: "The person's key was destroyed when they were erased. It cannot come back.",
  damaged:
    "A person's key file is damaged, or wrapped with another wrapping key. Restore the key folder, wrapping.key included, from one backup.",
}

// How many files are written at once: enough for the file system to share its flushes, few enough for any limit on open files.
const WRITERS = 16

/** The keyring of a key folder that `loadServerKeys` has checked. */
export function openKeyring(options: KeyringOptions): Keyring {
  const { folder, wrappingKey, random, clock, capacity = 10_000, maxAgeMs = 600_000 } = options
  const root = join(folder, 'persons')
  const cache = new Map<PersonId, { readonly key: PersonKey; readonly readAt: number }>()
  // Destroyed by this server: an `open` that had read the file before must not bring the key back into memory.
  const gone = new Set<PersonId>()

  function remembered(person: PersonId): PersonKey | undefined {
    const entry = cache.get(person)
    if (entry === undefined) return undefined
    cache.delete(person)
    if (clock.monotonic() - entry.readAt > maxAgeMs) return undefined
    // A Map keeps insertion order, so what was put back last is thrown out last.
    cache.set(person, entry)
    return entry.key
  }

  function remember(key: PersonKey): PersonKey {
    cache.set(key.person, { key, readAt: clock.monotonic() })
    const [oldest] = cache.keys()
    if (cache.size > capacity && oldest !== undefined) cache.delete(oldest)
    return key
  }

  async function createOne(person: PersonId): Promise<void> {
    const { keyPath, markPath } = pathsOf(root, person)
    if (!(await exists(keyPath))) {
      const wrapped = wrapPersonKey(makePersonKey(person, random), wrappingKey, random)
      await publishFile(keyPath, wrapped, Buffer.from(random.bytes(16)).toString('hex'))
    }
    // Looked for after publishing: a destruction that began meanwhile has set its mark first, and finds or misses the
    // key; in both cases no key stays.
    if (!(await exists(markPath))) return
    await shredFile(keyPath)
    throw new KeyringError('destroyed', person)
  }

  return {
    async open(person) {
      const held = remembered(person)
      if (held !== undefined) return held
      const { keyPath, markPath } = pathsOf(root, person)
      const wrapped = await readIfThere(keyPath)
      if ((await exists(markPath)) || gone.has(person)) throw new KeyringError('destroyed', person)
      if (wrapped === undefined) throw new KeyringError('missing', person)
      const key = unwrapPersonKey(person, wrapped, wrappingKey)
      if (key === undefined) throw new KeyringError('damaged', person)
      return remember(key)
    },

    async create(people) {
      const shards = new Set(people.map((person) => pathsOf(root, person).shard))
      await makeFolder(root)
      for (const shard of shards) await makeFolder(shard)
      await eachOf(people, createOne)
      // One flush for each of at most 256 folders, however many people: their names are durable from here on.
      await eachOf([...shards], syncFolder)
    },

    async destroy(person) {
      const { shard, keyPath, markPath } = pathsOf(root, person)
      gone.add(person)
      cache.delete(person)
      await makeFolder(root)
      await makeFolder(shard)
      await publishFile(markPath, new Uint8Array(0), Buffer.from(random.bytes(16)).toString('hex'))
      await syncFolder(shard)
      await shredFile(keyPath)
      await syncFolder(shard)
    },
  }
}

// The last two digits of a UUIDv7 are random, the first are its time: only the last spread people over the folders.
function pathsOf(root: string, person: PersonId): { shard: string; keyPath: string; markPath: string } {
  const id = parseId('person', person)
  if (id === undefined) throw new TypeError('not the id of a person')
  const shard = join(root, id.slice(-2))
  const uuid = id.slice('person_'.length)
  return { shard, keyPath: join(shard, `${uuid}.key`), markPath: join(shard, `${uuid}.destroyed`) }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false
    throw error
  }
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/** Does `act` for each, sixteen at a time; after a failure starts no more, waits for those begun, then throws it. */
async function eachOf<T>(items: readonly T[], act: (item: T) => Promise<unknown>): Promise<void> {
  const queue = items.values()
  const failures: unknown[] = []
  async function work(): Promise<void> {
    for (const item of queue) {
      if (failures.length > 0) return
      await act(item).catch((error: unknown) => failures.push(error))
    }
  }
  await Promise.all(Array.from({ length: WRITERS }, work))
  if (failures.length > 0) throw failures[0]
}
