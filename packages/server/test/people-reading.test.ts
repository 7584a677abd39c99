// Reading a thread from any place, words in it, and how far everybody has read: for who was there, and to the last row.
import { onServer } from '@countersign/testkit'
import { beforeAll, describe, expect, it } from 'vitest'
import { problem, signedInBrowser } from './_people-browser.ts'
import { peopleServer } from './_people-server.ts'

const { clock, url, world, database } = await peopleServer()
const { people } = world
const ana = await signedInBrowser(url, world.login('ana'))
const ben = await signedInBrowser(url, world.login('ben'))
const chika = await signedInBrowser(url, world.login('chika'))
const emil = await signedInBrowser(url, world.login('emil'))
type Item = { readonly id: string; readonly text: string; readonly sent_at: string }
const textsOf = ({ items }: { items: readonly Item[] }): string[] => items.map(({ text }) => text)

/** Ben was away while 5 to 8 were said; 12 in all. */
let thread = ''
const ids: string[] = []
const sentAt: string[] = []
beforeAll(async () => {
  thread = (await ana.post('/threads', { kind: 'group', members: [people.ben] })).body.id
  for (let n = 1; n <= 12; n++) {
    clock.advance(60_000)
    if (n === 5) await ben.delete(`/threads/${thread}/members/me`)
    if (n === 9) await ana.post(`/threads/${thread}/members`, { person: people.ben })
    clock.advance(60_000)
    const { body } = await ana.post(`/threads/${thread}/messages`, { text: `number ${n}` })
    ids.push(body.id)
    sentAt.push(body.sent_at)
  }
})
const stretch = async (browser: typeof ana, query: string) =>
  (await browser.get(`/threads/${thread}/messages?${query}`)).body

describe('a stretch of a thread', () => {
  it('is refused for two places at once, for other people’s messages, and to strangers', async () => {
    const at = `/threads/${thread}/messages`
    expect(problem(await ana.get(`${at}?after=${ids[0]}&around=${ids[1]}`))).toBe('400 BAD_REQUEST')
    expect(problem(await ana.get(`${at}?at=yesterday`))).toBe('400 BAD_REQUEST')
    expect(problem(await ben.get(`${at}?around=${ids[5]}`))).toBe('404 NOT_FOUND')
    expect(problem(await ben.get(`${at}?after=${ids[5]}`))).toBe('404 NOT_FOUND')
    expect(problem(await ben.get(`${at}/${ids[5]}`))).toBe('404 NOT_FOUND')
    for (const query of [`around=${ids[0]}`, `after=${ids[0]}`, `at=${sentAt[0]}`, 'limit=1'])
      expect(problem(await emil.get(`${at}?${query}`))).toBe('404 NOT_FOUND')
  })

  it('goes on in both directions and meets no gap and no double', async () => {
    const middle = await stretch(ana, `around=${ids[5]}&limit=4`)
    expect(textsOf(middle)).toEqual(['number 7', 'number 6', 'number 5', 'number 4'])
    expect(middle.newer).toBe(ids[6])
    const newer = await stretch(ana, `after=${middle.newer}&limit=3`)
    expect(textsOf(newer)).toEqual(['number 10', 'number 9', 'number 8'])
    const newest = await stretch(ana, `after=${newer.newer}&limit=3`)
    expect(textsOf(newest)).toEqual(['number 12', 'number 11'])
    expect(newest.newer).toBeNull()
    const older = await stretch(ana, `cursor=${middle.next}&limit=4`)
    expect(textsOf(older)).toEqual(['number 3', 'number 2', 'number 1'])
    expect([older.next, older.newer]).toEqual([null, ids[2]])
    expect(await stretch(ana, `after=${ids[11]}`)).toMatchObject({ items: [], newer: null })
  })

  it('begins at a time: the first message then or later, with what was before it', async () => {
    const between = new Date(Date.parse(sentAt[5] ?? '') + 1).toISOString()
    for (const [at, first] of [
      [sentAt[5], 'number 6'],
      [between, 'number 7'],
      ['1970-01-02T00:00:00Z', 'number 1'],
    ] as const) {
      const { items } = await stretch(ana, `at=${at}&limit=2`)
      expect(items.map(({ text }: Item) => text)).toContain(first)
    }
    expect(textsOf(await stretch(ana, 'at=2999-01-01T00:00:00Z&limit=4'))).toEqual(['number 12', 'number 11'])
  })

  it('holds what was said while its reader was there, whichever way it is read', async () => {
    expect(textsOf(await stretch(ben, 'limit=50'))).toEqual(
      [12, 11, 10, 9, 4, 3, 2, 1].map((n) => `number ${n}`),
    )
    expect(textsOf(await stretch(ben, `after=${ids[2]}&limit=3`))).toEqual([
      'number 10',
      'number 9',
      'number 4',
    ])
    expect(textsOf(await stretch(ben, `at=${sentAt[6]}&limit=4`))).toEqual([
      'number 10',
      'number 9',
      'number 4',
      'number 3',
    ])
  })

  it('says what a message answers, and leaves out what the reader was not there for', async () => {
    const answer = await ana.post(`/threads/${thread}/messages`, { text: 'so it was', reply_to: ids[5] })
    expect(answer.body.answers).toMatchObject({ id: ids[5], author: { name: 'Ana' }, excerpt: 'number 6' })
    const bens = await ben.get(`/threads/${thread}/messages/${answer.body.id}`)
    expect(bens.body).toMatchObject({ text: 'so it was', reply_to: ids[5], answers: null })
    await ana.delete(`/threads/${thread}/messages/${answer.body.id}`)
  })
})

