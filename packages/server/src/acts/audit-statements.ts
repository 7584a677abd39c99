// Once a day: every key, statement and permission in force against the ledger, each with code that no request path shares (design 007).
import {
  type CountersignatureId,
  cameAsEntered,
  coversAnswer,
  coversGrant,
  endsAsEntered,
  type GrantId,
  idOf,
  isProvenBy,
  type KeyEntries,
  keyStands,
  type PersonId,
  parseStatement,
  type RecordOf,
  type Statement,
  sameBytes,
  statementHash,
} from '@countersign/protocol'
import { personChain } from '../ledger/chain.ts'
import { sealRecord } from '../ledger/commit.ts'
import { makeId } from '../ports/random.ts'
import { countersignaturesOf } from '../store/countersignatures.ts'
import { grantsOfPerson } from '../store/grants.ts'
import { openIncident } from '../store/incidents.ts'
import { waitsBeside } from '../store/ledger.ts'
import { consentRecords } from '../store/ledger-entries.ts'
import { keysOf, type StoredKey } from '../store/person-keys.ts'
import { groundsOf, peopleToAudit, type SigningEntry, signingEntries } from '../store/statement-audit.ts'
import { type StoredStatement, statementsOf } from '../store/statements.ts'
import type { System } from '../system.ts'
import { decisionTime } from './decision-time.ts'
import { findRelyingParty } from './relying-party.ts'
import { vouchedKeysOf } from './vouched-keys.ts'

/** What a run found wrong: rows nobody signed for, or that the ledger does not know. */
export interface Audited {
  readonly keys: number
  readonly statements: number
  readonly permissions: number
}

/** Stands for "no partner": an incident about what belongs to none. */
const NOBODY = idOf('partner', '00000000-0000-0000-0000-000000000000')
const AT_ONCE = 200

type Needs = Pick<System, 'app' | 'clock' | 'keyring' | 'log' | 'random' | 'settings'>

/**
 * Goes through everybody and opens an incident when anything is there that no statement, or no entry, stands for. Decisions do not
 * depend on it: it finds what was put in past the acts. Nothing is judged while acts wait beside the ledger.
 */
export async function auditStatements(system: Needs): Promise<Audited> {
  const found = { keys: 0, statements: 0, permissions: 0 }
  if (await waitsBeside(system.app, system.settings.logId)) return found
  let after: PersonId | null = null
  for (;;) {
    const people = await peopleToAudit(system.app, { after, limit: AT_ONCE })
    for (const person of people) {
      const faults = await faultsOf(system, person)
      // What was entered between two of the statements that read would look wrong once, and not twice.
      const again = sum(faults) === 0 ? faults : await faultsOf(system, person)
      found.keys += again.keys
      found.statements += again.statements
      found.permissions += again.permissions
    }
    after = people.at(-1) ?? null
    if (people.length < AT_ONCE) break
  }
  if (sum(found) > 0) {
    const at = await decisionTime(system, system.app)
    const id = makeId('incident', at, system.random)
    await openIncident(system.app, NOBODY, { id, at, cause: { kind: 'unsigned', ...found } })
    system.log.error(
      found,
      'something is there that nobody signed, or that the ledger does not know; an incident is open',
    )
  }
  return found
}

const sum = ({ keys, statements, permissions }: Audited): number => keys + statements + permissions

async function faultsOf(system: Needs, person: PersonId): Promise<Audited> {
  const { app, settings } = system
  const said = await statementsOf(app, person)
  const keys = await keysOf(app, person)
  const entries = await signingEntries(app, settings.logId, person)
  const good = await entriesInLog(system, person, entries)
  const signed = await provenStatements(system, keys, said, good)
  return {
    keys: entries.length - good.length + (await keyFaults(system, person, keys, good)),
    statements: statementFaults(said, signed, good),
    permissions: await permissionFaults(system, person, signed),
  }
}

/** Those entries that the log has a leaf for, exactly as the person's chain makes it. */
async function entriesInLog(
  { keyring, settings }: Needs,
  person: PersonId,
  entries: readonly SigningEntry[],
): Promise<readonly SigningEntry[]> {
  if (entries.length === 0) return []
  const chain = personChain(await keyring.open(person), settings.logId, 'self')
  return entries.filter(
    ({ n, record, leaf }) => leaf !== null && sameBytes(leaf, sealRecord(chain, n, record).leaf),
  )
}

