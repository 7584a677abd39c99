// The pages and forms that are Matinee's own: the catalogue, friends who are here too, the season.
import { field, type Http, type Round, readAll, refusedIn, type Site } from '@countersign-examples/shared'
import { workAt } from './catalogue.ts'
import { friendsBody } from './pages/friends.ts'
import { homeBody, SEND } from './pages/home.ts'
import { INVITE, seasonBody } from './pages/season.ts'
import { friendsIn, recommend, recommendedBy, recommendedTo } from './recommendations.ts'

/** Films in chats and to friends who are here too. */
export const RECOMMEND = 'recommend'
/** The season, which ends. */
export const SEASON = 'winter-season'

/** Friends read at most, in answers of a hundred. */
const answers = 5

/** Registers them. */
export function matineeRoutes(http: Http, site: Site): void {
  const { store } = site
  const lastRound = (person: string | null): Round | undefined =>
    person === null ? undefined : store.rounds(person)[0]
  http.get<{ Querystring: { q?: unknown } }>('/', async (request, reply) => {
    const query = typeof request.query.q === 'string' ? request.query.q.slice(0, 100) : ''
    const person = site.person(request)
    const body = homeBody({ query, connected: person !== null, lastRound: lastRound(person) })
    return site.page(reply, { title: 'Films', at: '/', body })
  })
  http.get('/season', async (request, reply) =>
    site.page(reply, {
      title: 'The winter season',
      at: '/season',
      body: seasonBody(lastRound(site.person(request))),
    }),
  )
  for (const [path, feature] of [
    ['/send', RECOMMEND],
    ['/season/invite', SEASON],
  ] as const)
    http.post(path, async (request, reply) => {
      const code = field(request, 'code')
      if (workAt(code) === undefined) return site.message(reply, 400, noSuchFilm)
      const person = site.person(request)
      if (person === null || site.connection(person, feature) === undefined)
        return site.connect(request, reply, feature, code)
      return reply.redirect(await sendOnwards(site, person, code, feature), 303)
    })
  friendRoutes(http, site)
}

const noSuchFilm = { title: 'We do not show that one', words: 'Pick a film from the catalogue.' }

function friendRoutes(http: Http, site: Site): void {
  const { store } = site
  http.get('/friends', async (request, reply) => {
    const person = site.person(request)
    const reading = person === null ? undefined : store.rounds(person).find(({ reads }) => reads)
    const friends = person === null || reading === undefined ? [] : friendsIn(reading)
    const body = friendsBody({
      connected: site.connection(person, RECOMMEND) !== undefined,
      reading,
      friends: friends.map((friend) => ({
        friend,
        theirs: recommendedBy(store, person ?? '', friend),
        mine: recommendedTo(store, person ?? '', friend),
      })),
    })
    return site.page(reply, { title: 'Friends who are here too', at: '/friends', body })
  })
  http.post('/friends/read', async (request, reply) => {
    const person = site.person(request)
    if (person !== null) await read(site, person, 'See who is here')
    return reply.redirect('/friends', 303)
  })
  http.post('/friends/recommend', async (request, reply) => {
    const work = workAt(field(request, 'code'))
    if (work === undefined) return site.message(reply, 400, noSuchFilm)
    const person = site.person(request)
    if (person === null) return reply.redirect('/friends', 303)
    // The list of now decides, not the one the form was made from.
    const friend = await read(site, person, 'Recommend to a friend').then((friends) =>
      friends.find(({ id }) => id === field(request, 'friend')),
    )
    if (friend === undefined)
      return site.message(reply, 403, {
        title: 'They are not here',
        words:
          'Only a friend who allows this too can be recommended something here. Send it in a chat instead.',
      })
    recommend(store, person, friend, work)
    return reply.redirect('/friends', 303)
  })
}

/** Where a sending goes on: the platform's share sheet; back to the page that tells why, when there is none. */
export async function sendOnwards(
  { people }: Site,
  person: string,
  code: string,
  feature: string,
): Promise<string> {
  const [what, back] = feature === SEASON ? [INVITE, '/season'] : [SEND, '/']
  const work = workAt(code)
  const shareUrl = work && (await people.draft(person, { what, feature }, 'share_content', work.card))
  return shareUrl ?? back
}

/** Reads the friends who allowed it too, and gives them back unless it was refused. */
async function read(
  { people, store }: Site,
  person: string,
  what: string,
): Promise<ReturnType<typeof friendsIn>> {
  await people.run(person, { what, feature: RECOMMEND, reads: true }, async (client) => {
    await client.access()
    await readAll(client.friends('recommendations', { limit: 100 }), answers)
  })
  const [round] = store.rounds(person)
  return round === undefined || refusedIn(round).length > 0 ? [] : friendsIn(round)
}