describe('finding words', () => {
  const find = async (browser: typeof ana, q: string, more = '') =>
    browser.get(`/threads/${thread}/search?q=${encodeURIComponent(q)}${more}`)

  it('is refused to strangers, and without words', async () => {
    expect(problem(await emil.get(`/threads/${thread}/search?q=number`))).toBe('404 NOT_FOUND')
    expect(problem(await find(ana, ' '))).toBe('400 BAD_REQUEST')
    const { next } = (await find(ana, 'number', '&limit=2')).body
    expect(problem(await find(ana, 'other', `&cursor=${next}`))).toBe('400 BAD_CURSOR')
  })

  it('finds in any case, newest first, page by page, and never what the reader was not there for', async () => {
    expect(textsOf((await find(ana, 'NUMBER 1')).body)).toEqual([12, 11, 10, 1].map((n) => `number ${n}`))
    expect(textsOf((await find(ben, 'number 6')).body)).toEqual([])
    const first = (await find(ben, 'number', '&limit=3')).body
    const second = (await find(ben, 'number', `&limit=3&cursor=${first.next}`)).body
    expect([...textsOf(first), ...textsOf(second)]).toEqual([12, 11, 10, 9, 4, 3].map((n) => `number ${n}`))
  })

  it('takes signs of patterns for themselves', async () => {
    for (const text of ['100% sure', 'a_b', 'c\\d']) await ana.post(`/threads/${thread}/messages`, { text })
    expect(textsOf((await find(ana, '%')).body)).toEqual(['100% sure'])
    expect(textsOf((await find(ana, '_')).body)).toEqual(['a_b'])
    expect(textsOf((await find(ana, '\\')).body)).toEqual(['c\\d'])
  })

  it('searches a bounded stretch at once and goes on below it', async () => {
    const long = (await ana.post('/threads', { kind: 'group', members: [people.ben] })).body.id
    await onServer(database.owner, (client) =>
      client.query(
        `insert into messages (thread_id, message_id, position, author_id, sent_at, kind, body)
         select t.thread_id, gen_random_uuid(), n, m.person_id, m.joined_at + n, 'message', case when n = 7 then 'needle' else 'hay' end
         from threads t join memberships m using (thread_id), generate_series(1, 25000) as n
         where t.thread_id = $1 and m.person_id = $2`,
        [long.replace('thread_', ''), people.ana.replace('person_', '')],
      ),
    )
    const first = (await ana.get(`/threads/${long}/search?q=needle`)).body
    expect(first.items).toEqual([])
    const second = (await ana.get(`/threads/${long}/search?q=needle&cursor=${first.next}`)).body
    expect([textsOf(second), second.next]).toEqual([['needle'], null])
    const at = new Date(Date.parse(second.items[0].sent_at)).toISOString()
    expect(textsOf((await ana.get(`/threads/${long}/messages?at=${at}&limit=2`)).body)).toEqual([
      'needle',
      'hay',
    ])
  })
})

