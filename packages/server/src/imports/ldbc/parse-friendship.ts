// person_knows_person_*.csv: friendships, each written once for both.
import type { Instant } from '@countersign/protocol'
import type { CsvFile, CsvRecord } from './csv-file.ts'
import { bad, readId, readTime } from './fields.ts'

/** The file of friendships. */
export const friendshipFile = {
  kind: 'person_knows_person',
  columns: ['Person.id', 'Person.id', 'creationDate'],
} as const satisfies CsvFile

/** Two people who are friends; `person` is the one with the smaller id. */
export interface LdbcFriendship {
  readonly person: string
  readonly friend: string
  readonly since: Instant
}

/** @throws ImportError naming the column at fault */
export function parseFriendship(record: CsvRecord): LdbcFriendship {
  const [one, other] = [readId(record, 0), readId(record, 1)]
  if (one === other) throw bad(record, 1, 'is the same person: nobody is their own friend')
  const since = readTime(record, 2)
  return BigInt(one) < BigInt(other)
    ? { person: one, friend: other, since }
    : { person: other, friend: one, since }
}
