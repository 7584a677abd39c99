// Who got an item, from the ledger's own records of what was given of its author: nothing else remembers it.
import {
  type FeatureId,
  type Instant,
  idOf,
  type MessageId,
  type PartnerId,
  type PersonId,
  type ThreadId,
  uuidOf,
} from '@countersign/protocol'
import type { Session } from './database.ts'
import { delivered } from './disclosures.ts'

/** When a message was sent, deleted or not. */
export async function sentAtOf(
  session: Session,
  thread: ThreadId,
  message: MessageId,
): Promise<Instant | undefined> {
  const { rows } = await session.query<{ sent_at: Instant }>(
    'select sent_at from messages where thread_id = $1 and message_id = $2',
    [uuidOf(thread), uuidOf(message)],
  )
  return rows[0]?.sent_at
}

/** A stretch of time, both ends included. */
export interface Between {
  readonly from: Instant
  readonly to: Instant
}

/** The partners that got something of a person in a time. */
export async function partnersThatGot(
  session: Session,
  person: PersonId,
  { from, to }: Between,
): Promise<readonly PartnerId[]> {
  const { rows } = await session.query<{ partner_id: string }>(
    `select distinct partner_id from entries where person_id = $1 and kind = 'disclosure' and at between $2 and $3`,
    [uuidOf(person), from, to],
  )
  return rows.map((row) => idOf('partner', row.partner_id))
}

/** Which of some items of a person, by the ids a partner has for them, it got in a time, and for which feature. */
export async function itemsGot(
  session: Session,
  person: PersonId,
  partner: PartnerId,
  items: readonly string[],
  { from, to }: Between,
): Promise<readonly { readonly item: string; readonly feature: FeatureId }[]> {
  const { rows } = await session.query<{ item: string; feature: FeatureId }>(
    `select distinct i ->> 'id' as item, record ->> 'feature' as feature from entries e
     cross join lateral json_array_elements(record -> 'items') i
     where person_id = $1 and kind = 'disclosure' and at between $4 and $5 and partner_id = $2
       and i ->> 'id' = any ($3::text[]) and ${delivered}`,
    [uuidOf(person), uuidOf(partner), items, from, to],
  )
  return rows
}
