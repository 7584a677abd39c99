// A person's keys as the server has them, and showing it the one of this browser.
import { toBase64url } from '@countersign/protocol/bytes'
import type { signingKeys } from '@countersign/protocol/signing-api'
import type { z } from 'zod'
import { call } from './call.ts'
import { dropKey, keepKey, keysFor, makeKey, type OwnKey } from './own-key.ts'

/** A person's keys, and what the next statement has to say. */
export type KeyList = z.infer<typeof signingKeys>
/** One of them. */
export type PersonKey = KeyList['items'][number]

/** Reads them, as they are now. */
export const readKeys = (): Promise<KeyList> => call('GET', '/keys')

/** The public half as it travels. */
export const publicOf = ({ publicKey }: OwnKey): { readonly public_key: string } => ({
  public_key: toBase64url(publicKey),
})

/** Makes a key in this browser and shows it; one that nobody vouches for waits. */
export async function makeAndShow(person: string): Promise<OwnKey> {
  const key = await makeKey(person)
  await call('POST', '/keys', publicOf(key))
  return key
}

/** Makes a new key for this browser, in the place of one that was ended. */
export async function startAnew(person: string): Promise<void> {
  for (const { name } of await keysFor(person)) await dropKey(name)
  await makeAndShow(person)
}

const ensured = new Map<string, Promise<void>>()

/**
 * Sees to it that this browser has a key for a person, once for each page. What needs a key says so itself, so that there is none is
 * no news here.
 */
export function ensuredKey(person: string): Promise<void> {
  const begun = ensured.get(person) ?? ensure(person).catch(() => undefined)
  ensured.set(person, begun)
  return begun
}

/** Makes one where there never was any. One that was ended is not made again unless its person says so. */
async function ensure(person: string): Promise<void> {
  const list = await readKeys()
  // Somebody else is signed in by now: no key of this one is shown in their name.
  if (list.person !== person) return
  const names = new Set(list.items.map(({ name }) => name))
  const here = await keysFor(person)
  const known = here.filter(({ name }) => names.has(name))
  for (const key of known) if (key.person === null) await keepKey({ ...key, person })
  if (known.length > 0) return
  const unshown = here.find((key) => key.person === person)
  await (unshown === undefined ? makeAndShow(person) : call('POST', '/keys', publicOf(unshown)))
}
