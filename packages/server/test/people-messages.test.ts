// Messages over HTTP: send, answer, mention, forward, edit, delete, react.
import { onServer } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { type Browser, problem, type Reply, signedInBrowser } from './_people-browser.ts'
import { peopleServer } from './_people-server.ts'

const { url, world, database, clock } = await peopleServer()
const { ana: anaId, ben: benId, emil: emilId } = world.people
const ana = await signedInBrowser(url, world.login('ana'))
const ben = await signedInBrowser(url, world.login('ben'))
const emil = await signedInBrowser(url, world.login('emil'))
const here = `/threads/${world.thread}/messages`
const elsewhere: string = (await ana.post('/threads', { kind: 'group', members: [benId] })).body.id
const say = async (who: Browser, text: string, thread: string = world.thread): Promise<string> => {
  clock.advance(1_000)
  return (await who.post(`/threads/${thread}/messages`, { text })).body.id
}

describe('sending', () => {
  it.each([
    ['no body', undefined],
    ['no text', {}],
    ['an empty text', { text: ' \n' }],
    ['a number', { text: 7 }],
    ['half a character', { text: 'a\ud800' }],
    ['a character PostgreSQL cannot hold', { text: 'a\0b' }],
    ['a text too long', { text: 'x'.repeat(8_001) }],
    ['an unknown field', { text: 'hi', via: 'jukebox' }],
    ['hiding a label', { text: 'hi', hide_label: true }],
    ['a reply to an id of another kind', { text: 'hi', reply_to: anaId }],
  ])('refuses %s with 400 and enters nothing', async (_, body) => {
    const before = await count('messages')
    expect((await ana.post(here, body)).status).toBe(400)
    expect(await count('messages')).toBe(before)
  })

  it('refuses broken JSON, another type and an oversized body', async () => {
    const send = (raw: string, headers = {}) => ana.send('POST', here, undefined, { raw, headers })
    expect(problem(await send('{"text":'))).toBe('400 BAD_JSON')
    expect(problem(await send('text=hi', { 'content-type': 'text/plain' }))).toBe('415 WRONG_TYPE')
    expect(problem(await send(JSON.stringify({ text: 'x'.repeat(300_000) })))).toBe('413 TOO_LARGE')
  })

  it('names the place of a bad mention', async () => {
    const text = 'hey Ben and Ben'
    const mention = (start: number, end: number, person = benId) => ({ person, start, end })
    const cases = [
      [[mention(4, 99)], 'body/mentions/0'],
      [[mention(-1, 3)], 'body/mentions/0'],
      [[mention(4, 4)], 'body/mentions/0'],
      [[mention(4, 7), mention(6, 9)], 'body/mentions/1'],
      [[mention(4, 7), mention(12, 15, emilId)], 'body/mentions/1/person'],
    ] as const
    for (const [mentions, at] of cases) {
      const reply = await ana.post(`/threads/${elsewhere}/messages`, { text, mentions })
      expect(problem(reply)).toBe('400 BAD_REQUEST')
      expect(reply.body.errors[0].at).toBe(at)
    }
  })

  it('refuses an answer to what is elsewhere, deleted, or said before one was there', async () => {
    const other = await say(ana, 'elsewhere', elsewhere)
    const gone = await say(ana, 'gone')
    await ana.delete(`${here}/${gone}`)
    const refused = [
      await ana.post(here, { text: 're', reply_to: other }),
      await ana.post(here, { text: 're', reply_to: gone }),
    ]
    const early = await say(ana, 'early', elsewhere)
    clock.advance(1_000)
    await ana.post(`/threads/${elsewhere}/members`, { person: emilId })
    refused.push(await emil.post(`/threads/${elsewhere}/messages`, { text: 're', reply_to: early }))
    expect(refused.map(problem)).toEqual(refused.map(() => '404 NOT_FOUND'))
  })

  it('gives the message as everybody sees it', async () => {
    const first = await say(ben, 'what a song')
    clock.advance(1_000)
    const mentions = [{ person: benId, start: 0, end: 3 }]
    const reply = await ana.post(here, { text: 'Ben, yes!', reply_to: first, mentions })
    expect(reply.status).toBe(201)
    expect(reply.body).toEqual({
      id: reply.body.id,
      thread: world.thread,
      author: { id: anaId, name: 'Ana' },
      sent_at: new Date(clock.now()).toISOString(),
      kind: 'message',
      text: 'Ben, yes!',
      mentions,
      card: null,
      origin_author: null,
      reply_to: first,
      answers: { id: first, author: { id: benId, name: 'Ben' }, excerpt: 'what a song' },
      link_card: null,
      edited_at: null,
      deleted_at: null,
      restorable_until: null,
      reactions: [],
      attachments: [],
      via: null,
    })
    expect((await emil.get(`${here}?limit=1`)).body.items[0]).toEqual(reply.body)
    expect((await emil.get(`/threads/${world.thread}`)).body.last_message.text).toBe('Ben, yes!')
  })

  it('fifty at once have fifty places without a hole, and times that grow with them', async () => {
    const { body } = await ana.post('/threads', { kind: 'group', members: [benId] })
    await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        (i % 2 ? ana : ben).post(`/threads/${body.id}/messages`, { text: `${i}` }),
      ),
    )
    const rows = await onServer(database.owner, async (client) => {
      const uuid = body.id.slice('thread_'.length)
      const sql = `select position::int, sent_at from messages where replace(thread_id::text, '-', '') = $1 order by position`
      return (await client.query(sql, [uuid])).rows
    })
    expect(rows.map(({ position }) => position)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1))
  })

  it('pages walk the thread once, the newest first', async () => {
    const { body } = await ana.post('/threads', { kind: 'group', members: [] })
    const path = `/threads/${body.id}/messages`
    for (let i = 1; i <= 5; i++) await ana.post(path, { text: `${i}` })
    const texts: string[] = []
    for (let query: string | null = '?limit=2'; query !== null; ) {
      const reply: Reply = await ana.get(path + query)
      const { items, next } = reply.body
      texts.push(...items.map(({ text }: { text: string }) => text))
      query = next === null ? null : `?limit=2&cursor=${next}`
    }
    expect(texts).toEqual(['5', '4', '3', '2', '1'])
    const { next } = (await ana.get(`${path}?limit=2`)).body
    expect(problem(await ana.get(`${here}?cursor=${next}`))).toBe('400 BAD_CURSOR')
  })
})

