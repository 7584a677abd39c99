// Notices: what people are told without asking. They name a partner, a feature or a thread, and never an actor.
import {
  type FeatureId,
  type Instant,
  idOf,
  type NoticeId,
  type NoticeKind,
  type PartnerId,
  type PersonId,
  type ThreadId,
  uuidOf,
} from '@countersign/protocol'
import type { Session } from './database.ts'

/** Those that also go by mail, to whoever has an address that was proven. */
const mailedKinds = [
  'first_disclosure',
  'reminder',
  'feature_ending',
  'passkey_added',
  'passkey_removed',
  'passkey_copied',
  'password_changed',
  'password_recovered',
  'recovery_codes_made',
  'key_waits',
  'key_added',
  'key_ended',
] as const satisfies NoticeKind[]

/** One of them. */
export type MailedKind = (typeof mailedKinds)[number]

/** Something a person is told. */
export interface Notice {
  readonly id: NoticeId
  readonly person: PersonId
  readonly kind: NoticeKind
  readonly partner: PartnerId | null
  readonly feature: FeatureId | null
  readonly thread: ThreadId | null
  readonly madeAt: Instant
}

/** A notice and whether its person has seen it. */
export interface SeenNotice extends Notice {
  readonly seenAt: Instant | null
}

/** Queues notices for people, and the mails of those that go by mail, in one statement. What names a partner is the turnstile's alone to tell. */
export async function queueNotices(session: Session, notices: readonly Notice[]): Promise<void> {
  if (notices.length === 0) return
  await session.query(
    `with made as (
       insert into notices (person_id, notice_id, kind, partner_id, feature_id, thread_id, made_at)
       select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::bigint[])
       returning person_id, notice_id, kind, made_at)
     insert into notice_mails (person_id, notice_id, due_at)
     select person_id, notice_id, made_at from made where kind = any ($8::text[])`,
    [
      notices.map((notice) => uuidOf(notice.person)),
      notices.map((notice) => uuidOf(notice.id)),
      notices.map((notice) => notice.kind),
      notices.map(({ partner }) => (partner === null ? null : uuidOf(partner))),
      notices.map(({ feature }) => (feature === null ? null : uuidOf(feature))),
      notices.map(({ thread }) => (thread === null ? null : uuidOf(thread))),
      notices.map((notice) => notice.madeAt),
      mailedKinds,
    ],
  )
}

/** A notice as it is stored. */
export interface NoticeRow {
  readonly notice_id: string
  readonly kind: NoticeKind
  readonly partner_id: string | null
  readonly feature_id: string | null
  readonly thread_id: string | null
  readonly made_at: Instant
  readonly seen_at: Instant | null
}

/** A person's notices, newest first, below `before`. */
export async function noticesOf(
  session: Session,
  person: PersonId,
  page: { readonly limit: number; readonly before: NoticeId | null },
): Promise<readonly SeenNotice[]> {
  const { rows } = await session.query<NoticeRow>(
    `select notice_id, kind, partner_id, feature_id, thread_id, made_at, seen_at from notices
     where person_id = $1 and ($2::uuid is null or notice_id < $2) order by notice_id desc limit $3`,
    [uuidOf(person), page.before === null ? null : uuidOf(page.before), page.limit],
  )
  return rows.map((row) => noticeFromRow(person, row))
}

/** A stored notice of a person. */
export function noticeFromRow(person: PersonId, row: NoticeRow): SeenNotice {
  return {
    id: idOf('notice', row.notice_id),
    person,
    kind: row.kind,
    partner: row.partner_id === null ? null : idOf('partner', row.partner_id),
    feature: row.feature_id === null ? null : idOf('feature', row.feature_id),
    thread: row.thread_id === null ? null : idOf('thread', row.thread_id),
    madeAt: row.made_at,
    seenAt: row.seen_at,
  }
}

/** Marks a person's notices seen; those of others and those seen before stay as they are. */
export async function markNoticesSeen(
  session: Session,
  person: PersonId,
  notices: readonly NoticeId[],
  at: Instant,
): Promise<void> {
  await session.query(
    'update notices set seen_at = $3 where person_id = $1 and notice_id = any ($2::uuid[]) and seen_at is null',
    [uuidOf(person), notices.map(uuidOf), at],
  )
}
