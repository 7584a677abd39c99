// The page of a company's people.
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { removeColleague, setColleagueRole } from '../../acts/change-colleague.ts'
import { inviteColleague, takeInvitationBack } from '../../acts/invite-colleague.ts'
import { goOn, idIn } from '../../http/go-on.ts'
import { staffRoles } from '../../store/partner-staff.ts'
import type { System } from '../../system.ts'
import { teamModel } from '../model.ts'
import { type AtCompany, atCompany, type ConsoleScope, show } from '../scope.ts'
import { companyFrame, companyPath, type Trouble } from './frame.ts'
import { teamView } from './team-view.ts'
import { orTrouble } from './trouble.ts'

const role = z.enum(staffRoles)
const here = '/console/:partner/team'

/** Adds it. */
export function teamPages({ http, system }: ConsoleScope): void {
  http.get(here, { schema: { hide: true } }, async (request, reply) =>
    page(system, reply, await atCompany(system, request)),
  )
  inviting({ http, system })
  const one = z.object({ partner: z.string(), person: z.string() })
  http.post(
    `${here}/:person/role`,
    { schema: { hide: true, params: one, body: z.object({ role }) } },
    async (request, reply) => {
      const at = await atCompany(system, request)
      const colleague = idIn('person', request.params.person)
      return orTrouble(
        async () => {
          await setColleagueRole(system, at.staff, { colleague, role: request.body.role })
          return goOn(reply, companyPath(at.company, '/team'))
        },
        (trouble, status) => page(system, reply, at, { trouble }, status),
      )
    },
  )
  http.post(`${here}/:person/remove`, { schema: { hide: true, params: one } }, async (request, reply) => {
    const at = await atCompany(system, request)
    const colleague = idIn('person', request.params.person)
    return orTrouble(
      async () => {
        await removeColleague(system, at.staff, colleague)
        return goOn(reply, colleague === at.person ? '/console' : companyPath(at.company, '/team'))
      },
      (trouble, status) => page(system, reply, at, { trouble }, status),
    )
  })
}

function inviting({ http, system }: ConsoleScope): void {
  const body = z.object({ role })
  http.post(`${here}/invitations`, { schema: { hide: true, body } }, async (request, reply) => {
    const at = await atCompany(system, request)
    const { partner, person: by } = at.staff
    // Shown in the answer itself: an address that holds a secret is not to stand in a browser's history.
    return orTrouble(
      async () => {
        const { code } = await inviteColleague(system, { partner, by, role: request.body.role })
        return page(system, reply, at, { made: `${system.settings.publicUrl}/console/join?code=${code}` })
      },
      (trouble, status) => page(system, reply, at, { trouble }, status),
    )
  })
  const params = z.object({ partner: z.string(), invitation: z.string().max(200) })
  http.post(
    `${here}/invitations/:invitation/remove`,
    { schema: { hide: true, params } },
    async (request, reply) => {
      const at = await atCompany(system, request)
      await takeInvitationBack(system, at.staff, request.params.invitation)
      return goOn(reply, companyPath(at.company, '/team'))
    },
  )
}

async function page(
  system: System,
  reply: FastifyReply,
  { company, role: mine, staff, person }: AtCompany,
  { made = null, trouble }: { readonly made?: string | null; readonly trouble?: Trouble } = {},
  status = 200,
): Promise<FastifyReply> {
  const { team, invitations } = await teamModel(system, staff)
  const view = { company, me: person, isOwner: mine === 'owner', team, invitations, made }
  const body = companyFrame(company, '/team', {
    ...(trouble && { trouble }),
    body: teamView(view, system.clock.now()),
  })
  return show(system, reply, { title: `Team of ${company.name}`, body, person, status })
}
