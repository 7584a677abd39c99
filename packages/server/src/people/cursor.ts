// Cursors of the people's lists: where the next page begins, readable and makeable by this server only.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { PersonId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import type { System } from '../system.ts'

const MAC_BYTES = 16

/** One list of one person: its cursors are good nowhere else. */
export interface CursorScope {
  readonly person: PersonId
  readonly list: string
}

/** The cursor for a page that begins below `place`. */
export function makeCursor(system: Pick<System, 'keys'>, scope: CursorScope, place: string | number): string {
  const text = Buffer.from(JSON.stringify(place), 'utf8')
  return Buffer.concat([macOf(system, scope, text), text]).toString('base64url')
}

/** The place a cursor stands for; null without one. @throws {Problem} BAD_CURSOR for any other list's, or none of ours */
export function readCursor<T extends string | number>(
  system: Pick<System, 'keys'>,
  scope: CursorScope,
  cursor: string | undefined,
  isPlace: (value: unknown) => value is T,
): T | null {
  if (cursor === undefined) return null
  const bytes = Buffer.from(cursor, 'base64url')
  const text = bytes.subarray(MAC_BYTES)
  const mac = bytes.subarray(0, MAC_BYTES)
  // The one text of these bytes: base64url has several spellings of some.
  const genuine =
    bytes.toString('base64url') === cursor &&
    mac.length === MAC_BYTES &&
    timingSafeEqual(mac, macOf(system, scope, text))
  if (!genuine) throw new Problem('BAD_CURSOR')
  const place: unknown = JSON.parse(text.toString('utf8'))
  if (!isPlace(place)) throw new Problem('BAD_CURSOR')
  return place
}

/** Whether a place is a number: a position or a leaf index. */
export function isNumber(value: unknown): value is number {
  return Number.isSafeInteger(value)
}

function macOf({ keys }: Pick<System, 'keys'>, { person, list }: CursorScope, text: Uint8Array): Buffer {
  const key = keys.cursorKey('people lists')
  return createHmac('sha256', key).update(`${person} ${list} `).update(text).digest().subarray(0, MAC_BYTES)
}