describe('how far members have read', () => {
  let room = ''
  let said: string[] = []
  const marksOf = async (browser: typeof ana): Promise<Record<string, string>> => {
    const { items } = (await browser.get(`/threads/${room}/marks`)).body
    return Object.fromEntries(
      items.map(({ person, message }: { person: string; message: string }) => [person, message]),
    )
  }
  const unread = async (browser: typeof ana): Promise<unknown> => {
    const { unread: count, read_to } = (await browser.get(`/threads/${room}`)).body
    return [count, read_to]
  }
  const read = (browser: typeof ana, message: string | undefined) =>
    browser.put(`/threads/${room}/mark`, { message })
  beforeAll(async () => {
    room = (await ana.post('/threads', { kind: 'group', members: [people.ben, people.chika] })).body.id
    said = []
    for (let n = 0; n < 5; n++) {
      clock.advance(1_000)
      said.push((await ana.post(`/threads/${room}/messages`, { text: `line ${n}` })).body.id)
    }
  })

  it('is refused to strangers, and for what a person cannot see', async () => {
    expect(problem(await read(emil, said[0]))).toBe('404 NOT_FOUND')
    expect(problem(await emil.get(`/threads/${room}/marks`))).toBe('404 NOT_FOUND')
    expect(problem(await read(ben, ids[0]))).toBe('404 NOT_FOUND')
  })

  it('counts others’ messages behind the mark, without those deleted', async () => {
    expect(await unread(ben)).toEqual([5, null])
    expect(await unread(ana)).toEqual([0, null])
    expect((await read(ben, said[1])).status).toBe(204)
    expect(await unread(ben)).toEqual([3, said[1]])
    await ana.delete(`/threads/${room}/messages/${said[4]}`)
    expect(await unread(ben)).toEqual([2, said[1]])
    const listed = (await ben.get('/threads')).body.items.find((one: { id: string }) => one.id === room)
    expect([listed.unread, listed.read_to]).toEqual([2, said[1]])
  })

  it('never goes back', async () => {
    await read(ben, said[3])
    await read(ben, said[0])
    expect(await marksOf(ben)).toEqual({ [people.ben]: said[3] })
  })

  it('who hides theirs is seen by nobody, and sees nobody', async () => {
    await read(chika, said[2])
    expect(await marksOf(ana)).toEqual({ [people.ben]: said[3], [people.chika]: said[2] })
    expect((await chika.get('/reading')).body).toEqual({ shown: true })
    expect((await chika.put('/reading', { shown: false })).body).toEqual({ shown: false })
    expect(await marksOf(ana)).toEqual({ [people.ben]: said[3] })
    expect(await marksOf(chika)).toEqual({ [people.chika]: said[2] })
    await chika.put('/reading', { shown: true })
    expect(await marksOf(chika)).toEqual({ [people.ben]: said[3], [people.chika]: said[2] })
  })

  it('a mark on what the reader was not there for is not shown', async () => {
    clock.advance(1_000)
    await ana.post(`/threads/${room}/members`, { person: people.emil })
    expect(await marksOf(emil)).toEqual({})
    clock.advance(1_000)
    await ben.delete(`/threads/${room}/members/me`)
    expect(await marksOf(ana)).toEqual({ [people.chika]: said[2] })
  })

  it('is nothing a partner can be given: the gate’s login cannot read it', async () => {
    for (const table of ['read_marks', 'reading_settings'])
      expect(
        await onServer(
          database.owner,
          async (client) =>
            (
              await client.query("select has_table_privilege('countersign_gate', $1, 'select') as may", [
                table,
              ])
            ).rows[0].may,
        ),
      ).toBe(false)
  })
})
