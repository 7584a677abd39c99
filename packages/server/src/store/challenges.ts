// Challenges for passkeys: each is answered once, by the browser it was made for, or runs out. Stored hashed.
import type { Instant } from '@countersign/protocol'
import type { Session } from './database.ts'

/** What a challenge is answered for. */
export type ChallengeUse = 'add' | 'prove' | 'sign_in'

/** A challenge and whose it is. */
export interface Challenge {
  readonly hash: string
  readonly use: ChallengeUse
  /** Hash of the secret in the browser's cookie. */
  readonly browser: string
  /** What the new passkey's person will be known by; null where none is added. */
  readonly userHandle: string | null
  readonly expiresAt: Instant
}

/** Adds one. */
export async function insertChallenge(session: Session, challenge: Challenge): Promise<void> {
  const { hash, use, browser, userHandle, expiresAt } = challenge
  await session.query(
    'insert into challenges (challenge_hash, use, browser_hash, user_handle, expires_at) values ($1, $2, $3, $4, $5)',
    [hash, use, browser, userHandle, expiresAt],
  )
}

/** Uses a challenge up; undefined when it was never made for this browser and this use, is used, or has run out. */
export async function takeChallenge(
  session: Session,
  { hash, use, browser }: Pick<Challenge, 'hash' | 'use' | 'browser'>,
  now: Instant,
): Promise<Pick<Challenge, 'userHandle'> | undefined> {
  const { rows } = await session.query<{ user_handle: string | null }>(
    `delete from challenges where challenge_hash = $1 and use = $2 and browser_hash = $3 and expires_at > $4
     returning user_handle`,
    [hash, use, browser, now],
  )
  return rows.map((row) => ({ userHandle: row.user_handle }))[0]
}

/** Clears away those that have run out. */
export async function deleteExpiredChallenges(session: Session, now: Instant): Promise<void> {
  await session.query('delete from challenges where expires_at <= $1', [now])
}