async function keyFaults(
  system: Needs,
  person: PersonId,
  keys: readonly StoredKey[],
  entries: readonly SigningEntry[],
): Promise<number> {
  const vouched = new Set((await vouchedKeysOf(system, system.app, person)).map(({ name }) => name))
  const known = keyEntriesIn(entries)
  return keys.filter(
    (key) =>
      !vouched.has(key.name) ||
      !endsAsEntered(key, known) ||
      (key.came !== 'endorsed' && !cameAsEntered(key, known)),
  ).length
}

function keyEntriesIn(entries: readonly SigningEntry[]): KeyEntries {
  const opened = new Map<string, { readonly test: boolean }>()
  const waits = new Map<string, number>()
  const ended = new Map<string, number>()
  for (const { record } of entries) {
    if (record.kind === 'key_opened') opened.set(record.opened, { test: record.test })
    if (record.kind === 'key_waits') waits.set(record.waits, record.since)
    if (record.kind === 'key_ended') ended.set(record.ended, record.at)
  }
  return { opened, waits, ended }
}

const isMade = (
  entry: SigningEntry,
): entry is SigningEntry & { readonly record: RecordOf<'statement_made'> } =>
  entry.record.kind === 'statement_made'

/** What was said, by number: each signed by a key that counted when it was entered, and entered with this very signature. */
async function provenStatements(
  system: Needs,
  keys: readonly StoredKey[],
  said: readonly StoredStatement[],
  entries: readonly SigningEntry[],
): Promise<ReadonlyMap<number, Statement>> {
  const made = new Map(entries.filter(isMade).map(({ record }) => [record.n, record]))
  const proven = new Map<number, Statement>()
  for (const one of said) {
    const statement = parseStatement(system.settings.origin, one.bytes)
    const key = keys.find(({ name }) => name === one.key)
    if (statement === undefined || key === undefined || !keyStands(key, one.enteredAt)) continue
    const isOwn = statement.person === one.person && statement.n === one.n && statement.key === one.key
    const entered = made.get(one.n)
    if (!isOwn || statement.kind !== one.act || entered?.act !== one.act || entered.key !== one.key) continue
    if (entered.statement_hash !== (await statementHash(one.bytes, one.proof))) continue
    if (!(await isProvenBy(key, one.bytes, one.proof, findRelyingParty(system) ?? null))) continue
    proven.set(one.n, statement)
  }
  return proven
}

/** Statements that are not proven, and those the ledger has that are not there. */
function statementFaults(
  said: readonly StoredStatement[],
  proven: ReadonlyMap<number, Statement>,
  entries: readonly SigningEntry[],
): number {
  const there = new Set(said.map(({ n }) => n))
  const missing = entries.filter(isMade).filter(({ record }) => !there.has(record.n)).length
  return said.filter(({ n }) => !proven.has(n)).length + missing
}

/** Permissions in force that the ledger does not know, or that are more than what their statement says. */
async function permissionFaults(
  { app }: Needs,
  person: PersonId,
  proven: ReadonlyMap<number, Statement>,
): Promise<number> {
  const grants = await grantsOfPerson(app, person)
  const answers = await countersignaturesOf(app, person)
  const grounds = await groundsOf(app, person)
  const entered = await consentRecords(app, person)
  const isGood = (id: GrantId | CountersignatureId, covers: (statement: Statement) => boolean): boolean => {
    if (!entered.has(id)) return false
    const n = grounds.get(id)
    if (n === undefined || n === null) return true
    const statement = proven.get(n)
    return statement !== undefined && covers(statement)
  }
  const given = <T extends { readonly state: string }>(rows: readonly T[]): readonly T[] =>
    rows.filter(({ state }) => state === 'given')
  return (
    given(grants).filter(
      (grant) => !isGood(grant.id, (said) => said.kind === 'grant_given' && coversGrant(said, grant)),
    ).length +
    given(answers).filter(
      (answer) =>
        !isGood(answer.id, (said) => said.kind === 'countersignature_given' && coversAnswer(said, answer)),
    ).length
  )
}
