// Where the LDBC SNB set for tests lies, and what its import must give.

import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

const shared = process.env['COUNTERSIGN_SHARED'] ?? resolve(import.meta.dirname, '../../../../shared')

/** The folder of the set. */
export const ldbcFolder = resolve(shared, 'data/ldbc-snb')

/** Why tests of the set cannot run, or undefined when they can. */
export const ldbcMissing = existsSync(ldbcFolder)
  ? undefined
  : `no LDBC set in ${ldbcFolder}: name the folder that holds data/ldbc-snb with COUNTERSIGN_SHARED`

if (ldbcMissing !== undefined) process.stderr.write(`skipped: ${ldbcMissing}\n`)

/** What the first import adds. */
export const ldbcCounts = {
  people: 222,
  threads: 805,
  memberships: 3584,
  moderator_memberships: 803,
  friendships: 825,
  addresses: 496,
  text_posts: 232,
  image_posts: 5692,
  comments: 2218,
  already_in: 2,
} as const
