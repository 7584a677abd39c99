// Where something was written of late, and who lets a partner read there: what the tick of `thread.changed` asks.
import {
  type FeatureId,
  type Instant,
  idOf,
  type PartnerId,
  type PersonId,
  type Purpose,
  type ThreadId,
  uuidOf,
} from '@countersign/protocol'
import type { Session } from './database.ts'

/** A thread with messages that no tick has seen: those after `since`, up to `last`, in its order. */
export interface ChangedThread {
  readonly thread: ThreadId
  readonly since: number
  readonly last: number
}

/** The threads in which something was written from a time on that no tick has seen. */
export async function changedThreads(session: Session, from: Instant): Promise<readonly ChangedThread[]> {
  const { rows } = await session.query<{ thread_id: string; since: number; last: number }>(
    `with written as (select thread_id, min(position) - 1 as before, max(position) as last
       from messages where sent_at >= $1 group by thread_id)
     select written.thread_id, greatest(seen.position, written.before) as since, written.last
     from written left join changed_threads seen on seen.thread_id = written.thread_id
     where seen.position is null or seen.position < written.last`,
    [from],
  )
  return rows.map((row) => ({ thread: idOf('thread', row.thread_id), since: row.since, last: row.last }))
}

/** Remembers how far a thread was seen. */
export async function saveSeen(
  session: Session,
  { thread, last }: ChangedThread,
  at: Instant,
): Promise<void> {
  await session.query(
    `insert into changed_threads (thread_id, position, at) values ($1, $2, $3)
     on conflict (thread_id) do update set position = greatest(changed_threads.position, excluded.position), at = excluded.at`,
    [uuidOf(thread), last, at],
  )
}

/** Forgets threads seen before a time from which on messages are looked for anyway. */
export async function forgetSeen(session: Session, before: Instant): Promise<void> {
  await session.query('delete from changed_threads where at < $1', [before])
}

/** The partners that hear of data: those with a webhook, and those whose stream was open since `since`. */
export async function listeningPartners(session: Session, since: Instant): Promise<readonly PartnerId[]> {
  const { rows } = await session.query<{ partner_id: string }>(
    'select partner_id from event_heads where streamed_at >= $1 union select partner_id from webhooks',
    [since],
  )
  return rows.map((row) => idOf('partner', row.partner_id))
}

/** A person, a feature and a thread it may read for them; which of the purposes stands is the gate's to say. */
export interface Readable {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly person: PersonId
  readonly purposes: readonly Purpose[]
}

/** Who of those in a thread let which of some partners read it, as far as the rows of their grants say. */
export async function readableBy(
  session: Session,
  thread: ThreadId,
  partners: readonly PartnerId[],
): Promise<readonly Readable[]> {
  const { rows: present } = await session.query<{ person_id: string }>(
    'select person_id from memberships where thread_id = $1 and left_at is null',
    [uuidOf(thread)],
  )
  const { rows } = await session.query<{
    partner_id: string
    feature_id: string
    person_id: string
    purposes: Purpose[]
  }>(
    `select partner_id, feature_id, person_id, array_agg(purpose order by purpose) as purposes from grants
     where person_id = any ($1::uuid[]) and partner_id = any ($2::uuid[]) and state = 'given'
       and 'messages.read' = any (verbs) and $3 = any (threads)
     group by partner_id, feature_id, person_id`,
    [present.map((row) => row.person_id), partners.map(uuidOf), uuidOf(thread)],
  )
  return rows.map((row) => ({
    partner: idOf('partner', row.partner_id),
    feature: idOf('feature', row.feature_id),
    person: idOf('person', row.person_id),
    purposes: row.purposes,
  }))
}

/** The purposes for which a person lets a feature read a thread, as far as the rows of their grants say. */
export async function purposesToRead(
  session: Session,
  of: {
    readonly person: PersonId
    readonly partner: PartnerId
    readonly feature: FeatureId
    readonly thread: ThreadId
  },
): Promise<readonly Purpose[]> {
  const { rows } = await session.query<{ purpose: Purpose }>(
    `select purpose from grants where person_id = $1 and partner_id = $2 and feature_id = $3 and state = 'given'
       and 'messages.read' = any (verbs) and $4 = any (threads) order by purpose`,
    [uuidOf(of.person), uuidOf(of.partner), uuidOf(of.feature), uuidOf(of.thread)],
  )
  return rows.map(({ purpose }) => purpose)
}
