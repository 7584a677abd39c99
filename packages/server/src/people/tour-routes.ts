// What the tour shows of this installation, for anybody: who is looking, the companies that can be tried, the register in numbers.
import * as wire from '@countersign/protocol/people-api'
import { tourFacts } from '../acts/tour-facts.ts'
import type { Http } from '../http/server.ts'
import { findPerson } from '../store/people.ts'
import type { System } from '../system.ts'
import { isTestAct, personOfRequest } from './authenticate.ts'
import { presentMe } from './present.ts'
import { presentTour } from './present-tour.ts'

/** The tour's facts, open to whoever is not signed in: it asks who is there, and answers nobody too. */
export function openTourRoutes(api: Http, system: System): void {
  api.get(
    '/tour',
    {
      schema: {
        tags: ['tour'],
        summary: 'Who is looking, the companies that can be tried here, and the register in numbers',
        response: { 200: wire.tour },
      },
    },
    async (request) => {
      const id = await personOfRequest(system, request)
      const person = id === undefined ? undefined : await findPerson(system.app, id)
      const me = person === undefined ? null : presentMe(person, await isTestAct(system, request, person))
      return presentTour(me, await tourFacts(system, person?.locale ?? 'en'))
    },
  )
}
