// The page and form that are Rolodex's own.
import { type Http, readAll, type Site, withoutPower } from '@countersign-examples/shared'
import { bookBody } from './page.ts'

/** Rolodex's one feature. */
export const BOOK = 'book'

/** Answers read of each list at most; one holds up to a hundred items. */
const answers = 5

/** Registers them. */
export function rolodexRoutes(http: Http, site: Site): void {
  http.get('/', async (request, reply) => {
    const person = site.person(request)
    const reading = person === null ? undefined : site.store.rounds(person).find(({ reads }) => reads)
    const connected = site.connection(person, BOOK) !== undefined
    return site.page(reply, { title: 'Who is here too?', at: '/', body: bookBody({ connected, reading }) })
  })
  http.post('/read', async (request, reply) => {
    const person = site.person(request)
    if (person !== null) await read(site, person)
    return reply.redirect('/', 303)
  })
}

/** Reads each list as far as allowed: a power that was not given is done without. */
async function read({ people }: Site, person: string): Promise<void> {
  await people.run(person, { what: 'Look who is here', feature: BOOK, reads: true }, async (client) => {
    await client.access()
    await withoutPower(() => readAll(client.friends('find_friends', { limit: 100 }), answers))
    await withoutPower(() => readAll(client.friendContacts('find_friends', { limit: 100 }), answers))
    await withoutPower(() => readAll(client.ownContact('find_friends', { limit: 100 }), answers))
  })
}
