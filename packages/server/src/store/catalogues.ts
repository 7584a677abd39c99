// Catalogues: where a feature's works are searched. Part of the register, so written by the turnstile's login only.
import { type FeatureId, idOf, type PartnerId, uuidOf } from '@countersign/protocol'
import type { Session } from './database.ts'

/** A feature whose works people can search from a thread. */
export interface Catalogue {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly searchUrl: string
}

/** The catalogues of these partners. */
export async function cataloguesOf(
  session: Session,
  partners: readonly PartnerId[],
): Promise<readonly Catalogue[]> {
  const { rows } = await session.query<{ partner_id: string; feature_id: string; search_url: string }>(
    'select partner_id, feature_id, search_url from catalogues where partner_id = any ($1::uuid[])',
    [partners.map(uuidOf)],
  )
  return rows.map((row) => ({
    partner: idOf('partner', row.partner_id),
    feature: idOf('feature', row.feature_id),
    searchUrl: row.search_url,
  }))
}

/** Gives a feature this catalogue, or another one than before. */
export async function saveCatalogue(session: Session, catalogue: Catalogue): Promise<void> {
  await session.query(
    `insert into catalogues (partner_id, feature_id, search_url) values ($1, $2, $3)
     on conflict (partner_id, feature_id) do update set search_url = excluded.search_url`,
    [uuidOf(catalogue.partner), uuidOf(catalogue.feature), catalogue.searchUrl],
  )
}

/** Takes a feature's catalogue out of the register. */
export async function removeCatalogue(
  session: Session,
  { partner, feature }: Pick<Catalogue, 'partner' | 'feature'>,
): Promise<void> {
  await session.query('delete from catalogues where partner_id = $1 and feature_id = $2', [
    uuidOf(partner),
    uuidOf(feature),
  ])
}
