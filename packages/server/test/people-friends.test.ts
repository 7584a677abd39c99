// Friends and notices over HTTP.
import { describe, expect, it } from 'vitest'
import { problem, signedInBrowser } from './_people-browser.ts'
import { peopleServer } from './_people-server.ts'

const { url, world } = await peopleServer()
const { ana: anaId, ben: benId, chika: chikaId, dora: doraId } = world.people
const ana = await signedInBrowser(url, world.login('ana'))
const ben = await signedInBrowser(url, world.login('ben'))
const chika = await signedInBrowser(url, world.login('chika'))

describe('friends', () => {
  it('refuses oneself, nobody, an id of another kind and two names', async () => {
    expect(problem(await ana.post('/friends', { person: anaId }))).toBe('404 NOT_FOUND')
    expect(problem(await ana.post('/friends', { person: world.thread }))).toBe('400 BAD_REQUEST')
    expect(problem(await ana.post('/friends', { person: benId, login: 'x' }))).toBe('400 BAD_REQUEST')
    expect(problem(await ana.delete(`/friends/${doraId}`))).toBe('404 NOT_FOUND')
  })

  it('nobody is a friend because one of two says so (COP-06)', async () => {
    expect((await ana.post('/friends', { login: world.login('ben') })).body).toEqual({
      person: null,
      state: 'requested',
    })
    expect((await ana.post('/friends', { person: benId })).body.state).toBe('requested')
    expect((await ana.get('/friends')).body).toEqual({ friends: [], requests: [] })
    expect((await ben.get('/friends')).body).toMatchObject({
      friends: [],
      requests: [{ id: anaId, name: 'Ana' }],
    })
  })

  it('both saying so makes friends, for both; ending it ends it for both', async () => {
    expect((await ben.post('/friends', { person: anaId })).body.state).toBe('friends')
    expect((await ana.get('/friends')).body).toMatchObject({
      friends: [{ id: benId, name: 'Ben' }],
      requests: [],
    })
    expect((await ben.get('/friends')).body).toMatchObject({ friends: [{ id: anaId }], requests: [] })
    expect(problem(await ana.post('/friends', { person: benId }))).toBe('409 ALREADY')
    expect((await ana.delete(`/friends/${benId}`)).status).toBe(204)
    expect((await ben.get('/friends')).body).toEqual({ friends: [], requests: [] })
  })

  it('a request can be declined or taken back', async () => {
    await ana.post('/friends', { person: chikaId })
    expect((await chika.delete(`/friends/${anaId}`)).status).toBe(204)
    expect((await chika.get('/friends')).body.requests).toEqual([])
    await ana.post('/friends', { person: chikaId })
    expect((await ana.delete(`/friends/${chikaId}`)).status).toBe(204)
    expect((await chika.post('/friends', { person: anaId })).body.state).toBe('requested')
  })

  it('two accepting at once are friends once', async () => {
    await ana.post('/friends', { person: chikaId })
    expect((await ana.get('/friends')).body.friends.map(({ id }: { id: string }) => id)).toEqual([chikaId])
  })
})

describe('notices', () => {
  it('refuses marking nothing, too many and ids of another kind', async () => {
    for (const notices of [[], [anaId], Array.from({ length: 201 }, () => anaId)])
      expect(problem(await ana.post('/notices/seen', { notices }))).toBe('400 BAD_REQUEST')
  })

  it("are seen by their person only, and marking somebody else's changes nothing", async () => {
    await ana.patch(`/threads/${world.thread}`, { setting: 'all-parties' })
    const [notice] = (await ana.get('/notices')).body.items
    expect((await ben.post('/notices/seen', { notices: [notice.id] })).status).toBe(204)
    expect((await ana.get('/notices')).body.items[0].seen_at).toBeNull()
    await ana.post('/notices/seen', { notices: [notice.id] })
    expect((await ana.get('/notices')).body.items[0].seen_at).not.toBeNull()
  })

  it('walk pages, the newest first', async () => {
    await ana.patch(`/threads/${world.thread}`, { setting: 'author' })
    const first = (await ana.get('/notices?limit=1')).body
    const second = (await ana.get(`/notices?limit=1&cursor=${first.next}`)).body
    expect([first.items.length, second.items.length, second.next]).toEqual([1, 1, null])
    expect(first.items[0].id > second.items[0].id).toBe(true)
  })
})
