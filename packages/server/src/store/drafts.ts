// Drafts: cards partners propose, waiting for their person to confirm them on the share sheet.
import {
  type Card,
  type DraftId,
  type FeatureId,
  type Instant,
  idOf,
  type PartnerId,
  type PersonId,
  type Purpose,
  uuidOf,
} from '@countersign/protocol'
import type { Session } from './database.ts'

/** A partner's proposed card. */
export interface Draft {
  readonly id: DraftId
  readonly partner: PartnerId
  readonly feature: FeatureId
  /** Who may confirm it. */
  readonly person: PersonId
  readonly purpose: Purpose
  readonly card: Card
  /** SHA-256 of the card in RFC 8785 form, 64 hexadecimal digits. */
  readonly cardHash: string
  readonly madeAt: Instant
  readonly expiresAt: Instant
}

interface DraftRow {
  readonly partner_id: string
  readonly draft_id: string
  readonly feature_id: string
  readonly person_id: string
  readonly purpose: Purpose
  readonly card: Card
  readonly card_hash: string
  readonly made_at: Instant
  readonly expires_at: Instant
}

const columns = 'partner_id, draft_id, feature_id, person_id, purpose, card, card_hash, made_at, expires_at'

/** Adds a draft. */
export async function insertDraft(session: Session, draft: Draft): Promise<void> {
  await session.query(`insert into drafts (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, [
    uuidOf(draft.partner),
    uuidOf(draft.id),
    uuidOf(draft.feature),
    uuidOf(draft.person),
    draft.purpose,
    JSON.stringify(draft.card),
    draft.cardHash,
    draft.madeAt,
    draft.expiresAt,
  ])
}

/**
 * Removes what one partner proposed to one person and nobody can confirm any more, and all but the newest `keep` of the
 * rest, so that proposing without end fills no disk.
 */
export async function removeOldDrafts(
  session: Session,
  {
    partner,
    person,
    expiredBefore,
    keep,
  }: {
    readonly partner: PartnerId
    readonly person: PersonId
    readonly expiredBefore: Instant
    readonly keep: number
  },
): Promise<void> {
  await session.query(
    `delete from drafts where partner_id = $1 and person_id = $2 and (expires_at <= $3 or draft_id not in
       (select draft_id from drafts where partner_id = $1 and person_id = $2
        order by made_at desc, draft_id desc limit $4))`,
    [uuidOf(partner), uuidOf(person), expiredBefore, keep],
  )
}

/** A draft made for this person, expired or not; undefined for anybody else's. */
export async function findDraft(
  session: Session,
  draft: DraftId,
  person: PersonId,
): Promise<Draft | undefined> {
  const { rows } = await session.query<DraftRow>(
    `select ${columns} from drafts where draft_id = $1 and person_id = $2`,
    [uuidOf(draft), uuidOf(person)],
  )
  return rows.map((row) => ({
    id: idOf('draft', row.draft_id),
    partner: idOf('partner', row.partner_id),
    feature: idOf('feature', row.feature_id),
    person: idOf('person', row.person_id),
    purpose: row.purpose,
    card: row.card,
    cardHash: row.card_hash,
    madeAt: row.made_at,
    expiresAt: row.expires_at,
  }))[0]
}
