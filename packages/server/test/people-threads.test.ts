// Threads and members over HTTP: whose they are, who may change them, how they share.
import { uuidOf } from '@countersign/protocol'
import { onServer } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { invitePerson } from '../src/acts/invite-person.ts'
import { problem, signedInBrowser } from './_people-browser.ts'
import { peopleServer } from './_people-server.ts'

const { system, clock, url, database, world } = await peopleServer()
const { ana: anaId, ben: benId, chika: chikaId, dora: doraId } = world.people
const ana = await signedInBrowser(url, world.login('ana'))
const ben = await signedInBrowser(url, world.login('ben'))
const emil = await signedInBrowser(url, world.login('emil'))
const group = async (members: readonly string[], title?: string): Promise<string> =>
  (await ana.post('/threads', { kind: 'group', members, title })).body.id

describe('what is not a thread of mine', () => {
  it('an id of another kind is malformed and named (Bad input)', async () => {
    const reply = await ana.get(`/threads/${anaId}`)
    expect(problem(reply)).toBe('400 BAD_REQUEST')
    expect(reply.body.errors).toEqual([
      { at: 'params/thread', problem: 'must be the id of a thread: thread_…' },
    ])
  })

  it("somebody else's thread is not there, for every act", async () => {
    const thread = await group([benId])
    const refused = [
      await emil.get(`/threads/${thread}`),
      await emil.patch(`/threads/${thread}`, { setting: 'closed' }),
      await emil.patch(`/threads/${thread}`, { title: 'mine' }),
      await emil.get(`/threads/${thread}/members`),
      await emil.post(`/threads/${thread}/members`, { person: doraId }),
      await emil.delete(`/threads/${thread}/members/me`),
      await emil.get(`/threads/${thread}/messages`),
      await emil.post(`/threads/${thread}/messages`, { text: 'hello' }),
      await emil.get(`/threads/${thread}/asks`),
    ]
    expect(refused.map(problem)).toEqual(refused.map(() => '404 NOT_FOUND'))
    // Refused means nothing happened, not only that nothing was shown.
    expect((await ana.get(`/threads/${thread}`)).body).toMatchObject({
      title: null,
      setting: 'author',
      last_message: null,
    })
    expect((await ana.get(`/threads/${thread}/messages`)).body.items).toEqual([])
  })
})

describe('making a thread', () => {
  it.each([
    ['nobody to talk to', { kind: 'direct', members: [] }],
    ['a direct thread of three', { kind: 'direct', members: [benId, chikaId] }],
    ['a direct thread with a title', { kind: 'direct', members: [benId], title: 'us' }],
    ['only myself', { kind: 'direct', members: [anaId] }],
    ['an unknown field', { kind: 'group', members: [benId], setting: 'author' }],
    ['an id of another kind', { kind: 'group', members: [world.thread] }],
    ['a title of two lines', { kind: 'group', members: [benId], title: 'a\nb' }],
  ])('refuses %s', async (_, body) => {
    expect(problem(await ana.post('/threads', body))).toBe('400 BAD_REQUEST')
  })

  it('refuses a person who is not here', async () => {
    const nobody = anaId.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
    expect(problem(await ana.post('/threads', { kind: 'group', members: [nobody] }))).toBe('404 NOT_FOUND')
  })

  it('gives two people one direct thread, whoever asks', async () => {
    const one = await ana.post('/threads', { kind: 'direct', members: [benId] })
    const two = await ben.post('/threads', { kind: 'direct', members: [anaId] })
    expect(one.status).toBe(201)
    expect(two.body.id).toBe(one.body.id)
    const both = await Promise.all(
      [1, 2].map(() => ana.post('/threads', { kind: 'direct', members: [doraId] })),
    )
    expect(new Set(both.map(({ body }) => body.id)).size).toBe(1)
  })

  it('shows it to its members, with names and times', async () => {
    const made = await ana.post('/threads', {
      kind: 'group',
      members: [benId, chikaId, benId],
      title: ' Sunday ',
    })
    expect(made.body).toMatchObject({ kind: 'group', title: 'Sunday', setting: 'author', last_message: null })
    expect(made.body.members.map(({ name }: { name: string }) => name).sort()).toEqual([
      'Ana',
      'Ben',
      'Chika',
    ])
    expect(made.body.created_at).toBe(new Date(clock.now()).toISOString())
    expect((await ben.get(`/threads/${made.body.id}`)).body).toEqual(made.body)
  })

  it("enters each joining in that person's own chain", async () => {
    const thread = await group([benId])
    const rows = await entriesAbout(thread)
    expect(rows).toEqual([
      { person_id: uuidOf(anaId), kind: 'membership_changed', change: 'joined' },
      { person_id: uuidOf(benId), kind: 'membership_changed', change: 'joined' },
    ])
  })
})

