// Friendships and the requests before them. A friendship is two rows, one beside each person.
import { type Instant, idOf, type PersonId, uuidOf } from '@countersign/protocol'
import type { Session } from './database.ts'

/** A friend of a person. */
export interface Friend {
  readonly person: PersonId
  readonly since: Instant
}

/** The friends of a person, those of longest standing first. */
export async function friendsOf(session: Session, person: PersonId): Promise<readonly Friend[]> {
  const { rows } = await session.query<{ friend_id: string; since: Instant }>(
    'select friend_id, since from friendships where person_id = $1 order by since, friend_id',
    [uuidOf(person)],
  )
  return rows.map((row) => ({ person: idOf('person', row.friend_id), since: row.since }))
}

/** Whether two people are friends. */
export async function areFriends(session: Session, a: PersonId, b: PersonId): Promise<boolean> {
  const { rowCount } = await session.query(
    'select 1 from friendships where person_id = $1 and friend_id = $2',
    [uuidOf(a), uuidOf(b)],
  )
  return rowCount === 1
}

/** Makes two people friends, for both; doing so again changes nothing. Turnstile only. */
export async function insertFriendship(
  session: Session,
  a: PersonId,
  b: PersonId,
  at: Instant,
): Promise<void> {
  await session.query(
    `insert into friendships (person_id, friend_id, since) values ($1, $2, $3), ($2, $1, $3)
     on conflict do nothing`,
    [uuidOf(a), uuidOf(b), at],
  )
}

/** Ends a friendship for both; false when there was none. Turnstile only. */
export async function deleteFriendship(session: Session, a: PersonId, b: PersonId): Promise<boolean> {
  const { rowCount } = await session.query(
    `delete from friendships where (person_id = $1 and friend_id = $2) or (person_id = $2 and friend_id = $1)`,
    [uuidOf(a), uuidOf(b)],
  )
  return rowCount > 0
}

/** Ends all friendships of a person, and all requests to them and from them. Turnstile only. */
export async function deleteFriendsOf(session: Session, person: PersonId): Promise<void> {
  for (const { person: friend } of await friendsOf(session, person))
    await deleteFriendship(session, person, friend)
  await session.query('delete from friend_requests where person_id = $1 or from_id = $1', [uuidOf(person)])
}

/** Adds a request to `to`; the same one again changes nothing. */
export async function insertFriendRequest(
  session: Session,
  to: PersonId,
  from: PersonId,
  at: Instant,
): Promise<void> {
  await session.query(
    'insert into friend_requests (person_id, from_id, made_at) values ($1, $2, $3) on conflict do nothing',
    [uuidOf(to), uuidOf(from), at],
  )
}

/** Takes a request to `to` away; false when there was none. */
export async function deleteFriendRequest(session: Session, to: PersonId, from: PersonId): Promise<boolean> {
  const { rowCount } = await session.query(
    'delete from friend_requests where person_id = $1 and from_id = $2',
    [uuidOf(to), uuidOf(from)],
  )
  return rowCount === 1
}

/** Who asks a person to be friends, oldest first. */
export async function friendRequestsTo(session: Session, person: PersonId): Promise<readonly Friend[]> {
  const { rows } = await session.query<{ from_id: string; made_at: Instant }>(
    'select from_id, made_at from friend_requests where person_id = $1 order by made_at, from_id',
    [uuidOf(person)],
  )
  return rows.map((row) => ({ person: idOf('person', row.from_id), since: row.made_at }))
}
