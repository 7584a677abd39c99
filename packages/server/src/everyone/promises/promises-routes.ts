// The promises' addresses: the page and the same as data.
import type { Http } from '../../http/server.ts'
import type { System } from '../../system.ts'
import { isKnown, showPage, unchanged } from '../answers.ts'
import { promisesJson, promisesSchema } from './promises-json.ts'
import { promisesPage } from './promises-view.ts'
import { type PromisePlaces, promisesReader } from './read-promises.ts'

/** Adds them. */
export function promisesRoutes(http: Http, system: System, places: PromisePlaces): void {
  const read = promisesReader(places)
  http.get('/promises', { schema: { hide: true } }, async (request, reply) => {
    const body = promisesPage(await read(), system.clock.now())
    return showPage(system, request, reply, { title: 'Promises', body, here: '/promises' })
  })
  http.get(
    '/promises.json',
    {
      schema: {
        tags: ['everyone'],
        security: [],
        summary: 'What is promised, the rule that keeps it, and what its tests said last',
        response: { 200: promisesSchema, 304: unchanged },
      },
    },
    async (request, reply) => {
      const body = promisesJson(await read())
      return isKnown(request, reply, body) ? reply.code(304).send(null) : reply.send(body)
    },
  )
}
