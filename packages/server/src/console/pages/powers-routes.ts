// The page of a company's powers.
import { verbs } from '@countersign/protocol'
import { z } from 'zod'
import { budgetUsed } from '../../acts/budget-used.ts'
import { giveBackPower } from '../../acts/give-back-power.ts'
import { listPowers } from '../../acts/list-powers.ts'
import { goOn, idIn } from '../../http/go-on.ts'
import { atCompany, type ConsoleScope, show } from '../scope.ts'
import { companyFrame, companyPath } from './frame.ts'
import { powersView } from './powers-view.ts'

/** Adds it. */
export function powersPages({ http, system }: ConsoleScope): void {
  const querystring = z.object({ done: z.enum(['given-back']).optional() })
  http.get('/console/:partner/powers', { schema: { hide: true, querystring } }, async (request, reply) => {
    const { company, role, person } = await atCompany(system, request)
    const features = await listPowers(system, company.id)
    const budget = await budgetUsed(system, company.id)
    const body = powersView({ company, features, budget, isOwner: role === 'owner' }, system.clock.now())
    const done = request.query.done && 'Given back. It is refused for everybody from now on.'
    const framed = companyFrame(company, '/powers', { done, body })
    return show(system, reply, { title: `Powers of ${company.name}`, body: framed, person })
  })
  const body = z.object({ feature: z.string(), verb: z.enum(verbs) })
  http.post(
    '/console/:partner/powers/give-back',
    { schema: { hide: true, body } },
    async (request, reply) => {
      const { staff, company } = await atCompany(system, request)
      const { feature, verb } = request.body
      await giveBackPower(system, staff, { feature: idIn('feature', feature), verb })
      return goOn(reply, `${companyPath(company, '/powers')}?done=given-back`)
    },
  )
}
