// Who works for a company: colleagues, their roles, invitations, joining.
import { z } from 'zod'
import { removeColleague, setColleagueRole } from '../../acts/change-colleague.ts'
import { inviteColleague, takeInvitationBack } from '../../acts/invite-colleague.ts'
import { joinCompany } from '../../acts/join-company.ts'
import { id } from '../../http/id-schema.ts'
import type { Http } from '../../http/server.ts'
import type { System } from '../../system.ts'
import { teamModel } from '../model.ts'
import { atCompany, consoleUser } from '../scope.ts'
import * as wire from './wire.ts'

const tags = ['console: team']
const colleague = z.object({ person: z.string(), name: z.string(), role: wire.role, since: z.iso.datetime() })
const invitation = z.object({
  invitation: z.string(),
  role: wire.role,
  by: z.string().nullable().describe('Null for the operator.'),
  expires_at: z.iso.datetime(),
})
const hash = z.string().regex(/^[0-9a-f]{64}$/, { error: 'must be 64 lower-case hexadecimal digits' })

/** Adds them. */
export function teamRoutes(api: Http, system: System): void {
  colleagues(api, system)
  invitations(api, system)
  const body = z.strictObject({ code: z.string().min(1).max(200) })
  api.post(
    '/joins',
    {
      schema: {
        tags,
        summary: 'Join a company with an invitation',
        body,
        response: { 200: z.object({ partner: z.string() }) },
      },
    },
    async (request) => {
      const { person } = await consoleUser(system, request)
      return { partner: await joinCompany(system, { person, code: request.body.code }) }
    },
  )
}

function colleagues(api: Http, system: System): void {
  const one = wire.ofCompany.extend({ person: id('person') })
  api.get(
    '/partners/:partner/staff',
    {
      schema: {
        tags,
        summary: 'Who works for the company',
        params: wire.ofCompany,
        response: { 200: wire.listOf(colleague) },
      },
    },
    async (request) => {
      const { team } = await teamModel(system, (await atCompany(system, request)).staff)
      return { items: team.map(({ since, ...rest }) => ({ ...rest, since: wire.wireTime(since) })) }
    },
  )
  api.put(
    '/partners/:partner/staff/:person',
    {
      schema: {
        tags,
        summary: 'Give a colleague another role',
        params: one,
        body: z.strictObject({ role: wire.role }),
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { staff } = await atCompany(system, request)
      await setColleagueRole(system, staff, { colleague: request.params.person, role: request.body.role })
      return reply.code(204).send()
    },
  )
  api.delete(
    '/partners/:partner/staff/:person',
    {
      schema: {
        tags,
        summary: 'Remove a colleague, or leave',
        params: one,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { staff } = await atCompany(system, request)
      await removeColleague(system, staff, request.params.person)
      return reply.code(204).send()
    },
  )
}

function invitations(api: Http, system: System): void {
  const path = '/partners/:partner/invitations'
  const shared = { tags, params: wire.ofCompany }
  api.get(
    path,
    { schema: { ...shared, summary: 'Open invitations', response: { 200: wire.listOf(invitation) } } },
    async (request) => {
      const { invitations: open } = await teamModel(system, (await atCompany(system, request)).staff)
      return {
        items: open.map(({ hash: name, role, madeBy, expiresAt }) => ({
          invitation: name,
          role,
          by: madeBy,
          expires_at: wire.wireTime(expiresAt),
        })),
      }
    },
  )
  const made = z.object({ code: z.string(), url: z.url(), expires_at: z.iso.datetime() })
  const body = z.strictObject({ role: wire.role })
  api.post(
    path,
    {
      schema: {
        ...shared,
        summary: 'Invite somebody; the code is shown once',
        body,
        response: { 201: made },
      },
    },
    async (request, reply) => {
      const { partner, person: by } = (await atCompany(system, request)).staff
      const { code, expiresAt } = await inviteColleague(system, { partner, by, role: request.body.role })
      const url = `${system.settings.publicUrl}/console/join?code=${code}`
      return reply.code(201).send({ code, url, expires_at: wire.wireTime(expiresAt) })
    },
  )
  api.delete(
    `${path}/:invitation`,
    {
      schema: {
        tags,
        summary: 'Take an invitation back',
        params: wire.ofCompany.extend({ invitation: hash }),
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { staff } = await atCompany(system, request)
      await takeInvitationBack(system, staff, request.params.invitation)
      return reply.code(204).send()
    },
  )
}
