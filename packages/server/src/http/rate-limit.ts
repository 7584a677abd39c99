// Limits on how often the same caller may try: answered with 429 and the RateLimit headers of the IETF draft.
import rateLimit from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'
import { Problem } from '../problems.ts'
import { callerAddress } from './caller-address.ts'
import type { Http } from './server.ts'

const TEN_MINUTES_MS = 10 * 60_000

/** Makes routes limitable by their `config.rateLimit`; no route is limited by this alone. A room calls it before its routes; again is harmless. */
export async function rateLimits(http: Http): Promise<void> {
  if (http.hasDecorator('rateLimit')) return
  await http.register(rateLimit, { global: false, enableDraftSpec: true, hook: 'preHandler' })
  const limit = http.createRateLimit({
    max: TRIES_PER_ADDRESS,
    timeWindow: TEN_MINUTES_MS,
    keyGenerator: ({ ip }) => callerAddress(ip),
  })
  http.addHook('preHandler', async (request, reply) => {
    if (request.routeOptions.config.rateLimit !== signInLimit) return
    const tried = await limit(request)
    if (tried.isAllowed || !tried.isExceeded) return
    reply.header('retry-after', String(tried.ttlInSeconds))
    throw new Problem('TOO_MANY')
  })
}

/** However many names somebody tries from one address: one password tried on everybody is guessing too. */
const TRIES_PER_ADDRESS = 300

/**
 * For routes that check a password, after the form was read: thirty tries in ten minutes for one name from one address,
 * so that guessing is slow and nobody is locked out by somebody elsewhere; and three hundred for all names together.
 */
export const signInLimit = {
  max: 30,
  timeWindow: TEN_MINUTES_MS,
  keyGenerator: ({ ip, body }: FastifyRequest): string => `${callerAddress(ip)} ${loginIn(body)}`,
} as const

/** For routes that send mail: twenty in ten minutes from one address, so that nobody's inbox is filled from here. */
export const mailLimit = {
  max: 20,
  timeWindow: TEN_MINUTES_MS,
  keyGenerator: ({ ip }: FastifyRequest): string => callerAddress(ip),
} as const

/** For routes that make the server ask a company: thirty questions a minute from one address. */
export const searchLimit = {
  max: 30,
  timeWindow: 60_000,
  keyGenerator: ({ ip }: FastifyRequest): string => callerAddress(ip),
} as const

function loginIn(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('login' in body)) return ''
  // The form names are looked up in (`loginForm`): another spelling of a name is not another name to try.
  return String(body.login).normalize('NFKC').trim().toLowerCase().slice(0, 200)
}