describe('changing words', () => {
  it("is the author's alone", async () => {
    const message = await say(ana, 'mine')
    expect(problem(await ben.patch(`${here}/${message}`, { text: 'yours' }))).toBe('403 NOT_ALLOWED')
    expect(problem(await ben.delete(`${here}/${message}`))).toBe('403 NOT_ALLOWED')
  })

  it('refuses what is not there: another thread, deleted, of another kind', async () => {
    const message = await say(ana, 'soon gone')
    const path = `/threads/${elsewhere}/messages/${message}`
    expect(problem(await ana.patch(path, { text: 'x' }))).toBe('404 NOT_FOUND')
    await ana.delete(`${here}/${message}`)
    expect(problem(await ana.patch(`${here}/${message}`, { text: 'x' }))).toBe('404 NOT_FOUND')
    expect(problem(await ana.delete(`${here}/${message}`))).toBe('404 NOT_FOUND')
    expect(problem(await ana.delete(`${here}/${benId}`))).toBe('400 BAD_REQUEST')
  })

  it('what partners get of it is the new text from then on (DEL-04)', async () => {
    await world.grant('ana', { threads: [world.thread] })
    const message = await say(ana, 'secret words')
    expect((await world.read('ana')).body).toContain('secret words')
    const reply = await ana.patch(`${here}/${message}`, { text: 'better words' })
    expect(reply.body).toMatchObject({ text: 'better words', edited_at: new Date(clock.now()).toISOString() })
    const { body } = await world.read('ana')
    expect(body).toContain('better words')
    expect(body).not.toContain('secret words')
  })

  it('a deleted message keeps its place and nothing else, for people, partners and the database (DEL-01)', async () => {
    const message = await say(ana, 'erase this')
    await ben.put(`${here}/${message}/reactions/${encodeURIComponent('🎵')}`)
    expect((await ana.delete(`${here}/${message}`)).status).toBe(204)
    const [tombstone] = (await ben.get(`${here}?limit=1`)).body.items
    expect(tombstone).toMatchObject({ id: message, text: '', card: null, reactions: [], mentions: [] })
    expect(tombstone.deleted_at).not.toBeNull()
    expect((await world.read('ana')).body).not.toContain('erase this')
    const stored = await onServer(
      database.owner,
      async (client) => (await client.query('select * from messages')).rows,
    )
    expect(JSON.stringify(stored)).not.toContain('erase this')
    expect((await ben.get(`/threads/${world.thread}`)).body.last_message.id).not.toBe(message)
  })

  it("edits and deletions stand in the author's chain, without a word of them (REC-01)", async () => {
    const rows = await onServer(database.owner, async (client) => {
      return (
        await client.query(
          `select kind, record from entries where kind in ('message_edited', 'message_deleted')`,
        )
      ).rows
    })
    expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(['message_edited', 'message_deleted']))
    expect(JSON.stringify(rows)).not.toMatch(/words|erase/)
  })
})

