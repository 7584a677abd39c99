// The outbox of notices that go by mail too. Rows are written with their notices (`store/notices.ts`, `first-disclosures.ts`).
import { type Instant, idOf, type NoticeId, type PersonId, uuidOf } from '@countersign/protocol'
import type { Session } from './database.ts'
import { type Notice, type NoticeRow, noticeFromRow } from './notices.ts'

/** A mail that was taken, to be sent by whoever took it. */
export interface TakenMail {
  readonly notice: Notice
  /** How often it was taken before. */
  readonly attempts: number
}

/**
 * Takes mails that are due, the longest first: until `until` nobody else does. Whoever dies with them loses nothing: they are due
 * again then.
 */
export async function takeMails(
  session: Session,
  { now, until, limit }: { readonly now: Instant; readonly until: Instant; readonly limit: number },
): Promise<readonly TakenMail[]> {
  const { rows } = await session.query<NoticeRow & { person_id: string; attempts: number }>(
    `with taken as (
       update notice_mails set due_at = $2, attempts = attempts + 1 where (person_id, notice_id) in (
         select person_id, notice_id from notice_mails where due_at <= $1
         order by due_at, person_id, notice_id limit $3 for update skip locked)
       returning person_id, notice_id, attempts - 1 as attempts)
     select n.person_id, n.notice_id, n.kind, n.partner_id, n.feature_id, n.thread_id, n.made_at, n.seen_at, t.attempts
     from taken t join notices n using (person_id, notice_id)`,
    [now, until, limit],
  )
  return rows.map((row) => ({
    notice: noticeFromRow(idOf('person', row.person_id), row),
    attempts: row.attempts,
  }))
}

/** Tries a mail again later. */
export async function deferMail(
  session: Session,
  { person, id }: { readonly person: PersonId; readonly id: NoticeId },
  until: Instant,
): Promise<void> {
  await session.query('update notice_mails set due_at = $3 where person_id = $1 and notice_id = $2', [
    uuidOf(person),
    uuidOf(id),
    until,
  ])
}

/** Takes a mail out: it was handed over, or there is nobody to send it to. */
export async function deleteMail(
  session: Session,
  { person, id }: { readonly person: PersonId; readonly id: NoticeId },
): Promise<void> {
  await session.query('delete from notice_mails where person_id = $1 and notice_id = $2', [
    uuidOf(person),
    uuidOf(id),
  ])
}
