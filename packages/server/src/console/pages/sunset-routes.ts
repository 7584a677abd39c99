// The page on which an owner ends a feature.
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { endFeature, previewEnd } from '../../acts/end-feature.ts'
import { assertOwner } from '../../acts/staff.ts'
import { goOn, idIn } from '../../http/go-on.ts'
import { Problem } from '../../problems.ts'
import { featuresOf } from '../../store/features.ts'
import type { System } from '../../system.ts'
import { type AtCompany, atCompany, type ConsoleScope, show } from '../scope.ts'
import { companyFrame, companyPath, type Trouble } from './frame.ts'
import { sunsetView } from './sunset-view.ts'
import { orTrouble } from './trouble.ts'

const here = '/console/:partner/powers/:feature/end'
const params = z.object({ partner: z.string(), feature: z.string() })
const body = z.object({ day: z.union([z.literal(''), z.iso.date()]) })

/** Adds it. */
export function sunsetPages({ http, system }: ConsoleScope): void {
  http.get(here, { schema: { hide: true, params } }, async (request, reply) =>
    page(system, reply, await atCompany(system, request), request.params.feature),
  )
  http.post(here, { schema: { hide: true, params, body } }, async (request, reply) => {
    const at = await atCompany(system, request)
    const { partner } = at.staff
    const feature = idIn('feature', request.params.feature)
    await assertOwner(system.app, at.staff)
    return orTrouble(
      async () => {
        const { day } = request.body
        await endFeature(system, { partner, feature, at: day === '' ? null : Date.parse(`${day}T00:00:00Z`) })
        return goOn(reply, `${companyPath(at.company, '/powers')}/${feature}/end`)
      },
      (trouble, status) => page(system, reply, at, feature, trouble, status),
    )
  })
}

async function page(
  system: System,
  reply: FastifyReply,
  { company, person, staff }: AtCompany,
  given: string,
  trouble: Trouble | null = null,
  status = 200,
): Promise<FastifyReply> {
  await assertOwner(system.app, staff)
  const id = idIn('feature', given)
  const feature = (await featuresOf(system.app, company.id)).find((one) => one.id === id)
  if (feature === undefined) throw new Problem('NOT_FOUND')
  const hangs = await previewEnd(system, { partner: company.id, feature: id })
  const view = sunsetView({ company, feature, hangs }, system.clock.now())
  const framed = companyFrame(company, '/powers', { trouble, body: view })
  return show(system, reply, { title: `End a feature of ${company.name}`, body: framed, person, status })
}