describe('listing threads', () => {
  it.each(['limit=0', 'limit=201', 'limit=x', 'limit=1.5', 'before=1'])('refuses ?%s', async (query) => {
    expect(problem(await ana.get(`/threads?${query}`))).toBe('400 BAD_REQUEST')
  })

  it('refuses cursors of no list, of another list and of another person', async () => {
    for (let i = 0; i < 2; i++) await group([benId])
    const { next } = (await ana.get('/threads?limit=1')).body
    expect(next).toEqual(expect.any(String))
    const refused = [
      await ana.get('/threads?cursor=abc'),
      await ana.get(`/threads?cursor=${next}A`),
      await ana.get(`/threads?cursor=${next.slice(0, -2)}`),
      await ben.get(`/threads?cursor=${next}`),
      await ana.get(`/notices?cursor=${next}`),
    ]
    expect(refused.map(problem)).toEqual(refused.map(() => '400 BAD_CURSOR'))
  })

  it('walks all pages once, the newest first', async () => {
    const all = (await ana.get('/threads?limit=200')).body
    const seen: string[] = []
    let query = '?limit=2'
    for (let more = true; more; ) {
      const { items, next } = (await ana.get(`/threads${query}`)).body
      seen.push(...items.map(({ id }: { id: string }) => id))
      query = `?limit=2&cursor=${next}`
      more = next !== null
    }
    expect(seen).toEqual(all.items.map(({ id }: { id: string }) => id))
    expect(all.next).toBeNull()
  })
})

describe('members', () => {
  it('a direct thread takes nobody in', async () => {
    const { id } = (await ana.post('/threads', { kind: 'direct', members: [benId] })).body
    expect(problem(await ana.post(`/threads/${id}/members`, { person: doraId }))).toBe('403 NOT_ALLOWED')
  })

  it('a member is not added again, even twice at once', async () => {
    const thread = await group([])
    const both = await Promise.all(
      [1, 2].map(() => ana.post(`/threads/${thread}/members`, { person: benId })),
    )
    expect(both.map(problem).sort()).toEqual(['201 undefined', '409 ALREADY'])
  })

  it('every member may add; who leaves sees nothing said afterwards', async () => {
    const thread = await group([benId])
    const dora = await signedInBrowser(url, world.login('dora'))
    expect((await ben.post(`/threads/${thread}/members`, { person: doraId })).status).toBe(201)
    await ana.post(`/threads/${thread}/messages`, { text: 'before' })
    clock.advance(1_000)
    expect((await dora.delete(`/threads/${thread}/members/me`)).status).toBe(204)
    clock.advance(1_000)
    await ana.post(`/threads/${thread}/messages`, { text: 'after' })
    const texts = (await dora.get(`/threads/${thread}/messages`)).body.items.map(
      ({ text }: { text: string }) => text,
    )
    expect(texts).toEqual(['before'])
    expect(problem(await dora.post(`/threads/${thread}/messages`, { text: 'x' }))).toBe('404 NOT_FOUND')
    expect(problem(await dora.delete(`/threads/${thread}/members/me`))).toBe('404 NOT_FOUND')
  })

  it('who comes back has a second stay and sees both, not the time between', async () => {
    const thread = await group([benId])
    const say = async (text: string): Promise<void> => {
      clock.advance(1_000)
      await ana.post(`/threads/${thread}/messages`, { text })
      clock.advance(1_000)
    }
    await say('one')
    await ben.delete(`/threads/${thread}/members/me`)
    await say('two')
    await ana.post(`/threads/${thread}/members`, { person: benId })
    await say('three')
    const texts = (await ben.get(`/threads/${thread}/messages`)).body.items.map(
      ({ text }: { text: string }) => text,
    )
    expect(texts).toEqual(['three', 'one'])
    expect(
      (await entriesAbout(thread))
        .filter(({ person_id }) => person_id === uuidOf(benId))
        .map(({ change }) => change),
    ).toEqual(['joined', 'left', 'joined'])
  })

  it('a shell from an import can be in a thread before anybody claimed it', async () => {
    const { person } = await invitePerson(system, { displayName: 'Kim' })
    const thread = await group([person], 'with Kim')
    expect((await ana.get(`/threads/${thread}/members`)).body.items).toHaveLength(2)
  })
})

