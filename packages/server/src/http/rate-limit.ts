// Limits on how often the same caller may try: answered with 429 and the RateLimit headers of the IETF draft.
import { hash } from 'node:crypto'
import type { PersonId } from '@countersign/protocol'
import rateLimit from '@fastify/rate-limit'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../problems.ts'
import { callerAddress } from './caller-address.ts'
import { sessionSecretOf } from './people-session.ts'
import type { Http } from './server.ts'

const TEN_MINUTES_MS = 10 * 60_000
const HOUR_MS = 60 * 60_000

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
    refuseBeyond(reply, await limit(request))
  })
  if (!mailLimits.has(http.server))
    mailLimits.set(http.server, {
      caller: mailLimit(http, 20, TEN_MINUTES_MS),
      person: mailLimit(http, 20, HOUR_MS),
      recipient: mailLimit(http, 5, HOUR_MS),
      login: mailLimit(http, 5, HOUR_MS),
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

/** For passkeys and long codes, which say no name before they are checked: sixty tries in ten minutes from one address. Nothing in them can be guessed. */
export const passkeyLimit = {
  max: 60,
  timeWindow: TEN_MINUTES_MS,
  keyGenerator: ({ ip }: FastifyRequest): string => callerAddress(ip),
} as const

/** For what one session does: so many times in ten minutes, from wherever. */
function sessionLimit(site: { readonly publicUrl: string }, max: number) {
  return {
    max,
    timeWindow: TEN_MINUTES_MS,
    keyGenerator: (request: FastifyRequest): string => hash('sha256', sessionSecretOf(request, site) ?? ''),
  } as const
}

/** For showing once more who one is: ten tries, so that a stolen session guesses no password. */
export function proofLimit(site: { readonly publicUrl: string }) {
  return sessionLimit(site, 10)
}

/** For asking people to be friends: thirty, so that nobody goes through names, or sends everybody a request. */
export function askLimit(site: { readonly publicUrl: string }) {
  return sessionLimit(site, 30)
}

/** For announcing files: three hundred, which is thirty full messages. */
export function fileLimit(site: { readonly publicUrl: string }) {
  return sessionLimit(site, 300)
}

/** For fetching everything one ever wrote: ten, lost connections included. */
export function exportLimit(site: { readonly publicUrl: string }) {
  return sessionLimit(site, 10)
}

type Counted = 'caller' | 'login' | 'person' | 'recipient'
type MailLimit = (request: FastifyRequest, key: string) => ReturnType<ReturnType<Http['createRateLimit']>>

/** Of one server, whatever its rooms: an address filled from pages and API together is filled. */
const mailLimits = new WeakMap<Http['server'], Readonly<Record<Counted, MailLimit>>>()

function mailLimit(http: Http, max: number, timeWindow: number): MailLimit {
  const keys = new WeakMap<FastifyRequest, string>()
  const limit = http.createRateLimit({
    max,
    timeWindow,
    keyGenerator: (request) => keys.get(request) ?? '',
  })
  return (request, key) => {
    keys.set(request, key)
    return limit(request)
  }
}

/**
 * Called before a mail is sent, by pages and API alike, which share the counts: twenty in ten minutes from one address,
 * twenty an hour for one person from anywhere, and five an hour to one inbox whoever asks, so that strangers together fill
 * nobody's. Recipients are counted under a hash.
 * @throws {Problem} TOO_MANY, with Retry-After
 */
export async function limitMail(
  request: FastifyRequest,
  reply: FastifyReply,
  { person, email }: { readonly person: PersonId; readonly email: string },
): Promise<void> {
  const limits = mailLimits.get(request.server.server)
  if (limits === undefined) throw new TypeError('mail is sent where nothing is limited')
  const counted = [
    [limits.caller, callerAddress(request.ip)],
    [limits.person, person],
    [limits.recipient, hash('sha256', inboxOf(email))],
  ] as const
  for (const [limit, key] of counted) refuseBeyond(reply, await limit(request, key))
}

/**
 * Called before mails are sent to whoever signs in with a name, known or not, so that the limit tells no more than the answer:
 * twenty in ten minutes from one address, five an hour for one name. Who is kept from asking has five codes in their inbox.
 * @throws {Problem} TOO_MANY, with Retry-After
 */
export async function limitReset(request: FastifyRequest, reply: FastifyReply, login: string): Promise<void> {
  const limits = mailLimits.get(request.server.server)
  if (limits === undefined) throw new TypeError('mail is sent where nothing is limited')
  refuseBeyond(reply, await limits.caller(request, callerAddress(request.ip)))
  refuseBeyond(reply, await limits.login(request, hash('sha256', loginIn({ login }))))
}

/** The inbox an address most likely reaches: dots, capitals and what follows a plus sign make another address of the same one. */
function inboxOf(email: string): string {
  const at = email.lastIndexOf('@')
  const local = email.slice(0, at).replace(/\+.*$/s, '').replaceAll('.', '')
  return `${local}${email.slice(at)}`.toLowerCase()
}

function refuseBeyond(reply: FastifyReply, tried: Awaited<ReturnType<MailLimit>>): void {
  if (tried.isAllowed || !tried.isExceeded) return
  reply.header('retry-after', String(tried.ttlInSeconds))
  throw new Problem('TOO_MANY')
}

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
