// Imported rows in bulk, one statement a table and batch. Ids arrive as UUIDs: they were made from the source's own.
import type { Instant, Mention } from '@countersign/protocol'
import { onlyRow, type Session } from './database.ts'

/** A person nobody has claimed yet. */
export interface ShellRow {
  readonly personUuid: string
  readonly displayName: string
  readonly createdAt: Instant
}

/** A thread; its members come as stays. */
export interface ThreadRow {
  readonly threadUuid: string
  readonly kindOfThread: 'direct' | 'group'
  readonly title: { readonly text: string; readonly byUuid: string } | null
  readonly createdAt: Instant
}

/** A person in a thread; `leftAt` is null for who is still in it. */
export interface StayRow {
  readonly threadUuid: string
  readonly personUuid: string
  readonly joinedAt: Instant
  readonly leftAt: Instant | null
}

/** Two friends. */
export interface FriendsRow {
  readonly personUuid: string
  readonly friendUuid: string
  readonly since: Instant
}

/** An unverified e-mail address. */
export interface AddressRow {
  readonly personUuid: string
  readonly contactUuid: string
  readonly email: string
}

/** A message at the next place of its thread. */
export interface MessageRow {
  readonly threadUuid: string
  readonly messageUuid: string
  readonly authorUuid: string
  readonly sentAt: Instant
  readonly body: string
  readonly mentions: readonly Mention[]
  readonly replyToUuid: string | null
  /** Names, without bytes. */
  readonly attachments: readonly {
    readonly uuid: string
    readonly name: string
    readonly mediaType: string
  }[]
}

/** One person's emoji to a message. */
export interface ReactionRow {
  readonly threadUuid: string
  readonly messageUuid: string
  readonly personUuid: string
  readonly emoji: string
  readonly at: Instant
}

/** Adds people without credentials, of whom nothing is releasable. Turnstile only. */
export async function insertShells(session: Session, rows: readonly ShellRow[]): Promise<void> {
  await session.query(
    `insert into persons (person_id, account, display_name, created_at)
     select person_id, 'shell', display_name, created_at
     from unnest($1::uuid[], $2::text[], $3::bigint[]) as row (person_id, display_name, created_at)`,
    [rows.map((row) => row.personUuid), rows.map((row) => row.displayName), rows.map((row) => row.createdAt)],
  )
}

/** Adds threads without members. Turnstile only. */
export async function insertImportedThreads(session: Session, rows: readonly ThreadRow[]): Promise<void> {
  await session.query(
    `insert into threads (thread_id, kind, title, title_by, created_at)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::bigint[])`,
    [
      rows.map((row) => row.threadUuid),
      rows.map((row) => row.kindOfThread),
      rows.map((row) => row.title?.text ?? null),
      rows.map((row) => row.title?.byUuid ?? null),
      rows.map((row) => row.createdAt),
    ],
  )
}

/** Which of these people have ever been in that thread, as `thread person`. */
export async function everInThread(session: Session, rows: readonly StayRow[]): Promise<ReadonlySet<string>> {
  const result = await session.query<{ thread_id: string; person_id: string }>(
    `select m.thread_id, m.person_id from unnest($1::uuid[], $2::uuid[]) as row (thread_id, person_id)
     join memberships m on m.thread_id = row.thread_id and m.person_id = row.person_id`,
    [rows.map((row) => row.threadUuid), rows.map((row) => row.personUuid)],
  )
  return new Set(result.rows.map((row) => `${row.thread_id} ${row.person_id}`))
}

/**
 * Writes stays, in both classes. A stay goes on where an earlier one of the same person there ended, as a later export
 * may know; whoever is in, be it that they came by themselves meanwhile, stays as they are. Turnstile only.
 */
export async function insertImportedStays(session: Session, rows: readonly StayRow[]): Promise<void> {
  const { rows: begun } = await session.query<{
    thread_id: string
    person_id: string
    joined_at: Instant
    left_at: Instant | null
  }>(
    `insert into memberships (thread_id, person_id, joined_at, left_at)
     select row.thread_id, row.person_id, greatest(row.joined_at, earlier.ended), row.left_at
     from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[]) as row (thread_id, person_id, joined_at, left_at)
     cross join lateral (
       select max(m.left_at) as ended, coalesce(bool_or(m.left_at is null), false) as lasts
       from memberships m where m.thread_id = row.thread_id and m.person_id = row.person_id
     ) earlier
     where not earlier.lasts and (row.left_at is null or greatest(row.joined_at, earlier.ended) < row.left_at)
     on conflict do nothing returning thread_id, person_id, joined_at, left_at`,
    [
      rows.map((row) => row.threadUuid),
      rows.map((row) => row.personUuid),
      rows.map((row) => row.joinedAt),
      rows.map((row) => row.leftAt),
    ],
  )
  await session.query(
    `insert into person_threads (thread_id, person_id, joined_at, left_at)
     select * from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[]) on conflict do nothing`,
    [
      begun.map((row) => row.thread_id),
      begun.map((row) => row.person_id),
      begun.map((row) => row.joined_at),
      begun.map((row) => row.left_at),
    ],
  )
}

