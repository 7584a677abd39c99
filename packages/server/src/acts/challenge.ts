// Challenges for passkeys: made for one browser and one use, answered once, within five minutes.
import { makeSecret } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import { type Challenge, insertChallenge, takeChallenge } from '../store/challenges.ts'
import type { System } from '../system.ts'
import { secretHash } from './secret-hash.ts'

/** A challenge may be answered for so long. */
export const CHALLENGE_MS = 5 * 60_000

/** What a challenge is bound to: its use, and the hash of the secret in the cookie of the browser it is for. */
export type ChallengeFor = Pick<Challenge, 'use' | 'browser'>

/** Makes a challenge: 256 bits, base64url. Only its hash is stored. */
export async function makeChallenge(
  { app, clock, random }: Pick<System, 'app' | 'clock' | 'random'>,
  bound: ChallengeFor,
  userHandle: string | null = null,
): Promise<string> {
  const challenge = makeSecret(random)
  const expiresAt = clock.now() + CHALLENGE_MS
  await insertChallenge(app, { ...bound, hash: secretHash(challenge), userHandle, expiresAt })
  return challenge
}

/**
 * Uses a challenge up, whatever becomes of the rest of its answer.
 * @throws {Problem} PASSKEY for one that was not made for this, was answered before, or has run out
 */
export async function useChallenge(
  { app, clock }: Pick<System, 'app' | 'clock'>,
  bound: ChallengeFor,
  challenge: string,
): Promise<Pick<Challenge, 'userHandle'>> {
  const taken = await takeChallenge(app, { ...bound, hash: secretHash(challenge) }, clock.now())
  if (taken === undefined) throw new Problem('PASSKEY')
  return taken
}
