// Tickets: a person's single-use confirmation of one draft in one thread.
import {
  type DraftId,
  type Instant,
  idOf,
  type MessageId,
  type PartnerId,
  type PersonId,
  type ThreadId,
  type TicketId,
  uuidOf,
} from '@countersign/protocol'
import { assertRowCount, type Session } from './database.ts'

/** A ticket. It is good once, for this card in this thread, until it runs out (WRT-01). */
export interface Ticket {
  readonly id: TicketId
  readonly person: PersonId
  readonly draft: DraftId
  readonly partner: PartnerId
  readonly thread: ThreadId
  readonly cardHash: string
  readonly madeAt: Instant
  readonly expiresAt: Instant
  readonly usedAt: Instant | null
}

/** Adds a ticket. */
export async function insertTicket(session: Session, ticket: Ticket): Promise<void> {
  await session.query(
    `insert into tickets (person_id, ticket_id, draft_id, partner_id, thread_id, card_hash, made_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      uuidOf(ticket.person),
      uuidOf(ticket.id),
      uuidOf(ticket.draft),
      uuidOf(ticket.partner),
      uuidOf(ticket.thread),
      ticket.cardHash,
      ticket.madeAt,
      ticket.expiresAt,
    ],
  )
}

/** One ticket of a person. */
export async function findTicket(
  session: Session,
  person: PersonId,
  ticket: TicketId,
): Promise<Ticket | undefined> {
  const { rows } = await session.query<{
    draft_id: string
    partner_id: string
    thread_id: string
    card_hash: string
    made_at: Instant
    expires_at: Instant
    used_at: Instant | null
  }>(
    `select draft_id, partner_id, thread_id, card_hash, made_at, expires_at, used_at from tickets
     where person_id = $1 and ticket_id = $2`,
    [uuidOf(person), uuidOf(ticket)],
  )
  return rows.map((row) => ({
    id: ticket,
    person,
    draft: idOf('draft', row.draft_id),
    partner: idOf('partner', row.partner_id),
    thread: idOf('thread', row.thread_id),
    cardHash: row.card_hash,
    madeAt: row.made_at,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
  }))[0]
}

/** Uses a ticket up for a message. Turnstile only. */
export async function spendTicket(
  session: Session,
  person: PersonId,
  ticket: TicketId,
  message: MessageId,
  at: Instant,
): Promise<void> {
  const result = await session.query(
    'update tickets set used_at = $3, message_id = $4 where person_id = $1 and ticket_id = $2 and used_at is null',
    [uuidOf(person), uuidOf(ticket), at, uuidOf(message)],
  )
  assertRowCount(result, 1)
}
