// post_*.csv: what was written into a forum, a text or the name of an image (LDBC has no image bytes).
import type { Instant } from '@countersign/protocol'
import type { CsvFile, CsvRecord } from './csv-file.ts'
import { bad, readId, readMeasuredText, readText, readTime } from './fields.ts'

/** The file of posts. */
export const postFile = {
  kind: 'post',
  columns: [
    'id',
    'imageFile',
    'creationDate',
    'locationIP',
    'browserUsed',
    'language',
    'content',
    'length',
    'creator',
    'Forum.id',
    'place',
  ],
} as const satisfies CsvFile

/** One post. */
export interface LdbcPost {
  readonly id: string
  readonly author: string
  readonly forum: string
  readonly sentAt: Instant
  /** Empty for an image. */
  readonly body: string
  /** The image's file name, or null for a text. */
  readonly image: string | null
}

/** @throws ImportError naming the column at fault */
export function parsePost(record: CsvRecord): LdbcPost {
  const image = readText(record, 1, 0, 255)
  const body = readMeasuredText(record, 6, 7)
  if (image === '' && body === '')
    throw bad(record, 6, 'and imageFile are both empty: a post is a text or an image')
  if (/[/\\\p{Cc}]/u.test(image)) throw bad(record, 1, 'must be a file name without folders')
  return {
    id: readId(record, 0),
    author: readId(record, 8),
    forum: readId(record, 9),
    sentAt: readTime(record, 2),
    body,
    image: image === '' ? null : image,
  }
}
