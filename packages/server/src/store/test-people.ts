// Test people: accounts a partner made to try itself out with (OVR-02). Written by the turnstile's login only.
import { type Instant, idOf, type PartnerId, type PersonId, uuidOf } from '@countersign/protocol'
import type { Session } from './database.ts'

/** A test person whose account is open. */
export interface TestPerson {
  readonly person: PersonId
  readonly name: string
  readonly madeAt: Instant
}

/** The open test accounts of a partner, the oldest first. */
export async function testPeopleOf(session: Session, partner: PartnerId): Promise<readonly TestPerson[]> {
  const made = await session.query<{ person_id: string; made_at: Instant }>(
    'select person_id, made_at from test_people where partner_id = $1 order by made_at, person_id',
    [uuidOf(partner)],
  )
  const open = await session.query<{ person_id: string; display_name: string }>(
    "select person_id, display_name from persons where person_id = any ($1::uuid[]) and test and account = 'open'",
    [made.rows.map((row) => row.person_id)],
  )
  const names = new Map(open.rows.map((row) => [row.person_id, row.display_name]))
  return made.rows.flatMap((row) => {
    const name = names.get(row.person_id)
    return name === undefined ? [] : [{ person: idOf('person', row.person_id), name, madeAt: row.made_at }]
  })
}

/** Which partner made each of these people; nobody of them who is not a test person. */
export async function makersOf(
  session: Session,
  people: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, PartnerId>> {
  const { rows } = await session.query<{ partner_id: string; person_id: string }>(
    'select partner_id, person_id from test_people where person_id = any ($1::uuid[])',
    [people.map(uuidOf)],
  )
  return new Map(rows.map((row) => [idOf('person', row.person_id), idOf('partner', row.partner_id)]))
}

/** Notes that a partner made a test person. */
export async function insertTestPerson(
  session: Session,
  { partner, person, madeAt }: { partner: PartnerId; person: PersonId; madeAt: Instant },
): Promise<void> {
  await session.query('insert into test_people (partner_id, person_id, made_at) values ($1, $2, $3)', [
    uuidOf(partner),
    uuidOf(person),
    madeAt,
  ])
}

/** Closes a test account; false when it is closed already, or no test account. Turnstile only. */
export async function closeTestAccount(session: Session, person: PersonId, at: Instant): Promise<boolean> {
  const { rowCount } = await session.query(
    "update persons set account = 'closed', closed_at = $2 where person_id = $1 and test and account = 'open'",
    [uuidOf(person), at],
  )
  return rowCount === 1
}
