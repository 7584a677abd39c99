// Screens: the exact text each permission was given on, stored once under its hash (REC-01).
import {
  type FeatureId,
  type Instant,
  idOf,
  type PartnerId,
  type PersonId,
  uuidOf,
} from '@countersign/protocol'
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

/** A kept screen, and when it was voided; undefined for one that was never shown. */
export async function findScreen(
  session: Session,
  partner: PartnerId,
  hash: string,
): Promise<(Screen & { readonly voidedAt: Instant | null }) | undefined> {
  const { rows } = await session.query<{ locale: string; content: string; voided_at: Instant | null }>(
    'select locale, content, voided_at from screens where partner_id = $1 and screen_hash = $2',
    [uuidOf(partner), hash],
  )
  return rows.map(({ locale, content, voided_at }) => ({
    partner,
    hash,
    locale,
    content,
    voidedAt: voided_at,
  }))[0]
}

/** Whether the screen is kept and was not voided (PER-04). */
export async function screenStands(session: Session, partner: PartnerId, hash: string): Promise<boolean> {
  const { rowCount } = await session.query(
    'select 1 from screens where partner_id = $1 and screen_hash = $2 and voided_at is null',
    [uuidOf(partner), hash],
  )
  return rowCount === 1
}

/** The partners who showed this text, and whether it was voided for them. Two can show the same one. */
export async function partnersShowing(
  session: Session,
  hash: string,
): Promise<readonly { readonly partner: PartnerId; readonly voidedAt: Instant | null }[]> {
  const { rows } = await session.query<{ partner_id: string; voided_at: Instant | null }>(
    'select partner_id, voided_at from screens where screen_hash = $1 order by partner_id',
    [hash],
  )
  return rows.map((row) => ({ partner: idOf('partner', row.partner_id), voidedAt: row.voided_at }))
}

/** Voids a screen of a partner, or all of them; one that was voided before keeps its time. One statement. */
export async function voidScreens(
  session: Session,
  partner: PartnerId,
  hash: string | null,
  at: Instant,
): Promise<readonly string[]> {
  const { rows } = await session.query<{ screen_hash: string }>(
    `update screens set voided_at = $3 where partner_id = $1 and ($2::text is null or screen_hash = $2)
     and voided_at is null returning screen_hash`,
    [uuidOf(partner), hash, at],
  )
  return rows.map((row) => row.screen_hash)
}

/** Whose permissions or answers in force rest on screens, and for which feature; each pair once. */
export async function peopleOnScreens(
  session: Session,
  partner: PartnerId,
  hashes: readonly string[],
  now: Instant,
): Promise<readonly { readonly person: PersonId; readonly feature: FeatureId }[]> {
  const { rows } = await session.query<{ person_id: string; feature_id: string }>(
    `select person_id, feature_id from grants
     where screen_hash = any ($2) and state = 'given' and partner_id = $1 and end_at > $3
     union
     select person_id, feature_id from countersignatures
     where screen_hash = any ($2) and state = 'given' and partner_id = $1 and end_at > $3 and answer = 'allow'`,
    [uuidOf(partner), hashes, now],
  )
  return rows.map((row) => ({
    person: idOf('person', row.person_id),
    feature: idOf('feature', row.feature_id),
  }))
}
