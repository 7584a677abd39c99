// Reports of messages: who wants which message looked at, and whether it was. A row is its person's and the operator's alone.
import {
  type Instant,
  idOf,
  type MessageId,
  type PersonId,
  type ReportId,
  type ReportReason,
  type ThreadId,
  uuidOf,
} from '@countersign/protocol'
import type { Session } from './database.ts'

/** One report. */
export interface Report {
  readonly id: ReportId
  readonly person: PersonId
  readonly thread: ThreadId
  readonly message: MessageId
  readonly reason: ReportReason
  /** In the words of whoever reports; may be empty. */
  readonly words: string
  readonly reportedAt: Instant
  readonly lookedAt: Instant | null
}

/** Adds a report; false when this person has reported this message before. */
export async function insertReport(session: Session, report: Omit<Report, 'lookedAt'>): Promise<boolean> {
  const { id, person, thread, message, reason, words, reportedAt } = report
  const { rowCount } = await session.query(
    `insert into reports (person_id, report_id, thread_id, message_id, reason, words, reported_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict on constraint one_report_of_a_message do nothing`,
    [uuidOf(person), uuidOf(id), uuidOf(thread), uuidOf(message), reason, words, reportedAt],
  )
  return rowCount === 1
}

/** What a report is about, as it is now: its author, and its words unless they are deleted. */
export interface ReportedMessage extends Report {
  readonly author: PersonId | null
  readonly text: string | null
}

interface ReportRow {
  readonly person_id: string
  readonly report_id: string
  readonly thread_id: string
  readonly message_id: string
  readonly reason: ReportReason
  readonly words: string
  readonly reported_at: Instant
  readonly looked_at: Instant | null
  readonly author_id: string | null
  readonly text: string | null
}

/** Reports that wait to be looked at, the oldest first, with what they are about. */
export async function waitingReports(session: Session, limit: number): Promise<readonly ReportedMessage[]> {
  const { rows } = await session.query<ReportRow>(
    `select r.*, m.author_id, case when m.deleted_at is null then m.body end as text
     from reports r left join messages m on m.thread_id = r.thread_id and m.message_id = r.message_id
     where r.looked_at is null order by r.reported_at, r.report_id limit $1`,
    [limit],
  )
  return rows.map((row) => ({
    id: idOf('report', row.report_id),
    person: idOf('person', row.person_id),
    thread: idOf('thread', row.thread_id),
    message: idOf('message', row.message_id),
    reason: row.reason,
    words: row.words,
    reportedAt: row.reported_at,
    lookedAt: row.looked_at,
    author: row.author_id === null ? null : idOf('person', row.author_id),
    text: row.text,
  }))
}

/** Says that a report was looked at; whose it is, or undefined when there is none that waits. */
export async function saveLookedAt(
  session: Session,
  report: ReportId,
  at: Instant,
): Promise<PersonId | undefined> {
  const { rows } = await session.query<{ person_id: string }>(
    'update reports set looked_at = $2 where report_id = $1 and looked_at is null returning person_id',
    [uuidOf(report), at],
  )
  return rows.map((row) => idOf('person', row.person_id))[0]
}