describe('forwarding', () => {
  it('refuses what one cannot see, and threads one is not in', async () => {
    const message = await say(ana, 'for two', elsewhere)
    await emil.delete(`/threads/${elsewhere}/members/me`)
    clock.advance(1_000)
    const later = await say(ana, 'after emil', elsewhere)
    expect(
      problem(await emil.post(`/threads/${world.thread}/forwards`, { from: elsewhere, message: later })),
    ).toBe('404 NOT_FOUND')
    expect(problem(await emil.post(`/threads/${elsewhere}/forwards`, { from: elsewhere, message }))).toBe(
      '404 NOT_FOUND',
    )
  })

  it('keeps the first author, over two hops', async () => {
    const message = await say(ben, 'by ben', elsewhere)
    const once = await ana.post(`/threads/${world.thread}/forwards`, { from: elsewhere, message })
    expect(once.body).toMatchObject({
      kind: 'forward',
      text: 'by ben',
      author: { id: anaId },
      origin_author: { id: benId, name: 'Ben' },
    })
    const twice = await ana.post(`/threads/${elsewhere}/forwards`, {
      from: world.thread,
      message: once.body.id,
    })
    expect(twice.body.origin_author.id).toBe(benId)
    expect(problem(await ana.patch(`${here}/${once.body.id}`, { text: 'x' }))).toBe('403 NOT_ALLOWED')
  })

  it('a partner does not get forwarded words whose first author did not allow (COP-01)', async () => {
    const message = await say(ben, 'ben alone decides', elsewhere)
    clock.advance(1_000)
    await ana.post(`/threads/${world.thread}/forwards`, { from: elsewhere, message })
    expect((await world.read('ana')).body).not.toContain('ben alone decides')
  })
})

describe('reacting', () => {
  const path = (message: string, emoji: string): string =>
    `${here}/${message}/reactions/${encodeURIComponent(emoji)}`

  it.each(['a', 'no', '🎵🎵', '1', ' ', '🎵 yes'])('refuses what is not one emoji: %s', async (emoji) => {
    expect(problem(await ben.put(path(await say(ana, 'hm'), emoji)))).toBe('400 BAD_REQUEST')
  })

  it('refuses a deleted message, one not seen, and taking back what is not there', async () => {
    const message = await say(ana, 'soon gone')
    expect(problem(await ben.delete(path(message, '👍')))).toBe('404 NOT_FOUND')
    await ana.delete(`${here}/${message}`)
    expect(problem(await ben.put(path(message, '👍')))).toBe('404 NOT_FOUND')
    const hidden = await say(ana, 'for two', elsewhere)
    const there = `/threads/${elsewhere}/messages/${hidden}/reactions/${encodeURIComponent('👍')}`
    expect(problem(await emil.put(there))).toBe('404 NOT_FOUND')
  })

  it("counts once, shows who, and is one's own to take back", async () => {
    const message = await say(ana, 'song')
    for (const emoji of ['👍', '👍', '👩🏽‍🚀', '❤️'])
      expect((await ben.put(path(message, emoji))).status).toBe(204)
    const [shown] = (await ana.get(`${here}?limit=1`)).body.items
    expect(shown.reactions.map(({ emoji }: { emoji: string }) => emoji).sort()).toEqual(
      ['👍', '👩🏽‍🚀', '❤️'].sort(),
    )
    expect(shown.reactions[0].person).toEqual({ id: benId, name: 'Ben' })
    expect(problem(await ana.delete(path(message, '👍')))).toBe('404 NOT_FOUND')
    expect((await ben.delete(path(message, '👍'))).status).toBe(204)
    expect((await ana.get(`${here}?limit=1`)).body.items[0].reactions).toHaveLength(2)
  })
})

async function count(table: string): Promise<number> {
  return onServer(database.owner, async (client) =>
    Number((await client.query(`select count(*) from ${table}`)).rows[0].count),
  )
}
