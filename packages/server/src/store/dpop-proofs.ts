// DPoP proofs seen: so that each counts once (RFC 9449 §11.1), whichever server it reaches.
import type { Instant } from '@countersign/protocol'
import type { Session } from './database.ts'

/**
 * Remembers a proof until it would be too old anyway. Of two callers one gets the database's time, the other undefined, as
 * does everybody after them.
 */
export async function rememberProof(
  session: Session,
  hash: string,
  expiresAt: Instant,
): Promise<Instant | undefined> {
  const { rows } = await session.query<{ at: Instant }>(
    `insert into dpop_proofs (proof_hash, expires_at) values ($1, $2) on conflict do nothing
     returning floor(extract(epoch from statement_timestamp()) * 1000)::bigint as at`,
    [hash, expiresAt],
  )
  return rows[0]?.at
}

/** Clears away proofs that are too old to be accepted by `now`. */
export async function deleteExpiredProofs(session: Session, now: Instant): Promise<number> {
  return (await session.query('delete from dpop_proofs where expires_at <= $1', [now])).rowCount
}
