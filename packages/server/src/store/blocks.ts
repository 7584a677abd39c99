// Whom people do not want to hear from. A row is its person's alone.
import { type Instant, idOf, type PersonId, uuidOf } from '@countersign/protocol'
import type { Session } from './database.ts'

/** Adds a block; the same one again changes nothing. */
export async function insertBlock(
  session: Session,
  person: PersonId,
  blocked: PersonId,
  at: Instant,
): Promise<void> {
  await session.query(
    'insert into blocks (person_id, blocked_id, blocked_at) values ($1, $2, $3) on conflict do nothing',
    [uuidOf(person), uuidOf(blocked), at],
  )
}

/** Takes a block away; false when there was none. */
export async function deleteBlock(session: Session, person: PersonId, blocked: PersonId): Promise<boolean> {
  const { rowCount } = await session.query('delete from blocks where person_id = $1 and blocked_id = $2', [
    uuidOf(person),
    uuidOf(blocked),
  ])
  return rowCount === 1
}

/** Whom a person has blocked, the last one first. */
export async function blockedBy(session: Session, person: PersonId): Promise<readonly PersonId[]> {
  const { rows } = await session.query<{ blocked_id: string }>(
    'select blocked_id from blocks where person_id = $1 order by blocked_at desc, blocked_id',
    [uuidOf(person)],
  )
  return rows.map((row) => idOf('person', row.blocked_id))
}

/** Whether one of some people has blocked a person. */
export async function anyBlocks(
  session: Session,
  people: readonly PersonId[],
  person: PersonId,
): Promise<boolean> {
  const { rows } = await session.query<{ found: boolean }>(
    'select exists (select 1 from blocks where person_id = any ($1::uuid[]) and blocked_id = $2) as found',
    [people.map(uuidOf), uuidOf(person)],
  )
  return rows[0]?.found === true
}
