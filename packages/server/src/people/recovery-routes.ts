// Recovery: back in with a code from paper or from a mail; and one's own password and codes.
import * as wire from '@countersign/protocol/people-api'
import { z } from 'zod'
import { askForReset, recoverByMail } from '../acts/recover-by-mail.ts'
import { makeRecoveryCodes, recoverByCode } from '../acts/recovery-codes.ts'
import { changePassword } from '../acts/replace-password.ts'
import { limitReset, passkeyLimit, signInLimit } from '../http/rate-limit.ts'
import type { Http } from '../http/server.ts'
import { recoveryCodesOf } from '../store/recovery.ts'
import type { System } from '../system.ts'
import { ownSessionOf } from './authenticate.ts'
import { presentCodes } from './present.ts'
import { password } from './schemas.ts'

const tags = ['account']
const login = z.string().max(300)
const code = z.string().min(1).max(100)
const done = { 204: z.undefined() }

/** What can be done by somebody who cannot sign in. None of it signs anybody in. */
export function openRecoveryRoutes(api: Http, system: System): void {
  api.post(
    '/recovery/code',
    {
      config: { rateLimit: signInLimit },
      schema: {
        tags,
        summary: 'Set a new password with a recovery code',
        body: z.strictObject({ login, code, password }),
        response: done,
      },
    },
    async (request, reply) => {
      await recoverByCode(system, request.body)
      return reply.code(204).send()
    },
  )
  api.post(
    '/recovery/mail',
    {
      schema: {
        tags,
        summary:
          'Send a code to the addresses of whoever has this sign-in name; the answer does not say whether anybody has',
        body: z.strictObject({ login }),
        response: { 202: z.object({}) },
      },
    },
    async (request, reply) => {
      await limitReset(request, reply, request.body.login)
      askForReset(system, request.body.login)
      return reply.code(202).send({})
    },
  )
  api.post(
    '/recovery/password',
    {
      config: { rateLimit: passkeyLimit },
      schema: {
        tags,
        summary: 'Set a new password with a code from a mail',
        body: z.strictObject({ code, password }),
        response: done,
      },
    },
    async (request, reply) => {
      await recoverByMail(system, request.body)
      return reply.code(204).send()
    },
  )
}

/** The password and the recovery codes of the person signed in. */
export function recoveryRoutes(api: Http, system: System): void {
  api.put(
    '/account/password',
    {
      schema: {
        tags,
        summary: 'Change my password; other browsers are signed out',
        body: z.strictObject({ password }),
        response: done,
      },
    },
    async (request, reply) => {
      await changePassword(system, await ownSessionOf(system, request), request.body.password)
      return reply.code(204).send()
    },
  )
  api.get(
    '/recovery-codes',
    {
      schema: { tags, summary: 'How many recovery codes I have left', response: { 200: wire.recoveryCodes } },
    },
    async (request) => {
      const { person } = await ownSessionOf(system, request)
      return presentCodes(await recoveryCodesOf(system.app, person))
    },
  )
  api.post(
    '/recovery-codes',
    {
      schema: {
        tags,
        summary: 'Make ten new recovery codes, shown this once; those before count no more',
        response: { 201: z.object({ codes: z.array(z.string()) }) },
      },
    },
    async (request, reply) => {
      const codes = await makeRecoveryCodes(system, await ownSessionOf(system, request))
      return reply.code(201).send({ codes: [...codes] })
    },
  )
}
