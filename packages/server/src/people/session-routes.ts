// Signing in and out, opening and claiming accounts. A session is all that ever comes of it (PER-02).
import { appLocales } from '@countersign/protocol/app-locales'
import * as wire from '@countersign/protocol/people-api'
import { shownKey, signed } from '@countersign/protocol/signing-api'
import { z } from 'zod'
import { displayName, login } from '../acts/account-names.ts'
import { chooseLanguage } from '../acts/choose-language.ts'
import { claimAccount } from '../acts/claim-account.ts'
import { closeAccount } from '../acts/close-account.ts'
import { signUp } from '../acts/open-account.ts'
import { findRelyingParty } from '../acts/relying-party.ts'
import { endSession, openSession } from '../acts/session.ts'
import { signIn } from '../acts/sign-in.ts'
import { listDemoPeople, signInDemo } from '../acts/sign-in-demo.ts'
import { browserOf, clearSessionCookie, sessionSecretOf, signingBrowser } from '../http/people-session.ts'
import { signInLimit } from '../http/rate-limit.ts'
import type { Http } from '../http/server.ts'
import { Problem } from '../problems.ts'
import { findPerson } from '../store/people.ts'
import type { System } from '../system.ts'
import { isTestAct, personOf } from './authenticate.ts'
import { shownIn } from './key-routes.ts'
import { presentMe } from './present.ts'
import { id, locale, password } from './schemas.ts'
import { welcome } from './welcome.ts'

const tags = ['account']
/** The key of the browser an account begins in. */
const firstKey = shownKey.meta({ description: 'The key this browser will sign with: it counts at once.' })
/** What shows who somebody is: to sign in, and once more before something that cannot be undone. */
const credentials = z.strictObject({ login: z.string().max(300), password })

/** What can be done without being signed in. */
export function openRoutes(api: Http, system: System): void {
  api.get(
    '/entrance',
    {
      schema: {
        tags,
        summary: 'What somebody who is not signed in can do here',
        response: { 200: wire.entrance },
      },
    },
    async () => ({
      sign_up: system.settings.signUp,
      passkeys: findRelyingParty(system) !== undefined,
      demo_people: [...(await listDemoPeople(system))],
    }),
  )
  api.post(
    '/session/demo',
    {
      schema: {
        tags,
        summary: 'Sign in as somebody made up, in a demo only',
        body: z.strictObject({ person: id('person') }),
        response: { 200: wire.session },
      },
    },
    async (request, reply) => {
      const { person } = request.body
      const session = await signInDemo(system, person, signingBrowser(request, system.settings))
      return welcome(reply, system, person, session)
    },
  )
  api.post(
    '/session',
    {
      config: { rateLimit: signInLimit },
      schema: {
        tags,
        summary: 'Sign in',
        body: credentials,
        response: { 200: wire.session },
      },
    },
    async (request, reply) => {
      const from = signingBrowser(request, system.settings)
      const { person, ...session } = await signIn(system, request.body, from)
      return welcome(reply, system, person, session)
    },
  )
  api.post(
    '/accounts',
    {
      config: { rateLimit: signInLimit },
      schema: {
        tags,
        summary: 'Open an account and sign in',
        body: z.strictObject({
          login,
          password,
          display_name: displayName,
          locale: locale.optional(),
          invitation: z.string().min(1).max(100).optional().meta({
            description: 'The code of a friend’s link: the two are friends at once.',
          }),
          key: firstKey.optional(),
        }),
        response: { 201: wire.session },
      },
    },
    async (request, reply) => {
      const { display_name, key, ...account } = request.body
      const began = { ...account, displayName: display_name, key: key && shownIn(key, browserOf(request)) }
      const person = await signUp(system, began)
      const session = await openSession(system, person, signingBrowser(request, system.settings))
      return reply.code(201).send(welcome(reply, system, person, session))
    },
  )
  api.post(
    '/accounts/claim',
    {
      config: { rateLimit: signInLimit },
      schema: {
        tags,
        summary: 'Claim an account with an invitation and sign in',
        body: z.strictObject({ code: z.string().min(1).max(100), login, password, key: firstKey.optional() }),
        response: { 200: wire.session },
      },
    },
    async (request, reply) => {
      const { key, ...claim } = request.body
      const person = await claimAccount(system, { ...claim, key: key && shownIn(key, browserOf(request)) })
      const session = await openSession(system, person, signingBrowser(request, system.settings))
      return welcome(reply, system, person, session)
    },
  )
}

/** What the person signed in can do with their session and their account. */
export function sessionRoutes(api: Http, system: System): void {
  api.get(
    '/session',
    { schema: { tags, summary: 'Who is signed in', response: { 200: wire.me } } },
    async (request) => {
      const person = await findPerson(system.app, personOf(request))
      if (person === undefined) throw new Problem('SIGN_IN')
      return presentMe(person, await isTestAct(system, request, person))
    },
  )
  api.delete(
    '/session',
    { schema: { tags, summary: 'Sign out', response: { 204: z.undefined() } } },
    async (request, reply) => {
      const secret = sessionSecretOf(request, system.settings)
      if (secret !== undefined) await endSession(system, secret)
      clearSessionCookie(reply, system.settings)
      return reply.code(204).send()
    },
  )
  api.put(
    '/account/language',
    {
      schema: {
        tags,
        summary: 'Be spoken to in a language of the app, on pages and by mail',
        body: z.strictObject({ language: z.enum(appLocales) }),
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      await chooseLanguage(system, { person: personOf(request), ...request.body })
      return reply.code(204).send()
    },
  )
  api.post(
    '/account/close',
    {
      config: { rateLimit: signInLimit },
      schema: {
        tags,
        summary: 'Close my account for good',
        body: credentials.extend({ signed: signed.optional() }),
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      await closeAccount(system, { person: personOf(request), ...request.body })
      clearSessionCookie(reply, system.settings)
      return reply.code(204).send()
    },
  )
}
