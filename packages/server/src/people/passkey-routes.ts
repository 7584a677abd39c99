// Passkeys: signing in with one, adding, renaming, removing (WebAuthn Level 3).
import { plainWords } from '@countersign/protocol'
import * as wire from '@countersign/protocol/people-api'
import { z } from 'zod'
import { addPasskey, askForNewPasskey } from '../acts/add-passkey.ts'
import { removePasskey, renamePasskey } from '../acts/keep-passkeys.ts'
import { askForPasskey, signInWithPasskey } from '../acts/sign-in-passkey.ts'
import { browserSecretOf, setBrowserCookie, signingBrowser } from '../http/people-session.ts'
import { passkeyLimit } from '../http/rate-limit.ts'
import type { Http } from '../http/server.ts'
import { makeSecret } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import { passkeysOf } from '../store/passkeys.ts'
import type { System } from '../system.ts'
import { ownSessionOf } from './authenticate.ts'
import { newPasskeyAnswer, newPasskeyAsk, passkeyAnswer, passkeyAsk } from './passkey-schemas.ts'
import { presentPasskey } from './present.ts'
import { id } from './schemas.ts'
import { welcome } from './welcome.ts'

const tags = ['account']
const name = plainWords(60)
const onePasskey = z.strictObject({ passkey: id('passkey') })

/** Signing in with a passkey: the browser that asked is the one that answers. */
export function openPasskeyRoutes(api: Http, system: System): void {
  api.post(
    '/session/passkey/options',
    {
      config: { rateLimit: passkeyLimit },
      schema: { tags, summary: 'What to ask a passkey for, to sign in', response: { 200: passkeyAsk } },
    },
    async (request, reply) => {
      const secret = browserSecretOf(request, system.settings) ?? makeSecret(system.random)
      setBrowserCookie(reply, system.settings, secret)
      return askForPasskey(system, secret)
    },
  )
  api.post(
    '/session/passkey',
    {
      config: { rateLimit: passkeyLimit },
      schema: {
        tags,
        summary: 'Sign in with what the passkey signed',
        body: passkeyAnswer,
        response: { 200: wire.session },
      },
    },
    async (request, reply) => {
      const browser = browserSecretOf(request, system.settings)
      if (browser === undefined) throw new Problem('PASSKEY')
      const from = signingBrowser(request, system.settings)
      const given = { browser, answer: request.body }
      const { person, ...session } = await signInWithPasskey(system, given, from)
      return welcome(reply, system, person, session)
    },
  )
}

/** The passkeys of the person signed in. */
export function passkeyRoutes(api: Http, system: System): void {
  api.get(
    '/passkeys',
    { schema: { tags, summary: 'My passkeys', response: { 200: wire.listOf(wire.passkey) } } },
    async (request) => {
      const { person } = await ownSessionOf(system, request)
      return { items: (await passkeysOf(system.app, person)).map(presentPasskey), next: null }
    },
  )
  api.post(
    '/passkeys/options',
    { schema: { tags, summary: 'What to ask a new passkey for', response: { 200: newPasskeyAsk } } },
    async (request) => askForNewPasskey(system, await ownSessionOf(system, request)),
  )
  api.post(
    '/passkeys',
    {
      schema: {
        tags,
        summary: 'Add the passkey an authenticator made',
        body: z.strictObject({ name, answer: newPasskeyAnswer }),
        response: { 201: z.object({ id: z.string() }) },
      },
    },
    async (request, reply) => {
      const added = await addPasskey(system, await ownSessionOf(system, request), request.body)
      return reply.code(201).send({ id: added })
    },
  )
  api.patch(
    '/passkeys/:passkey',
    {
      schema: {
        tags,
        summary: 'Call a passkey something else',
        params: onePasskey,
        body: z.strictObject({ name }),
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { person } = await ownSessionOf(system, request)
      await renamePasskey(system, { person, ...request.params, ...request.body })
      return reply.code(204).send()
    },
  )
  api.delete(
    '/passkeys/:passkey',
    {
      schema: { tags, summary: 'Remove a passkey', params: onePasskey, response: { 204: z.undefined() } },
    },
    async (request, reply) => {
      await removePasskey(system, await ownSessionOf(system, request), request.params.passkey)
      return reply.code(204).send()
    },
  )
}
