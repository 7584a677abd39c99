// What the exit check stripped, as it stands in the database.
import { type Instant, type PartnerId, uuidOf } from '@countersign/protocol'
import type { Session } from '../src/store/database.ts'

/** The incidents of a partner, newest first. */
export async function incidentsOf(
  session: Session,
  partner: PartnerId,
): Promise<readonly { readonly kind: string; readonly at: Instant; readonly objects: readonly string[] }[]> {
  const { rows } = await session.query<{ kind: string; at: Instant; detail: { objects: string[] } }>(
    'select kind, at, detail from incidents where partner_id = $1 order by at desc, incident_id desc',
    [uuidOf(partner)],
  )
  return rows.map(({ kind, at, detail }) => ({ kind, at, objects: detail.objects }))
}
