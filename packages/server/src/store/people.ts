// People: accounts, their state, their master switch, their names.
import { type AccountState, type Instant, idOf, type PersonId, uuidOf } from '@countersign/protocol'
import { assertRowCount, type Session } from './database.ts'

/** A person as the people's side sees them. */
export interface Person {
  readonly id: PersonId
  readonly account: AccountState
  /** Made for trying out: the only accounts an unreviewed feature reaches (OVR-02). */
  readonly test: boolean
  /** The master switch "share nothing of mine with partners" (COP-05). */
  readonly restricted: boolean
  readonly displayName: string
  /** BCP 47 language tag. */
  readonly locale: string
  readonly createdAt: Instant
}

interface PersonRow {
  readonly person_id: string
  readonly account: AccountState
  readonly test: boolean
  readonly restricted: boolean
  readonly display_name: string
  readonly locale: string
  readonly created_at: Instant
}

/** The person, whatever the state of their account; undefined when there is none. */
export async function findPerson(session: Session, person: PersonId): Promise<Person | undefined> {
  const { rows } = await session.query<PersonRow>(
    'select person_id, account, test, restricted, display_name, locale, created_at from persons where person_id = $1',
    [uuidOf(person)],
  )
  return rows.map((row) => ({
    id: idOf('person', row.person_id),
    account: row.account,
    test: row.test,
    restricted: row.restricted,
    displayName: row.display_name,
    locale: row.locale,
    createdAt: row.created_at,
  }))[0]
}

/** Saves the language a person is spoken to in. */
export async function saveLocale(session: Session, person: PersonId, locale: string): Promise<void> {
  const saved = await session.query('update persons set locale = $2 where person_id = $1', [
    uuidOf(person),
    locale,
  ])
  assertRowCount(saved, 1)
}

/** Adds a person. Turnstile only. */
export async function insertPerson(session: Session, person: Person): Promise<void> {
  await session.query(
    `insert into persons (person_id, account, test, restricted, display_name, locale, created_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      uuidOf(person.id),
      person.account,
      person.test,
      person.restricted,
      person.displayName,
      person.locale,
      person.createdAt,
    ],
  )
}

/** Turns a shell into an open account; false when it is no shell, so that of two claims one wins. Turnstile only. */
export async function openShell(session: Session, person: PersonId): Promise<boolean> {
  const { rowCount } = await session.query(
    "update persons set account = 'open' where person_id = $1 and account = 'shell'",
    [uuidOf(person)],
  )
  return rowCount === 1
}

/** Closes an open account; false when it is not open. Turnstile only. */
export async function closeOpenAccount(session: Session, person: PersonId, at: Instant): Promise<boolean> {
  const { rowCount } = await session.query(
    "update persons set account = 'closed', closed_at = $2 where person_id = $1 and account = 'open'",
    [uuidOf(person), at],
  )
  return rowCount === 1
}

/** Sets the master switch. Turnstile only. */
export async function saveRestricted(session: Session, person: PersonId, restricted: boolean): Promise<void> {
  const result = await session.query('update persons set restricted = $2 where person_id = $1', [
    uuidOf(person),
    restricted,
  ])
  assertRowCount(result, 1)
}

/** Whether the ledger holds the entry that fixes this person's key, which is the first of everybody. */
export async function hasOpeningEntry(session: Session, person: PersonId): Promise<boolean> {
  const { rowCount } = await session.query(
    "select 1 from entries where person_id = $1 and kind = 'account_opened' limit 1",
    [uuidOf(person)],
  )
  return rowCount > 0
}

/** Which of these people are here: shells and open accounts, not closed ones. */
export async function peopleHere(
  session: Session,
  people: readonly PersonId[],
): Promise<ReadonlySet<PersonId>> {
  const { rows } = await session.query<{ person_id: string }>(
    "select person_id from persons where person_id = any ($1::uuid[]) and account <> 'closed'",
    [people.map(uuidOf)],
  )
  return new Set(rows.map((row) => idOf('person', row.person_id)))
}

/** Test accounts that are open, the oldest first: in a demo installation, the people made up for it. */
export async function testPeople(
  session: Session,
  limit: number,
): Promise<readonly Pick<Person, 'id' | 'displayName'>[]> {
  const { rows } = await session.query<{ person_id: string; display_name: string }>(
    `select person_id, display_name from persons where test and account = 'open'
     order by created_at, person_id limit $1`,
    [limit],
  )
  return rows.map((row) => ({ id: idOf('person', row.person_id), displayName: row.display_name }))
}

/** Which of these people have the master switch on. */
export async function restrictedPeople(
  session: Session,
  people: readonly PersonId[],
): Promise<readonly PersonId[]> {
  const { rows } = await session.query<{ person_id: string }>(
    'select person_id from persons where person_id = any ($1::uuid[]) and restricted',
    [people.map(uuidOf)],
  )
  return rows.map((row) => idOf('person', row.person_id))
}