/** Makes people friends, one row for each of the two; who are friends already stay so. Turnstile only. */
export async function insertImportedFriends(session: Session, rows: readonly FriendsRow[]): Promise<void> {
  await session.query(
    `insert into friendships (person_id, friend_id, since)
     select one, other, since from unnest($1::uuid[], $2::uuid[], $3::bigint[]) as row (one, other, since)
     union all
     select other, one, since from unnest($1::uuid[], $2::uuid[], $3::bigint[]) as row (one, other, since)
     on conflict do nothing`,
    [rows.map((row) => row.personUuid), rows.map((row) => row.friendUuid), rows.map((row) => row.since)],
  )
}

/** Adds unverified addresses. Turnstile only. */
export async function insertAddresses(session: Session, rows: readonly AddressRow[]): Promise<void> {
  await session.query(
    `insert into contact_fields (person_id, contact_id, kind, value)
     select person_id, contact_id, 'email', value
     from unnest($1::uuid[], $2::uuid[], $3::text[]) as row (person_id, contact_id, value)
     on conflict do nothing`,
    [rows.map((row) => row.personUuid), rows.map((row) => row.contactUuid), rows.map((row) => row.email)],
  )
}

/** The place, from 0, of the first message whose author was not in its thread when it was sent; undefined when all were. */
export async function firstFromOutside(
  session: Session,
  rows: readonly Pick<MessageRow, 'threadUuid' | 'authorUuid' | 'sentAt'>[],
): Promise<number | undefined> {
  const result = await session.query<{ first: number | null }>(
    `select min(row.place)::int - 1 as first
     from unnest($1::uuid[], $2::uuid[], $3::bigint[]) with ordinality as row (thread_id, author_id, sent_at, place)
     where not exists (
       select from memberships m
       where m.thread_id = row.thread_id and m.person_id = row.author_id
         and m.joined_at <= row.sent_at and (m.left_at is null or row.sent_at < m.left_at)
     )`,
    [rows.map((row) => row.threadUuid), rows.map((row) => row.authorUuid), rows.map((row) => row.sentAt)],
  )
  return onlyRow(result).first ?? undefined
}

/** Adds messages and attachment names, each at the next place of its thread, in the order given. */
export async function insertImportedMessages(session: Session, rows: readonly MessageRow[]): Promise<void> {
  const positions = await takePositions(session, rows)
  await session.query(
    `insert into messages (thread_id, message_id, position, author_id, sent_at, kind, body, reply_to, mentions)
     select thread_id, message_id, position, author_id, sent_at, 'message', body, reply_to, mentions
     from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::bigint[], $6::text[], $7::uuid[], $8::jsonb[])
       as row (thread_id, message_id, position, author_id, sent_at, body, reply_to, mentions)`,
    [
      rows.map((row) => row.threadUuid),
      rows.map((row) => row.messageUuid),
      positions,
      rows.map((row) => row.authorUuid),
      rows.map((row) => row.sentAt),
      rows.map((row) => row.body),
      rows.map((row) => row.replyToUuid),
      rows.map((row) => JSON.stringify(row.mentions)),
    ],
  )
  const attached = rows.flatMap(({ threadUuid, messageUuid, authorUuid, attachments }) =>
    attachments.map((attachment) => ({ threadUuid, messageUuid, authorUuid, ...attachment })),
  )
  await session.query(
    `insert into attachments (thread_id, message_id, attachment_id, author_id, name, media_type)
     select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[])`,
    [
      attached.map((row) => row.threadUuid),
      attached.map((row) => row.messageUuid),
      attached.map((row) => row.uuid),
      attached.map((row) => row.authorUuid),
      attached.map((row) => row.name),
      attached.map((row) => row.mediaType),
    ],
  )
}

/** Adds reactions; one that somebody gave again here meanwhile stays as it is. */
export async function insertImportedReactions(session: Session, rows: readonly ReactionRow[]): Promise<void> {
  await session.query(
    `insert into reactions (thread_id, message_id, person_id, emoji, reacted_at)
     select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::bigint[]) on conflict do nothing`,
    [
      rows.map((row) => row.threadUuid),
      rows.map((row) => row.messageUuid),
      rows.map((row) => row.personUuid),
      rows.map((row) => row.emoji),
      rows.map((row) => row.at),
    ],
  )
}

/** Takes the next places in each thread; whoever writes there at the same time waits, and gets the places after. */
async function takePositions(session: Session, rows: readonly MessageRow[]): Promise<number[]> {
  const threads = Map.groupBy(rows, (row) => row.threadUuid)
  const taken = await session.query<{ thread_id: string; first: number }>(
    `update threads t set next_position = t.next_position + take.count
     from unnest($1::uuid[], $2::bigint[]) as take (thread_id, count)
     where t.thread_id = take.thread_id
     returning t.thread_id, t.next_position - take.count as first`,
    [[...threads.keys()], [...threads.values()].map((messages) => messages.length)],
  )
  const next = new Map(taken.rows.map((row) => [row.thread_id, row.first]))
  return rows.map(({ threadUuid }) => {
    const position = next.get(threadUuid)
    if (position === undefined) throw new Error('a thread that was there before is gone')
    next.set(threadUuid, position + 1)
    return position
  })
}
