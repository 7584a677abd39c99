// The code that shows that an address reaches its person: sealed, so that nothing waits for it in the database (COP-07).
import { createCipheriv, createDecipheriv } from 'node:crypto'
import { type Instant, type PersonId, parseId } from '@countersign/protocol'
import type { System } from '../system.ts'

/** What a code says: whose address it is to be, and until when it may be shown. */
export interface ContactCode {
  readonly person: PersonId
  readonly email: string
  readonly expiresAt: Instant
}

const USE = 'contact code'
const NONCE = 12
const TAG = 16

/** A code for an address. Only this installation can make or read one (AES-256-GCM). */
export function sealContactCode(
  { keys, random }: Pick<System, 'keys' | 'random'>,
  code: ContactCode,
): string {
  const nonce = random.bytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', keys.cursorKey(USE), nonce)
  const sealed = [cipher.update(JSON.stringify(code), 'utf8'), cipher.final()]
  return Buffer.concat([nonce, ...sealed, cipher.getAuthTag()]).toString('base64url')
}

/** What a code says; undefined for anything that is none of ours. */
export function openContactCode({ keys }: Pick<System, 'keys'>, text: string): ContactCode | undefined {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length <= NONCE + TAG || bytes.toString('base64url') !== text) return undefined
  const decipher = createDecipheriv('aes-256-gcm', keys.cursorKey(USE), bytes.subarray(0, NONCE), {
    authTagLength: TAG,
  })
  decipher.setAuthTag(bytes.subarray(-TAG))
  try {
    const opened = Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()])
    const { person, email, expiresAt } = JSON.parse(opened.toString('utf8')) as Record<string, unknown>
    const id = parseId('person', person)
    return id === undefined ? undefined : { person: id, email: String(email), expiresAt: Number(expiresAt) }
  } catch {
    return undefined
  }
}
