// Links that make friends: single-use, stored hashed.
import { type Instant, idOf, type LinkId, type PersonId, uuidOf } from '@countersign/protocol'
import type { Session } from './database.ts'

/** A link as its maker sees it. */
export interface FriendLink {
  readonly id: LinkId
  readonly madeAt: Instant
  readonly expiresAt: Instant
}

/** Adds a link. `hash` is the SHA-256 of its code in hexadecimal. */
export async function insertFriendLink(
  session: Session,
  link: FriendLink & { readonly hash: string; readonly person: PersonId },
): Promise<void> {
  await session.query(
    `insert into friend_links (link_hash, link_id, person_id, made_at, expires_at) values ($1, $2, $3, $4, $5)`,
    [link.hash, uuidOf(link.id), uuidOf(link.person), link.madeAt, link.expiresAt],
  )
}

/** A person's links that still work, the newest first. */
export async function friendLinksOf(
  session: Session,
  person: PersonId,
  now: Instant,
): Promise<readonly FriendLink[]> {
  const { rows } = await session.query<{ link_id: string; made_at: Instant; expires_at: Instant }>(
    `select link_id, made_at, expires_at from friend_links
     where person_id = $1 and used_at is null and expires_at > $2 order by link_id desc`,
    [uuidOf(person), now],
  )
  return rows.map((row) => ({
    id: idOf('link', row.link_id),
    madeAt: row.made_at,
    expiresAt: row.expires_at,
  }))
}

/** Who made a link that still works. */
export async function makerOfLink(
  session: Session,
  hash: string,
  now: Instant,
): Promise<PersonId | undefined> {
  const { rows } = await session.query<{ person_id: string }>(
    'select person_id from friend_links where link_hash = $1 and used_at is null and expires_at > $2',
    [hash, now],
  )
  return rows.map((row) => idOf('person', row.person_id))[0]
}

/** Uses a link up: who made it; undefined when it is unknown, used or over. Of two uses at once, one wins. Turnstile only. */
export async function takeFriendLink(
  session: Session,
  hash: string,
  at: Instant,
): Promise<PersonId | undefined> {
  const { rows } = await session.query<{ person_id: string }>(
    `update friend_links set used_at = $2 where link_hash = $1 and used_at is null and expires_at > $2
     returning person_id`,
    [hash, at],
  )
  return rows.map((row) => idOf('person', row.person_id))[0]
}

/** Takes a link back; false when the person has none such. */
export async function deleteFriendLink(session: Session, person: PersonId, link: LinkId): Promise<boolean> {
  const { rowCount } = await session.query('delete from friend_links where person_id = $1 and link_id = $2', [
    uuidOf(person),
    uuidOf(link),
  ])
  return rowCount === 1
}

/** Takes all of a person's links back. */
export async function deleteFriendLinksOf(session: Session, person: PersonId): Promise<void> {
  await session.query('delete from friend_links where person_id = $1', [uuidOf(person)])
}

/** Forgets links that have run out, used or not. */
export async function deleteExpiredLinks(session: Session, now: Instant): Promise<void> {
  await session.query('delete from friend_links where expires_at <= $1', [now])
}
