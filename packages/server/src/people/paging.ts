// One page of one list of one person: where it begins, what is on it, whether there is more.
import type { z } from 'zod'
import type { System } from '../system.ts'
import { type CursorScope, makeCursor, readCursor } from './cursor.ts'
import type { page } from './schemas.ts'

/** How a list is read and where one of its items stands. */
export interface List<Item, Place extends string | number> {
  readonly scope: CursorScope
  readonly isPlace: (value: unknown) => value is Place
  /** At most `limit` items below the place `before`, or from the start. */
  read(limit: number, before: Place | null): Promise<readonly Item[]>
  placeOf(item: Item): Place
}

/** The page a request asks for. @throws {Problem} BAD_CURSOR */
export async function readPage<Item, Place extends string | number>(
  system: Pick<System, 'keys'>,
  { limit, cursor }: z.output<typeof page>,
  list: List<Item, Place>,
): Promise<{ readonly items: readonly Item[]; readonly next: string | null }> {
  const before = readCursor(system, list.scope, cursor, list.isPlace)
  // One more than asked for tells whether there is another page.
  const found = await list.read(limit + 1, before)
  const items = found.slice(0, limit)
  const last = items.at(-1)
  const more = found.length > limit && last !== undefined
  return { items, next: more ? makeCursor(system, list.scope, list.placeOf(last)) : null }
}
