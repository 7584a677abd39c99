// Limits on how often the same caller may try: answered with 429 and the RateLimit headers of the IETF draft.
import rateLimit from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'
import type { Http } from './server.ts'

/** Makes routes limitable by their `config.rateLimit`; no route is limited by this alone. A room calls it before its routes; again is harmless. */
export async function rateLimits(http: Http): Promise<void> {
  if (http.hasDecorator('rateLimit')) return
  await http.register(rateLimit, { global: false, enableDraftSpec: true, hook: 'preHandler' })
}

/**
 * For routes that check a password, after the form was read: thirty tries in ten minutes for one name from one address,
 * so that guessing is slow and nobody is locked out by somebody elsewhere.
 */
export const signInLimit = {
  max: 30,
  timeWindow: 10 * 60_000,
  keyGenerator: (request: FastifyRequest): string => `${request.ip} ${loginIn(request.body)}`,
} as const

function loginIn(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('login' in body)) return ''
  return String(body.login).trim().toLowerCase().slice(0, 200)
}
