// What every way of signing in ends with: the browser's cookie, and who is there now.
import type { PersonId } from '@countersign/protocol'
import type * as wire from '@countersign/protocol/people-api'
import type { FastifyReply } from 'fastify'
import type { z } from 'zod'
import type { OpenedSession } from '../acts/session.ts'
import { setSessionCookie } from '../http/people-session.ts'
import type { System } from '../system.ts'
import { time } from './present.ts'

/** Hands the session to the browser and says whose it is. */
export function welcome(
  reply: FastifyReply,
  { settings }: Pick<System, 'settings'>,
  person: PersonId,
  session: OpenedSession,
): z.infer<typeof wire.session> {
  setSessionCookie(reply, settings, session)
  return { person, expires_at: time(session.expiresAt) }
}
