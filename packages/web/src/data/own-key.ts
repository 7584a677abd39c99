// The key this browser signs with, one for each person who uses it: made here, and its private half leaves for nowhere, not even to this page's own scripts.
import { keyName } from '@countersign/protocol/person-key'
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'

/** A key of this browser. */
export interface OwnKey {
  /** SHA-256 of its public half. */
  readonly name: string
  /** Whose it is; null from its making until the account it was made for is there. */
  readonly person: string | null
  readonly publicKey: Uint8Array<ArrayBuffer>
  readonly privateKey: CryptoKey
  /** The last number this browser knows its person to have signed: one that is gone again was dropped by somebody. */
  readonly n: number
}

interface Keys extends DBSchema {
  keys: { key: string; value: OwnKey }
}

let opened: Promise<IDBPDatabase<Keys>> | undefined

function keys(): Promise<IDBPDatabase<Keys>> {
  opened ??= openDB<Keys>('countersign', 1, {
    upgrade: (database) => void database.createObjectStore('keys', { keyPath: 'name' }),
    // Another tab is newer, or takes it away: this one opens it anew when it next needs it.
    blocking: (_, __, event) => {
      ;(event.target as IDBDatabase).close()
      opened = undefined
    },
    terminated: () => {
      opened = undefined
    },
  })
  return opened
}

/** Makes a key and keeps it, for whoever it turns out to be for. */
export async function makeKey(person: string | null): Promise<OwnKey> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey))
  const key = { name: await keyName(publicKey), person, publicKey, privateKey: pair.privateKey, n: 0 }
  await (await keys()).put('keys', key)
  return key
}

/** Keeps a key as it is now. */
export async function keepKey(key: OwnKey): Promise<void> {
  await (await keys()).put('keys', key)
}

/**
 * The keys of this browser that a person could sign with: theirs, and any that was made for an account whose opening this browser never
 * heard the end of.
 */
export async function keysFor(person: string): Promise<readonly OwnKey[]> {
  return (await (await keys()).getAll('keys')).filter((key) => key.person === person || key.person === null)
}

/** Takes a key out of this browser for good. */
export async function dropKey(name: string): Promise<void> {
  await (await keys()).delete('keys', name)
}
