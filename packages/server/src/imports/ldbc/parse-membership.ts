// forum_hasMember_person_*.csv: who joined which forum when. Nobody leaves one in LDBC.
import type { Instant } from '@countersign/protocol'
import type { CsvFile, CsvRecord } from './csv-file.ts'
import { readId, readTime } from './fields.ts'

/** The file of memberships. */
export const membershipFile = {
  kind: 'forum_hasMember_person',
  columns: ['Forum.id', 'Person.id', 'joinDate'],
} as const satisfies CsvFile

/** One person in one forum. */
export interface LdbcMembership {
  readonly forum: string
  readonly person: string
  readonly joinedAt: Instant
}

/** @throws ImportError naming the column at fault */
export function parseMembership(record: CsvRecord): LdbcMembership {
  return { forum: readId(record, 0), person: readId(record, 1), joinedAt: readTime(record, 2) }
}
