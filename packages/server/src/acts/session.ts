// Sessions of people on our own pages: a secret in a cookie, its hash in the store.
import { DAY_MS, type Instant, type PersonId } from '@countersign/protocol'
import { makeSecret } from '../ports/random.ts'
import {
  deleteExpiredSessions,
  deleteSession,
  findSession,
  insertSession,
  mayActAs,
  type StandingSession,
} from '../store/sessions.ts'
import type { System } from '../system.ts'
import { secretHash } from './secret-hash.ts'

/** A session lasts this long from signing in, whatever happens in it. */
export const SESSION_MS = 30 * DAY_MS

/** A session just opened; the secret can be seen this once. */
export interface OpenedSession {
  readonly secret: string
  readonly expiresAt: Instant
}

/** Signs a person in with one browser. Who they are has been checked by the caller (a password, a claimed account). */
export async function openSession(
  { app, clock, random }: Pick<System, 'app' | 'clock' | 'random'>,
  person: PersonId,
): Promise<OpenedSession> {
  const secret = makeSecret(random)
  const madeAt = clock.now()
  const expiresAt = madeAt + SESSION_MS
  await deleteExpiredSessions(app, person, madeAt)
  await insertSession(app, { hash: secretHash(secret), person, madeAt, expiresAt })
  return { secret, expiresAt }
}

/**
 * Whose side a secret opens: that of whoever signed in, or of the test person they act as. Undefined for none, and for one
 * that is unknown, over, or of an account no longer open. Who may no longer act as the test person is nobody until they stop:
 * what was meant for a made-up person is never done as oneself.
 */
export async function personOfSession(
  system: Pick<System, 'app' | 'clock'>,
  secret: string | undefined,
): Promise<PersonId | undefined> {
  const session = await standing(system, secret)
  if (session === undefined || session.actingAs === null) return session?.person
  const may = await mayActAs(system.app, session.person, session.actingAs)
  return may ? session.actingAs : undefined
}

/** Who signed in with a secret, whoever they act as: the console asks for the person themselves. */
export async function ownerOfSession(
  system: Pick<System, 'app' | 'clock'>,
  secret: string | undefined,
): Promise<PersonId | undefined> {
  return (await standing(system, secret))?.person
}

/** Whether a secret's session acts as a test person. */
export async function isActing(
  system: Pick<System, 'app' | 'clock'>,
  secret: string | undefined,
): Promise<boolean> {
  const session = await standing(system, secret)
  return session !== undefined && session.actingAs !== null
}

async function standing(
  { app, clock }: Pick<System, 'app' | 'clock'>,
  secret: string | undefined,
): Promise<StandingSession | undefined> {
  return secret === undefined ? undefined : findSession(app, secretHash(secret), clock.now())
}

/** Signs out; doing so again changes nothing. */
export function endSession({ app }: Pick<System, 'app'>, secret: string): Promise<void> {
  return deleteSession(app, secretHash(secret))
}
