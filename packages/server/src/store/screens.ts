// Screens: the exact text each permission was given on, stored once under its hash (REC-01).
import { type Instant, type PartnerId, uuidOf } from '@countersign/protocol'
import type { Session } from './database.ts'

/** A permission screen's text. It is the same for everybody: never a person's data. */
export interface Screen {
  readonly partner: PartnerId
  /** SHA-256 of `content` in UTF-8, 64 hexadecimal digits. */
  readonly hash: string
  readonly locale: string
  readonly content: string
}

/** Keeps a screen; the first time it was shown stays. */
export async function keepScreen(session: Session, screen: Screen, shownAt: Instant): Promise<void> {
  await session.query(
    `insert into screens (partner_id, screen_hash, locale, content, first_shown_at) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [uuidOf(screen.partner), screen.hash, screen.locale, screen.content, shownAt],
  )
}

/** Whether the screen is kept and was not voided (PER-04). */
export async function screenStands(session: Session, partner: PartnerId, hash: string): Promise<boolean> {
  const { rowCount } = await session.query(
    'select 1 from screens where partner_id = $1 and screen_hash = $2 and voided_at is null',
    [uuidOf(partner), hash],
  )
  return rowCount === 1
}
