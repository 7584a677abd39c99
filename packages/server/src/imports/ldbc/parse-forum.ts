// forum_*.csv: forums, which become group threads; the moderator is a member from the start.
import type { Instant } from '@countersign/protocol'
import type { CsvFile, CsvRecord } from './csv-file.ts'
import { readId, readText, readTime } from './fields.ts'

/** The file of forums. */
export const forumFile = {
  kind: 'forum',
  columns: ['id', 'title', 'creationDate', 'moderator'],
} as const satisfies CsvFile

/** One forum. */
export interface LdbcForum {
  readonly id: string
  readonly title: string
  readonly createdAt: Instant
  readonly moderator: string
}

/** @throws ImportError naming the column at fault */
export function parseForum(record: CsvRecord): LdbcForum {
  return {
    id: readId(record, 0),
    title: readText(record, 1, 1, 500),
    createdAt: readTime(record, 2),
    moderator: readId(record, 3),
  }
}
