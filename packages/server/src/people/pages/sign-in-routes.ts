// Signing in, signing up, claiming, signing out. None of it grants any company anything (PER-02).
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { claimAccount } from '../../acts/claim-account.ts'
import { signUp } from '../../acts/open-account.ts'
import { endSession, type OpenedSession, openSession } from '../../acts/session.ts'
import { signIn } from '../../acts/sign-in.ts'
import { listDemoPeople, signInDemo } from '../../acts/sign-in-demo.ts'
import type { Html } from '../../http/html.ts'
import {
  clearSessionCookie,
  sessionSecretOf,
  setSessionCookie,
  signingBrowser,
} from '../../http/people-session.ts'
import { signInLimit } from '../../http/rate-limit.ts'
import { Problem, problems } from '../../problems.ts'
import type { System } from '../../system.ts'
import { goOn, idIn, ownPath, type PageScope, show } from './scope.ts'
import { claimPage, type FormState, signInPage, signUpPage } from './sign-in-view.ts'

const credentials = { login: z.string().max(200), password: z.string().max(1_000) }
const next = { next: z.string().max(2_000).optional() }
const someQuery = z.object({ ...next, code: z.string().max(200).optional() })

/** Adds the pages of signing in and out. */
export function signInPages(scope: PageScope): void {
  signingIn(scope)
  signingUp(scope)
  claiming(scope)
  demoSignIn(scope)
  const { http, system } = scope
  http.post('/sign-out', { schema: { hide: true } }, async (request, reply) => {
    const secret = sessionSecretOf(request, system.settings)
    if (secret !== undefined) await endSession(system, secret)
    clearSessionCookie(reply, system.settings)
    return goOn(reply, '/')
  })
}

function signingIn({ http, system }: PageScope): void {
  http.get('/sign-in', { schema: { hide: true, querystring: someQuery } }, async (request, reply) => {
    const body = signInPage(freshForm(request.query.next), await listDemoPeople(system))
    return showForm(reply, 'Sign in', body)
  })
  const body = z.object({ ...credentials, ...next })
  http.post(
    '/sign-in',
    { config: { rateLimit: signInLimit }, schema: { hide: true, body } },
    async (request, reply) => {
      const { login, password } = request.body
      const form = { ...freshForm(request.body.next), login }
      return orSayWhy(
        reply,
        'Sign in',
        async () => {
          const from = signingBrowser(request, system.settings)
          return enter(reply, system, await signIn(system, { login, password }, from), form.next)
        },
        async (problem) => signInPage({ ...form, problem }, await listDemoPeople(system)),
      )
    },
  )
}

function signingUp({ http, system }: PageScope): void {
  http.get('/sign-up', { schema: { hide: true, querystring: someQuery } }, async (request, reply) =>
    showForm(reply, 'Make an account', signUpPage(freshForm(request.query.next))),
  )
  const body = z.object({ ...credentials, ...next, name: z.string().trim().max(200) })
  http.post(
    '/sign-up',
    { config: { rateLimit: signInLimit }, schema: { hide: true, body } },
    async (request, reply) => {
      const { login, password, name } = request.body
      const form = { ...freshForm(request.body.next), login, name }
      return orSayWhy(
        reply,
        'Make an account',
        async () => {
          const person = await signUp(system, { login, password, displayName: name })
          return enter(
            reply,
            system,
            await openSession(system, person, signingBrowser(request, system.settings)),
            form.next,
          )
        },
        async (problem) => signUpPage({ ...form, problem }),
      )
    },
  )
}

function claiming({ http, system }: PageScope): void {
  http.get('/claim', { schema: { hide: true, querystring: someQuery } }, async (request, reply) =>
    showForm(reply, 'Take over your account', claimPage(freshForm(undefined), request.query.code ?? '')),
  )
  const body = z.object({ ...credentials, code: z.string().trim().max(200) })
  http.post(
    '/claim',
    { config: { rateLimit: signInLimit }, schema: { hide: true, body } },
    async (request, reply) => {
      const { login, password, code } = request.body
      return orSayWhy(
        reply,
        'Take over your account',
        async () => {
          const person = await claimAccount(system, { code, login, password })
          return enter(
            reply,
            system,
            await openSession(system, person, signingBrowser(request, system.settings)),
            '/threads',
          )
        },
        async (problem) => claimPage({ ...freshForm(undefined), login, problem }, code),
      )
    },
  )
}

function demoSignIn({ http, system }: PageScope): void {
  const body = z.object({ person: z.string(), ...next })
  http.post('/demo/sign-in', { schema: { hide: true, body } }, async (request, reply) => {
    const session = await signInDemo(
      system,
      idIn('person', request.body.person),
      signingBrowser(request, system.settings),
    )
    return enter(reply, system, session, ownPath(request.body.next))
  })
}

function freshForm(next: string | undefined): FormState {
  return { problem: null, login: '', name: '', next: ownPath(next ?? '/threads') }
}

function enter(reply: FastifyReply, system: System, session: OpenedSession, path: string): FastifyReply {
  setSessionCookie(reply, system.settings, session)
  return goOn(reply, path)
}

/** The form again with what was wrong about it, when it was the person's to mend. */
async function orSayWhy(
  reply: FastifyReply,
  title: string,
  act: () => Promise<FastifyReply>,
  form: (problem: string) => Promise<Html>,
): Promise<FastifyReply> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof Problem) || problems[error.code].status >= 500) throw error
    const { status } = problems[error.code]
    return showForm(reply, title, await form(wordsOf(error)), status)
  }
}

/** The problem in a sentence or two; what a form can have wrong is named field by field. */
function wordsOf(problem: Problem): string {
  if (problem.errors.length > 0)
    return problem.errors.map(({ at, problem: words }) => `${fieldName(at)} ${words}.`).join(' ')
  const { title, next } = problems[problem.code]
  return problem.detail ?? `${title} ${next}`
}

function fieldName(at: string): string {
  const name = at.split('/').at(-1) ?? ''
  return name.charAt(0).toUpperCase() + name.slice(1)
}

function showForm(reply: FastifyReply, title: string, body: Html, status = 200): FastifyReply {
  return show(reply, { title, body, visitor: null, width: 'form', status })
}
