// The catalogue as the platform searches it: for nobody else, and without learning who searches or where.
import { type Card, openCatalogue } from '@countersign/sdk'
import type { FastifyInstance } from 'fastify'
import type { Site } from './app.ts'
import { searchUrlOf } from './manifest.ts'

/** Cards in one answer; the platform takes no more. */
const MOST_FOUND = 10

/** Registers it. Who is not the platform gets 401, and while its keys cannot be fetched nobody gets anything. */
export function catalogueRoute(
  http: FastifyInstance,
  { issuer, url }: Pick<Site, 'issuer' | 'url'>,
  find: (query: string) => readonly Card[],
): void {
  let opened: ReturnType<typeof openCatalogue> | undefined
  http.get<{ Querystring: { q?: unknown } }>('/search', async (request, reply) => {
    opened ??= openCatalogue({ issuer, searchUrl: searchUrlOf(url()), allowInsecureLocalhost: true })
    const known = await opened.isFromPlatform(request.headers.authorization).catch(() => undefined)
    if (known === undefined) return reply.code(503).send({ items: [] })
    if (!known) return reply.code(401).send({ items: [] })
    const { q } = request.query
    return reply
      .header('cache-control', 'no-store')
      .send({ items: find(typeof q === 'string' ? q.slice(0, 200) : '').slice(0, MOST_FOUND) })
  })
}
