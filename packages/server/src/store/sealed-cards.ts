// Cards a partner has taken away: a tombstone stands in the thread, and the card is kept where only the turnstile reads (WRT-04).
import {
  type Card,
  type Instant,
  type MessageId,
  type PartnerId,
  type PersonId,
  type PlacementId,
  type ThreadId,
  uuidOf,
} from '@countersign/protocol'
import { assertRowCount, type Session } from './database.ts'

/** Where a card stood. */
export interface CardPlace {
  readonly thread: ThreadId
  readonly message: MessageId
}

/** A card kept to be brought back. */
export interface SealedCard {
  readonly card: Card
  readonly keepUntil: Instant
}

/** Puts a card away and leaves a tombstone. Undefined when no card stands there any more. */
export async function sealCard(
  session: Session,
  { thread, message }: CardPlace,
  at: Instant,
  keepUntil: Instant,
): Promise<Card | undefined> {
  const place = [uuidOf(thread), uuidOf(message)]
  const { rows } = await session.query<{ card: Card }>(
    `insert into sealed_cards (thread_id, message_id, card, keep_until)
     select thread_id, message_id, card, $3 from messages
     where thread_id = $1 and message_id = $2 and deleted_at is null and card is not null
     returning card`,
    [...place, keepUntil],
  )
  const [sealed] = rows
  if (sealed === undefined) return undefined
  const left = await session.query(
    `update messages set card = null, deleted_at = $3, restorable_until = $4
     where thread_id = $1 and message_id = $2 and deleted_at is null`,
    [...place, at, keepUntil],
  )
  assertRowCount(left, 1)
  return sealed.card
}

/** The card kept for a place, run out or not. */
export async function findSealedCard(
  session: Session,
  { thread, message }: CardPlace,
): Promise<SealedCard | undefined> {
  const { rows } = await session.query<{ card: Card; keep_until: Instant }>(
    'select card, keep_until from sealed_cards where thread_id = $1 and message_id = $2',
    [uuidOf(thread), uuidOf(message)],
  )
  return rows.map(({ card, keep_until }) => ({ card, keepUntil: keep_until }))[0]
}

/** Puts the card back where its tombstone stands, as it was. */
export async function unsealCard(session: Session, { thread, message }: CardPlace): Promise<void> {
  const place = [uuidOf(thread), uuidOf(message)]
  const back = await session.query(
    `update messages m set card = s.card, deleted_at = null, restorable_until = null from sealed_cards s
     where m.thread_id = $1 and m.message_id = $2 and m.restorable_until is not null
       and s.thread_id = m.thread_id and s.message_id = m.message_id`,
    place,
  )
  assertRowCount(back, 1)
  await session.query('delete from sealed_cards where thread_id = $1 and message_id = $2', place)
}

/** Erases what its author does not want back: the tombstone is theirs from now on. */
export async function forgetSealedCard(session: Session, { thread, message }: CardPlace): Promise<void> {
  const place = [uuidOf(thread), uuidOf(message)]
  const theirs = await session.query(
    'update messages set restorable_until = null where thread_id = $1 and message_id = $2 and restorable_until is not null',
    place,
  )
  assertRowCount(theirs, 1)
  await session.query('delete from sealed_cards where thread_id = $1 and message_id = $2', place)
  await session.query('delete from reactions where thread_id = $1 and message_id = $2', place)
}

/** Erases cards whose time to be brought back is over, at most so many; says how many. Their tombstones stay. */
export async function eraseSealedCards(session: Session, at: Instant, limit: number): Promise<number> {
  const { rows } = await session.query<{ thread_id: string; message_id: string }>(
    `delete from sealed_cards where (thread_id, message_id) in
       (select thread_id, message_id from sealed_cards where keep_until <= $1 order by keep_until limit $2)
     returning thread_id, message_id`,
    [at, limit],
  )
  await session.query(
    `delete from reactions where (thread_id, message_id) in (select * from unnest($1::uuid[], $2::uuid[]))`,
    [rows.map(({ thread_id }) => thread_id), rows.map(({ message_id }) => message_id)],
  )
  return rows.length
}

/** The hash the ledger has of a card when it was last taken away: SHA-256, 64 hexadecimal digits. */
export async function removedCardHash(
  session: Session,
  logId: number,
  {
    person,
    partner,
    id,
  }: { readonly person: PersonId; readonly partner: PartnerId; readonly id: PlacementId },
): Promise<string | undefined> {
  const { rows } = await session.query<{ card_hash: string }>(
    `select record->>'card_hash' as card_hash from entries
     where person_id = $1 and log_id = $2 and partner_id = $3 and kind = 'placement_removed'
       and record->>'placement' = $4
     order by leaf_index desc limit 1`,
    [uuidOf(person), logId, uuidOf(partner), id],
  )
  return rows[0]?.card_hash
}
