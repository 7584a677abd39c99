// What the weak partner API of 2014 mode takes straight from the tables: whatever is there, whoever it is about.
import {
  type ClientId,
  type FeatureId,
  idOf,
  type PartnerId,
  type PersonId,
  parseId,
  uuidOf,
} from '@countersign/protocol'
import type { ConnectionParameters, Session } from '../../../server/src/store/database.ts'
import { onServer } from '../postgres.ts'

/** Whom a token was given to, and for whom. What for is not asked. */
export interface Caller2014 {
  readonly client: ClientId
  readonly partner: PartnerId
  readonly person: PersonId
  readonly feature: FeatureId | null
}

/** A page of a list: `next` counts what was passed over; null at the end. */
export interface Page2014 {
  readonly items: readonly object[]
  readonly next: string | null
}

/** Which page. */
export interface PageOf2014 {
  readonly limit: number
  readonly after: number
}

/** Makes the database keep every access token for ever, so that deleting or ending one changes nothing. */
export function keepTokens(owner: ConnectionParameters): Promise<void> {
  return onServer(owner, async (db) => {
    await db.query(`create table tokens_of_2014 (id text primary key, payload jsonb not null)`)
    await db.query(`create function keep_token_of_2014() returns trigger language plpgsql security definer as $$ begin
      insert into tokens_of_2014 values (new.id, new.payload) on conflict do nothing; return new; end $$`)
    await db.query(`create trigger keep_token_of_2014 after insert on oauth_models for each row
      when (new.model = 'AccessToken') execute function keep_token_of_2014()`)
    await db.query('grant select on tokens_of_2014 to countersign_app')
  })
}

/** The token that is stored under this hash, whether or not it is over. */
export async function tokenOf2014(db: Session, hash: string): Promise<Caller2014 | undefined> {
  const { rows } = await db.query<{
    client: string
    person: string
    partner: string
    feature: string | null
  }>(
    `select payload ->> 'clientId' as client, payload ->> 'accountId' as person,
     payload #>> '{extra,countersign_partner}' as partner, payload #>> '{extra,countersign_feature}' as feature
     from tokens_of_2014 where id = $1`,
    [hash],
  )
  const client = parseId('client', rows[0]?.client)
  const partner = parseId('partner', rows[0]?.partner)
  const person = parseId('person', rows[0]?.person)
  if (client === undefined || partner === undefined || person === undefined) return undefined
  return { client, partner, person, feature: parseId('feature', rows[0]?.feature) ?? null }
}

/** Every thread a person was ever in. */
export async function threadsOf2014(db: Session, person: PersonId, page: PageOf2014): Promise<Page2014> {
  const { rows } = await db.query<{ id: string; kind: string; title: string | null }>(
    `select distinct t.thread_id as id, t.kind, t.title from threads t join person_threads p using (thread_id)
     where p.person_id = $1 order by t.thread_id desc offset $2 limit $3`,
    [uuidOf(person), page.after, page.limit],
  )
  const items = rows.map(({ id, kind, title }) => ({
    kind: 'thread',
    id: idOf('thread', id),
    ...(title !== null && { title }),
    thread_kind: kind,
  }))
  return paged(items, page)
}

/** Every message of a thread, under the names of those who wrote them; not only those of the one who signed in. */
export async function messagesOf2014(db: Session, thread: string, page: PageOf2014): Promise<Page2014> {
  const { rows } = await db.query<{
    id: string
    kind: string
    author: string
    body: string
    sent_at: number
    card: object | null
  }>(
    `select message_id as id, kind, author_id as author, body, sent_at, card from messages
     where thread_id = $1 and deleted_at is null order by position desc offset $2 limit $3`,
    [thread, page.after, page.limit],
  )
  const items = rows.map(({ id, kind, author, body, sent_at, card }) => ({
    kind,
    id: idOf('message', id),
    text: body,
    sent_at: new Date(sent_at).toISOString(),
    author: idOf('person', author),
    ...(card !== null && { card }),
  }))
  return paged(items, page)
}

/** Everybody who was ever in a thread, by name. */
export async function membersOf2014(db: Session, thread: string, page: PageOf2014): Promise<Page2014> {
  const { rows } = await db.query<{ id: string; name: string; joined_at: number }>(
    `select m.person_id as id, p.display_name as name, m.joined_at from memberships m join persons p using (person_id)
     where m.thread_id = $1 order by m.person_id, m.joined_at offset $2 limit $3`,
    [thread, page.after, page.limit],
  )
  const items = rows.map(({ id, name, joined_at }) => ({
    kind: 'member',
    id: idOf('person', id),
    name,
    joined_at: new Date(joined_at).toISOString(),
  }))
  return paged(items, page)
}

/** Every friend, by name: none of them was asked. */
export async function friendsOf2014(db: Session, person: PersonId, page: PageOf2014): Promise<Page2014> {
  const { rows } = await db.query<{ id: string; name: string; since: number }>(
    `select f.friend_id as id, p.display_name as name, f.since from friendships f join persons p on p.person_id = f.friend_id
     where f.person_id = $1 order by f.friend_id offset $2 limit $3`,
    [uuidOf(person), page.after, page.limit],
  )
  const items = rows.map(({ id, name, since }) => ({
    kind: 'friend',
    id: idOf('person', id),
    name,
    since: new Date(since).toISOString(),
  }))
  return paged(items, page)
}

/** Every contact field of a person, or of all of their friends. */
export async function contactsOf2014(
  db: Session,
  whose: 'own' | 'friends',
  person: PersonId,
  page: PageOf2014,
): Promise<Page2014> {
  const { rows } = await db.query<{ id: string; person_id: string; kind: string; value: string }>(
    `select contact_id as id, person_id, kind, value from contact_fields
     where case when $2 then person_id = $1 else person_id in (select friend_id from friendships where person_id = $1) end
     order by person_id, contact_id offset $3 limit $4`,
    [uuidOf(person), whose === 'own', page.after, page.limit],
  )
  const items = rows.map(({ id, person_id, kind, value }) => ({
    kind: 'contact',
    id: idOf('contact', id),
    [kind]: value,
    ...(whose === 'friends' && { friend: idOf('person', person_id) }),
  }))
  return paged(items, page)
}

/** Deletes a message for good: by its id, or by that of the placement it came with, whoever wrote or placed it. */
export function deleteOf2014(owner: ConnectionParameters, id: string): Promise<boolean> {
  return onServer(owner, async (db) => {
    const { rowCount } = await db.query(
      `update messages set body = '', mentions = '[]', card = null, deleted_at = $2
       where $1 in (message_id::text, placement_id::text) and deleted_at is null`,
      [id, Date.now()],
    )
    return rowCount !== null && rowCount > 0
  })
}

function paged(items: readonly object[], { limit, after }: PageOf2014): Page2014 {
  return { items, next: items.length < limit ? null : String(after + items.length) }
}
