// Sessions of people on our own pages: a secret in a cookie, its hash in the store.
import { DAY_MS, type Instant, type PersonId } from '@countersign/protocol'
import { makeId, makeSecret } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import {
  deleteExpiredSessions,
  deleteSession,
  findSession,
  insertSession,
  mayActAs,
  type StandingSession,
  saveSeen,
} from '../store/sessions.ts'
import type { System } from '../system.ts'
import { secretHash } from './secret-hash.ts'

/** A session lasts this long from signing in, whatever happens in it. */
export const SESSION_MS = 30 * DAY_MS

/** That a browser came is noted this often: about when is enough for its person, and each note is a write. */
const NOTED_EVERY_MS = 5 * 60_000

/** A session just opened; the secret can be seen this once. */
export interface OpenedSession {
  readonly secret: string
  readonly expiresAt: Instant
}

/** The browser somebody signs in with. */
export interface SigningBrowser {
  /** As "Firefox on Linux"; null where it did not say. */
  readonly browser: string | null
  /** The secret it came with, if any: that session ends, so that nobody goes on under an id from before (session fixation). */
  readonly before: string | undefined
}

/**
 * Signs a person in with one browser, under a secret it never had before. Who they are has been checked by the caller (a
 * password, a passkey, a claimed account), and counts as shown just now.
 */
export async function openSession(
  { app, clock, random }: Pick<System, 'clock' | 'random'> & { readonly app: Session },
  person: PersonId,
  { browser, before }: SigningBrowser = { browser: null, before: undefined },
): Promise<OpenedSession> {
  const secret = makeSecret(random)
  const madeAt = clock.now()
  const expiresAt = madeAt + SESSION_MS
  await deleteExpiredSessions(app, person, madeAt)
  const id = makeId('session', madeAt, random)
  await insertSession(app, { hash: secretHash(secret), id, person, browser, madeAt, expiresAt })
  if (before !== undefined) await deleteSession(app, secretHash(before))
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
  if (secret === undefined) return undefined
  const now = clock.now()
  const session = await findSession(app, secretHash(secret), now)
  if (session !== undefined && now - (session.seenAt ?? 0) >= NOTED_EVERY_MS)
    // A note that cannot be made keeps nobody out: people chat on with a full disk.
    await saveSeen(app, secretHash(secret), now).catch(() => undefined)
  return session
}

/** A session in which somebody sees to their own account. */
export interface OwnSession extends StandingSession {
  /** Hash of its secret. */
  readonly hash: string
}

/**
 * The session somebody changes their own account in.
 * @throws {Problem} SIGN_IN for nobody; NOT_ALLOWED while acting as a test person, whose account has no ways in
 */
export async function ownSession(
  system: Pick<System, 'app' | 'clock'>,
  secret: string | undefined,
): Promise<OwnSession> {
  const session = await standing(system, secret)
  if (session === undefined || secret === undefined) throw new Problem('SIGN_IN')
  if (session.actingAs !== null)
    throw new Problem('NOT_ALLOWED', { detail: 'You act as a test person. Be yourself again first.' })
  return { ...session, hash: secretHash(secret) }
}

/** Signs out; doing so again changes nothing. What is open live with the session ends with it. */
export async function endSession(
  system: Pick<System, 'app' | 'clock' | 'live'>,
  secret: string,
): Promise<void> {
  const session = await standing(system, secret)
  await deleteSession(system.app, secretHash(secret))
  if (session !== undefined)
    system.live.tell({ type: 'sessions', person: session.actingAs ?? session.person })
}
