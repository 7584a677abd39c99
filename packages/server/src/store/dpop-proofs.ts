// DPoP proofs seen: so that each counts once (RFC 9449 §11.1), whichever server it reaches.
import type { Instant } from '@countersign/protocol'
import type { Session } from './database.ts'

/** Remembers a proof until it would be too old anyway; false when it was seen before. Of two callers one gets true. */
export async function rememberProof(session: Session, hash: string, expiresAt: Instant): Promise<boolean> {
  const { rowCount } = await session.query(
    'insert into dpop_proofs (proof_hash, expires_at) values ($1, $2) on conflict do nothing',
    [hash, expiresAt],
  )
  return rowCount === 1
}

/** Clears away proofs that are too old to be accepted by `now`. */
export async function deleteExpiredProofs(session: Session, now: Instant): Promise<number> {
  return (await session.query('delete from dpop_proofs where expires_at <= $1', [now])).rowCount
}
