// The pages of an authorization, all below /interaction/:uid because that is where their cookie goes.
import { appLocaleFor } from '@countersign/protocol/app-locales'
import formbody from '@fastify/formbody'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { InteractionResults, Provider } from 'oidc-provider'
import { personOfSession } from '../acts/session.ts'
import { signIn } from '../acts/sign-in.ts'
import { sendPage } from '../http/page.ts'
import { assertOwnOrigin, sessionSecretOf, setSessionCookie, signingBrowser } from '../http/people-session.ts'
import { rateLimits, signInLimit } from '../http/rate-limit.ts'
import type { Http } from '../http/server.ts'
import { readWebApp, sendApp, type WebApp } from '../http/web-app.ts'
import { Problem } from '../problems.ts'
import type { System } from '../system.ts'
import { type FormFields, formFields, oneValue } from './form-fields.ts'
import { identityPage, signInPage } from './identity-pages.ts'
import { endStop, guardOf, type Stop, stopOf } from './interaction.ts'
import { permissionRoutes } from './permission-routes.ts'
import { personOfStop, refused, takeIdentity } from './permission-step.ts'

interface Room {
  readonly system: System
  readonly provider: Provider
  readonly app: WebApp
}

type UidRequest = FastifyRequest<{ Params: { uid: string } }>

/** Registers the pages, and what the permission screen says and takes. @throws Error where the app is not built */
export async function interactionRoutes(http: Http, system: System, provider: Provider): Promise<void> {
  const room = { system, provider, app: readWebApp() }
  await permissionRoutes(http, system, provider)
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
    pages.post<{ Params: { uid: string } }>('/interaction/:uid/identity', (request, reply) =>
      takeIdentityAnswer(room, request, reply),
    )
  })
}

async function show(room: Room, request: UidRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { system, provider, app } = room
  const stop = await stopOf(provider, system, { raw: request.raw, uid: request.params.uid }, reply.raw)
  if (stop.prompt === 'login') {
    const person = stop.freshSignIn ? undefined : await signedIn(system, request)
    if (person === undefined) return showSignIn(room, stop, reply, '', null)
    return goOn(room, request, reply, { login: { accountId: person, remember: false } })
  }
  const person = await personOfStop(system, stop)
  // The app draws the permission screen; it is asked for as JSON below this very address.
  if (stop.details !== null)
    return sendApp(reply, app, { locale: appLocaleFor(person.locale), random: system.random })
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

async function takeIdentityAnswer(
  room: Room,
  request: UidRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { system, provider } = room
  assertOwnOrigin(request, system.settings)
  const stop = await stopOf(provider, system, { raw: request.raw, uid: request.params.uid }, reply.raw)
  if (stop.prompt !== 'consent' || stop.details !== null) throw new Problem('ALREADY')
  const person = await personOfStop(system, stop)
  const answer = oneValue(guarded(system, stop, formFields(request.body)), 'answer')
  if (answer !== 'yes' && answer !== 'no')
    throw new Problem('BAD_REQUEST', { detail: 'Neither yes nor no was sent.' })
  const result = answer === 'no' ? refused : await takeIdentity({ system, provider, stop, person })
  return goOn(room, request, reply, result)
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
