// The pages of an authorization, all below /interaction/:uid because that is where their cookie goes.
import formbody from '@fastify/formbody'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { InteractionResults, Provider } from 'oidc-provider'
import { personOfSession } from '../acts/session.ts'
import { signIn } from '../acts/sign-in.ts'
import { sendPage } from '../http/page.ts'
import { assertOwnOrigin, sessionSecretOf, setSessionCookie, signingBrowser } from '../http/people-session.ts'
import { rateLimits, signInLimit } from '../http/rate-limit.ts'
import type { Http } from '../http/server.ts'
import { Problem } from '../problems.ts'
import type { System } from '../system.ts'
import { identityPage, signInPage } from './identity-pages.ts'
import { endStop, guardOf, type Stop, stopOf } from './interaction.ts'
import { type FormFields, formFields, oneValue } from './permission-form.ts'
import {
  personOfStop,
  previewOf,
  refused,
  showPermission,
  takeIdentity,
  takePermission,
} from './permission-step.ts'

interface Room {
  readonly system: System
  readonly provider: Provider
}

type UidRequest = FastifyRequest<{ Params: { uid: string } }>

/** Registers the pages. */
export async function interactionRoutes(http: Http, system: System, provider: Provider): Promise<void> {
  const room = { system, provider }
  await http.register(async (pages: Http) => {
    await rateLimits(pages)
    await pages.register(formbody, { bodyLimit: 64 * 1024 })
    pages.addHook('onRoute', (route) => {
      route.schema = { ...route.schema, hide: true }
    })
    pages.get<{ Params: { uid: string } }>('/interaction/:uid', (request, reply) =>
      show(room, request, reply),
    )
    pages.post<{ Params: { uid: string } }>(
      '/interaction/:uid/sign-in',
      { config: { rateLimit: signInLimit } },
      (request, reply) => takeSignIn(room, request, reply),
    )
    pages.post<{ Params: { uid: string } }>('/interaction/:uid/permission', (request, reply) =>
      takeAnswer(room, request, reply),
    )
    pages.post<{ Params: { uid: string } }>('/interaction/:uid/identity', (request, reply) =>
      takeAnswer(room, request, reply),
    )
  })
}

async function show(room: Room, request: UidRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { system, provider } = room
  const stop = await stopOf(provider, system, { raw: request.raw, uid: request.params.uid }, reply.raw)
  if (stop.prompt === 'login') {
    const person = stop.freshSignIn ? undefined : await signedIn(system, request)
    if (person === undefined) return showSignIn(room, stop, reply, '', null)
    return goOn(room, request, reply, { login: { accountId: person, remember: false } })
  }
  const person = await personOfStop(system, stop)
  if (stop.details !== null) return showPermission({ ...room, stop, person, request, reply })
  return sendPage(
    reply,
    identityPage({
      partnerName: stop.partner.name,
      homepage: stop.partner.homepage,
      personName: person.displayName,
      action: `/interaction/${stop.uid}/identity`,
      guard: guardOf(system, stop.uid, person.id),
    }),
    { formTargets: [stop.redirectOrigin] },
  )
}

function showSignIn(
  { system }: Room,
  stop: Stop,
  reply: FastifyReply,
  login: string,
  problem: string | null,
): FastifyReply {
  const here = `/interaction/${stop.uid}`
  const guard = guardOf(system, stop.uid, null)
  const body = signInPage({
    partnerName: stop.partner.name,
    action: `${here}/sign-in`,
    guard,
    here,
    login,
    problem,
  })
  return sendPage(reply, body, { status: problem === null ? 200 : 401, formTargets: [stop.redirectOrigin] })
}

async function takeSignIn(room: Room, request: UidRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { system, provider } = room
  assertOwnOrigin(request, system.settings)
  const stop = await stopOf(provider, system, { raw: request.raw, uid: request.params.uid }, reply.raw)
  if (stop.prompt !== 'login') throw new Problem('ALREADY')
  const fields = guarded(system, stop, formFields(request.body))
  const login = oneValue(fields, 'login') ?? ''
  try {
    const password = oneValue(fields, 'password') ?? ''
    const opened = await signIn(system, { login, password }, signingBrowser(request, system.settings))
    setSessionCookie(reply, system.settings, opened)
    return await goOn(room, request, reply, { login: { accountId: opened.person, remember: false } })
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'WRONG_PASSWORD') throw error
    return showSignIn(room, stop, reply, login, error.message)
  }
}

async function takeAnswer(room: Room, request: UidRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { system, provider } = room
  assertOwnOrigin(request, system.settings)
  const stop = await stopOf(provider, system, { raw: request.raw, uid: request.params.uid }, reply.raw)
  const isPermission = request.url.endsWith('/permission')
  if (stop.prompt !== 'consent' || (stop.details !== null) !== isPermission) throw new Problem('ALREADY')
  const person = await personOfStop(system, stop)
  const fields = guarded(system, stop, formFields(request.body))
  const answer = oneValue(fields, 'answer')
  const step = { ...room, stop, person, request, reply }
  if (answer === 'preview' && isPermission) {
    await previewOf(step, fields)
    return reply
  }
  if (answer !== 'yes' && answer !== 'no')
    throw new Problem('BAD_REQUEST', { detail: 'Neither yes nor no was sent.' })
  if (answer === 'no') return goOn(room, request, reply, refused)
  const result = isPermission ? await takePermission(step, fields) : await takeIdentity(step)
  return result === undefined ? reply : goOn(room, request, reply, result)
}

/** The fields of a form that carries this stop's token. @throws {Problem} WRONG_ORIGIN */
function guarded(system: System, stop: Stop, fields: FormFields): FormFields {
  const person = stop.prompt === 'login' ? null : stop.person
  if (oneValue(fields, 'guard') !== guardOf(system, stop.uid, person)) throw new Problem('WRONG_ORIGIN')
  return fields
}

async function goOn(
  { provider }: Room,
  request: UidRequest,
  reply: FastifyReply,
  result: InteractionResults,
): Promise<FastifyReply> {
  const next = await endStop(provider, request.raw, reply.raw, result)
  return reply.header('cache-control', 'no-store').redirect(next, 303)
}

function signedIn(system: System, request: FastifyRequest): ReturnType<typeof personOfSession> {
  return personOfSession(system, sessionSecretOf(request, system.settings))
}
