// comment_*.csv: answers to a post or to another comment.
import type { Instant } from '@countersign/protocol'
import type { CsvFile, CsvRecord } from './csv-file.ts'
import { bad, readId, readMeasuredText, readOptionalId, readTime } from './fields.ts'

/** The file of comments. */
export const commentFile = {
  kind: 'comment',
  columns: [
    'id',
    'creationDate',
    'locationIP',
    'browserUsed',
    'content',
    'length',
    'creator',
    'place',
    'replyOfPost',
    'replyOfComment',
  ],
} as const satisfies CsvFile

/** One comment. Its forum is the one of the post at the root of what it answers. */
export interface LdbcComment {
  readonly id: string
  readonly author: string
  readonly sentAt: Instant
  readonly body: string
  readonly answers: { readonly kind: 'post' | 'comment'; readonly id: string }
}

/** @throws ImportError naming the column at fault */
export function parseComment(record: CsvRecord): LdbcComment {
  const body = readMeasuredText(record, 4, 5)
  if (body === '') throw bad(record, 4, 'is empty')
  return {
    id: readId(record, 0),
    author: readId(record, 6),
    sentAt: readTime(record, 1),
    body,
    answers: readTarget(record),
  }
}

function readTarget(record: CsvRecord): LdbcComment['answers'] {
  const post = readOptionalId(record, 8)
  const comment = readOptionalId(record, 9)
  if (post !== null && comment === null) return { kind: 'post', id: post }
  if (comment !== null && post === null) return { kind: 'comment', id: comment }
  throw bad(record, 8, 'or replyOfComment must be given, and not both')
}
