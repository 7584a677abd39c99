// person_email_emailaddress_*.csv: e-mail addresses, up to four a person. They are unverified and nothing is ever sent to them.
import type { CsvFile, CsvRecord } from './csv-file.ts'
import { bad, readId, readText } from './fields.ts'

/** The file of addresses. */
export const addressFile = {
  kind: 'person_email_emailaddress',
  columns: ['Person.id', 'email'],
} as const satisfies CsvFile

/** One address of one person. */
export interface LdbcAddress {
  readonly person: string
  readonly email: string
}

/** @throws ImportError naming the column at fault */
export function parseAddress(record: CsvRecord): LdbcAddress {
  const email = readText(record, 1, 3, 254)
  if (!/^[^\s@]+@[^\s@]+$/u.test(email)) throw bad(record, 1, 'must be an e-mail address')
  return { person: readId(record, 0), email }
}
