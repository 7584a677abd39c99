// Every table of the schema by name. `catalogue.test.ts` holds it against the live database.
import type { TableDeclaration } from './declaration.ts'
import { ledgerTables } from './ledger.ts'
import { localTables } from './local.ts'
import { partnerTables } from './partner.ts'
import { personTables } from './person.ts'
import { threadTables } from './thread.ts'

/** Every table. */
export const tables: Readonly<Record<string, TableDeclaration>> = {
  ...personTables,
  ...threadTables,
  ...partnerTables,
  ...ledgerTables,
  ...localTables,
}
