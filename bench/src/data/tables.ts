// The tables of a made world: for each its columns, how many rows it will have about, and its rows as COPY takes them.

import { messageTables } from './message-rows.ts'
import { peopleTables } from './people-rows.ts'
import { permissionTables } from './permission-rows.ts'
import type { Plan } from './plan.ts'
import { registerTables } from './register-rows.ts'

/** A value of a COPY row in text format; null is NULL. */
export type Value = string | number | boolean | null

/** One table to be filled. */
export interface Table {
  readonly name: string
  readonly columns: readonly string[]
  /** About how many rows come; the progress is told against it. */
  readonly expected: number
  rows(): Iterable<readonly Value[]>
}

/** Every table, each after those it refers to. */
export function tablesOf(plan: Plan): readonly Table[] {
  return [...registerTables(plan), ...peopleTables(plan), ...messageTables(plan), ...permissionTables(plan)]
}
