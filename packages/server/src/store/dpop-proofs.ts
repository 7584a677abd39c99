// DPoP proofs seen: so that each counts once (RFC 9449 §11.1), whichever server it reaches.
import type { Instant } from '@countersign/protocol'
import type { Session } from './database.ts'

/**
 * Remembers a proof until it would be too old anyway. Of two callers one gets the time, the database's or the ledger head's
 * when that is later; the other undefined, as does everybody after them.
 */
export async function rememberProof(
  session: Session,
  logId: number,
  hash: string,
  expiresAt: Instant,
): Promise<Instant | undefined> {
  const { rows } = await session.query<{ at: Instant }>(
    `insert into dpop_proofs (proof_hash, expires_at) values ($1, $2) on conflict do nothing
     returning greatest(floor(extract(epoch from statement_timestamp()) * 1000)::bigint,
       (select head_time from ledger_heads where log_id = $3)) as at`,
    [hash, expiresAt, logId],
  )
  return rows[0]?.at
}

/** Clears away proofs that are too old to be accepted by `now`. */
export async function deleteExpiredProofs(session: Session, now: Instant): Promise<number> {
  return (await session.query('delete from dpop_proofs where expires_at <= $1', [now])).rowCount
}
