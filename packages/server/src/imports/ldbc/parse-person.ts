// person_*.csv: who there is. Gender, birthday, address, browser and place are read past: nothing here needs them.
import type { Instant } from '@countersign/protocol'
import type { CsvFile, CsvRecord } from './csv-file.ts'
import { readId, readText, readTime } from './fields.ts'

/** The file of people. */
export const personFile = {
  kind: 'person',
  columns: [
    'id',
    'firstName',
    'lastName',
    'gender',
    'birthday',
    'creationDate',
    'locationIP',
    'browserUsed',
    'place',
  ],
} as const satisfies CsvFile

/** One person of an LDBC set. */
export interface LdbcPerson {
  readonly id: string
  readonly displayName: string
  readonly createdAt: Instant
}

/** @throws ImportError naming the column at fault */
export function parsePerson(record: CsvRecord): LdbcPerson {
  const names = [readText(record, 1, 1, 100), readText(record, 2, 1, 100)]
  return { id: readId(record, 0), displayName: names.join(' '), createdAt: readTime(record, 5) }
}