describe('how a thread shares (COP-03)', () => {
  it('refuses an unknown setting, both at once, and neither', async () => {
    const thread = await group([benId])
    for (const body of [{ setting: 'open' }, { setting: 'closed', title: 'x' }, {}])
      expect(problem(await ana.patch(`/threads/${thread}`, body))).toBe('400 BAD_REQUEST')
  })

  it('every member may set it; all hear of it and nobody is named', async () => {
    const thread = await group([benId, chikaId])
    expect((await ben.patch(`/threads/${thread}`, { setting: 'all-parties' })).body.setting).toBe(
      'all-parties',
    )
    expect((await ana.patch(`/threads/${thread}`, { setting: 'closed' })).body.setting).toBe('closed')
    expect((await ben.patch(`/threads/${thread}`, { setting: 'author' })).body.setting).toBe('author')
    for (const browser of [ana, ben]) {
      const { items } = (await browser.get('/notices')).body
      const about = items.filter((notice: { thread: string }) => notice.thread === thread)
      expect(about).toHaveLength(3)
      expect(Object.keys(about[0]).sort()).toEqual([
        'at',
        'feature',
        'id',
        'kind',
        'partner',
        'seen_at',
        'thread',
      ])
      expect(about[0]).toMatchObject({ kind: 'setting_changed', partner: null, seen_at: null })
    }
  })

  it('setting what is set tells nobody', async () => {
    const thread = await group([benId])
    await ana.patch(`/threads/${thread}`, { setting: 'author' })
    const { items } = (await ben.get('/notices')).body
    expect(items.filter((notice: { thread: string }) => notice.thread === thread)).toEqual([])
  })

  it('closing a thread closes it to partners at once', async () => {
    await world.grant('ana')
    await world.say('ana', 'a song')
    expect((await world.read('ana')).items).toHaveLength(1)
    await ana.patch(`/threads/${world.thread}`, { setting: 'closed' })
    await expect(world.read('ana')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await ana.patch(`/threads/${world.thread}`, { setting: 'author' })
    expect((await world.read('ana')).items).toHaveLength(1)
  })

  it('a title is the words of who gave it', async () => {
    const thread = await group([benId], 'first')
    expect((await ben.patch(`/threads/${thread}`, { title: 'second' })).body.title).toBe('second')
    expect((await ben.patch(`/threads/${thread}`, { title: null })).body.title).toBeNull()
    const { id } = (await ana.post('/threads', { kind: 'direct', members: [benId] })).body
    expect(problem(await ana.patch(`/threads/${id}`, { title: 'us' }))).toBe('403 NOT_ALLOWED')
  })
})

async function entriesAbout(
  thread: string,
): Promise<readonly { person_id: string; kind: string; change: string }[]> {
  return onServer(database.owner, async (client) => {
    const { rows } = await client.query(
      `select person_id, kind, record ->> 'change' as change from entries where record ->> 'thread' = $1
       and kind = 'membership_changed' order by leaf_index`,
      [thread],
    )
    return rows
  })
}
