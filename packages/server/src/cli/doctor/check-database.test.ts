// What the doctor makes of a database: each thing that can be wrong with it is found and has a remedy.
import { describe, expect, it } from 'vitest'
import type { DatabaseFacts, RoleFacts } from '../../store/inspect.ts'
import { judgeDatabase } from './check-database.ts'

const now = Date.UTC(2026, 10, 23)
const known = ['001-tables.sql', '002-roles.sql']
const gate: RoleFacts = { name: 'countersign_gate', exists: true, excess: [], owns: 0, memberOf: [] }
const well: DatabaseFacts = {
  version: 150_004,
  off: [],
  lacking: [],
  roles: [gate],
  migrations: known,
  databaseTime: now,
  holdsLedger: true,
  headTime: now - 1,
  waiting: 0,
}

/** What is not ok, as `state check: found`. */
function wrong(facts: Partial<DatabaseFacts>, at = now): readonly string[] {
  return judgeDatabase({ ...well, ...facts }, known, at)
    .filter(({ state }) => state !== 'ok')
    .map(({ check, state, found, mend }) => {
      expect(mend).toBeTruthy()
      return `${state} ${check}: ${found}`
    })
}

describe('a database', () => {
  it.each<[string, Partial<DatabaseFacts>, string]>([
    ['too old', { version: 140_011 }, 'fail database: PostgreSQL 14.11'],
    [
      'that loses commits',
      { off: ['fsync', 'full_page_writes'] },
      'fail durability: fsync, full_page_writes off',
    ],
    [
      'whose owner may not migrate',
      { lacking: ['create roles', 'create tables in schema public'] },
      'fail rights: the login of DATABASE_URL may not create roles nor create tables in schema public',
    ],
    ['of an older version', { migrations: ['001-tables.sql'] }, 'warn migrations: 002-roles.sql not applied'],
    [
      'of a newer version',
      { migrations: [...known, '999-x.sql'] },
      'fail migrations: 999-x.sql is unknown here',
    ],
    ['without the gate', { roles: [{ ...gate, exists: false }] }, 'fail logins: countersign_gate is missing'],
    [
      'whose gate is superuser',
      { roles: [{ ...gate, excess: ['superuser'] }] },
      'fail logins: countersign_gate is superuser',
    ],
    [
      'whose gate owns tables',
      { roles: [{ ...gate, owns: 3 }] },
      'fail logins: countersign_gate owns 3 objects',
    ],
    [
      'whose gate is in a role',
      { roles: [{ ...gate, memberOf: ['owner'] }] },
      'fail logins: countersign_gate belongs to owner',
    ],
    ['with acts beside the ledger', { waiting: 2 }, 'warn ledger: 2 changes wait beside the ledger'],
    [
      'behind its ledger',
      { headTime: now + 60_000 },
      'fail clock: the database is behind the ledger: permissions would seem older than they are',
    ],
    [
      'with another time',
      { databaseTime: now + 9_000 },
      'warn clock: this machine and the database differ by 9 s',
    ],
  ])('%s is found out', (_what, facts, said) => {
    expect(wrong(facts)).toEqual([said])
  })

  it('on a machine that lost its time is found out', () => {
    expect(wrong({}, 0)).toEqual(['fail clock: it says 1970-01-01T00:00:00.000Z'])
  })

  it('that is well, or new, is well', () => {
    expect(wrong({})).toEqual([])
    expect(wrong({ migrations: [], roles: [{ ...gate, exists: false }], headTime: null })).toEqual([])
  })
})
