// The pages and forms that are Jukebox's own: the catalogue, sending, and what a group is listening to.
import { field, type Http, hasNews, readAll, type Site, withoutPower } from '@countersign-examples/shared'
import { cardAt, search } from './catalogue.ts'
import { groupBody } from './pages/group.ts'
import { homeBody, SEND } from './pages/home.ts'

/** Jukebox's one feature. */
export const LISTEN = 'listen'

/** Answers read per thread at most; an answer holds up to a hundred messages. */
const answersPerThread = 5

/** Registers them. */
export function jukeboxRoutes(http: Http, site: Site): void {
  const { store, issuer } = site
  http.get<{ Querystring: { q?: unknown } }>('/', async (request, reply) => {
    const query = typeof request.query.q === 'string' ? request.query.q.slice(0, 100) : ''
    const person = site.person(request)
    const body = homeBody({
      shelves: search(query),
      query,
      connected: person !== null,
      lastRound: person === null ? undefined : store.rounds(person)[0],
    })
    return site.page(reply, { title: 'Pick a song', at: '/', body })
  })
  http.get('/group', async (request, reply) => {
    const person = site.person(request)
    const connection = site.connection(person, LISTEN)
    const rounds = person === null ? [] : store.rounds(person)
    const readAt = rounds.find(({ reads }) => reads)?.at ?? 0
    const news = person !== null && hasNews(store, person, readAt)
    const body = groupBody({ connection, rounds, issuer, news })
    return site.page(reply, { title: 'What is my group listening to?', at: '/group', body })
  })
  http.post('/send', async (request, reply) => {
    const code = field(request, 'code')
    if (cardAt(code) === undefined)
      return site.message(reply, 400, {
        title: 'No such selection',
        words: 'Pick a song from the catalogue.',
      })
    const person = site.person(request)
    if (person === null) return site.connect(request, reply, LISTEN, code)
    return reply.redirect(await sendOnwards(site, person, code), 303)
  })
  http.post('/group/read', async (request, reply) => {
    const person = site.person(request)
    if (person !== null) await read(site, person)
    return reply.redirect('/group', 303)
  })
}

/** Where a sending goes on: the platform's share sheet; back to the catalogue, which tells why, when there is none. */
export async function sendOnwards({ people }: Site, person: string, code: string): Promise<string> {
  const card = cardAt(code)
  const shareUrl =
    card && (await people.draft(person, { what: SEND, feature: LISTEN }, 'share_content', card))
  return shareUrl ?? '/'
}

/** Reads the selected threads as far as allowed. What came and what was refused is in the newest round. */
async function read({ people }: Site, person: string): Promise<void> {
  await people.run(person, { what: 'Read my group', feature: LISTEN, reads: true }, async (client) => {
    await client.access()
    for await (const { id } of client.threads('group_activity', { limit: 100 })) {
      await withoutPower(() =>
        readAll(client.members('group_activity', id, { limit: 100 }), answersPerThread),
      )
      await withoutPower(() =>
        readAll(client.messages('group_activity', id, { limit: 100 }), answersPerThread),
      )
    }
  })
}
