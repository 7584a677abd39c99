// TRN-05: everything that is one's own in one file, free, at once, again after a lost connection; nothing of others in it.
import { DAY_MS, uuidOf } from '@countersign/protocol'
import * as wire from '@countersign/protocol/people-api'
import { makeWorld, onServer, testServer } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { fromBuffer } from 'yauzl'
import { befriend } from '../src/acts/befriend.ts'
import { forwardMessage } from '../src/acts/forward-message.ts'
import { confirmContact, contactCode } from '../src/acts/prove-contact.ts'
import { sendFiles } from './_files.ts'
import { type Browser, problem, signedInBrowser } from './_people-browser.ts'

const { system, url, clock, database } = await testServer()
const world = await makeWorld(system, clock)
const { ana: anaId, ben: benId } = world.people

/** Every file of a ZIP, by its name. */
const opened = (bytes: Buffer): Promise<ReadonlyMap<string, string>> =>
  new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error)
      const files = new Map<string, string>()
      zip.on('entry', (entry) =>
        zip.openReadStream(entry, (failed, stream) => {
          if (failed) return reject(failed)
          void stream.toArray().then((chunks) => {
            files.set(entry.fileName, Buffer.concat(chunks).toString('utf8'))
            zip.readEntry()
          }, reject)
        }),
      )
      zip.on('end', () => resolve(files))
      zip.on('error', reject)
      zip.readEntry()
    })
  })
const fileOf = (id: string, browser: Browser) =>
  fetch(`${url}/api/v1/exports/${id}/file`, { headers: { cookie: browser.cookie ?? '' } })
async function takeAlong(browser: Browser): Promise<ReadonlyMap<string, string>> {
  const made = await browser.post('/exports')
  expect(made.status).toBe(201)
  const response = await fileOf(made.body.id, browser)
  expect(response.headers.get('content-type')).toBe('application/zip')
  return opened(Buffer.from(await response.arrayBuffer()))
}

describe('refused', () => {
  it('to whoever has not shown within ten minutes that it is they', async () => {
    const ana = await signedInBrowser(url, world.login('ana'))
    clock.advance(10 * 60_000)
    expect(problem(await ana.post('/exports'))).toMatch(/PROVE_AGAIN$/)
    await ana.post('/session/proof', { password: 'correct horse battery staple' })
    expect((await ana.post('/exports')).status).toBe(201)
  })

  it("somebody else's, one that is over, and a sixth in a day", async () => {
    const ben = await signedInBrowser(url, world.login('ben'))
    const ana = await signedInBrowser(url, world.login('ana'))
    const made = await ben.post('/exports')
    expect(problem(await ana.get(`/exports/${made.body.id}`))).toBe('404 NOT_FOUND')
    expect((await fileOf(made.body.id, ana)).status).toBe(404)
    for (let i = 1; i < 5; i++) expect((await ben.post('/exports')).status).toBe(201)
    const sixth = await ben.post('/exports')
    expect(problem(sixth)).toBe('429 TOO_MANY_EXPORTS')
    clock.advance(60 * 60_000)
    expect((await fileOf(made.body.id, ben)).status).toBe(404)
    clock.advance(DAY_MS)
    const again = await signedInBrowser(url, world.login('ben'))
    expect((await again.post('/exports')).status).toBe(201)
  })
})

describe('what is in it', () => {
  it('is everything of one’s own, in the shapes of the API, and nothing of others', async () => {
    const prove = (person: typeof anaId, email: string) =>
      confirmContact(system, { person, code: contactCode(system, { person, email }) })
    await prove(anaId, 'ana@example.net')
    await prove(benId, 'ben@example.net')
    await befriend(system, { person: anaId, friend: benId })
    await befriend(system, { person: benId, friend: anaId })
    const grant = await world.grant('ana')
    await world.countersign('ben')
    await world.countersign('ana', { thread: null, answer: 'never', purpose: 'group_activity' })
    await world.withdraw('ana', grant.id)
    await world.grant('ana')
    const own = await world.say('ana', 'words of my own')
    const theirs = await world.say('ben', 'words of another')
    await forwardMessage(system, { person: anaId, from: world.thread, message: theirs, to: world.thread })
    await world.read('ana')
    const ana = await signedInBrowser(url, world.login('ana'))
    const files = await takeAlong(ana)
    const list = (name: string) => JSON.parse(files.get(`${name}.json`) ?? 'null')

    expect(list('profile')).toMatchObject([{ id: anaId, name: 'Ana', login: world.login('ana') }])
    expect(list('addresses')).toMatchObject([{ value: 'ana@example.net' }])
    expect(list('friends')).toEqual([{ friend: benId, since: expect.any(String) }])
    expect(list('threads')).toMatchObject([{ id: world.thread, title: 'Friday songs' }])
    expect(
      list('messages').map((one: { id: string; kind: string; text: string }) => [one.kind, one.text]),
    ).toEqual([
      ['forward', null],
      ['message', 'words of my own'],
    ])
    expect(list('messages').at(-1).id).toBe(own)
    const shapes = {
      permissions: wire.grant,
      answers: wire.answer,
      disclosures: wire.disclosure,
      receipts: wire.receipt,
      notices: wire.notice,
    }
    for (const [name, shape] of Object.entries(shapes))
      expect(() => list(name).map(shape.parse)).not.toThrow()
    expect(list('permissions').map((one: { standing: string }) => one.standing)).toEqual([
      'live',
      'withdrawn',
    ])
    expect(list('disclosures')).toHaveLength(1)
    // Two of the permission that was withdrawn, one of the other, two of the never that it ended.
    expect(list('receipts').map((one: { event: string }) => one.event)).toEqual([
      'given',
      'given',
      'withdrawn',
      'refused',
      'withdrawn',
    ])
    expect(files.has('END.txt')).toBe(true)

    const all = [...files.values()].join('\n')
    for (const word of [
      'Ben',
      'words of another',
      'ben@example',
      'Chika',
      'Dora',
      'Emil',
      world.login('chika'),
    ])
      expect(all).not.toContain(word)
  })
})

describe('files', () => {
  it('that are one’s own are in it, two of one name as two, and none of another’s or of a deleted message', async () => {
    const [chika, ben] = [
      await signedInBrowser(url, world.login('chika')),
      await signedInBrowser(url, world.login('ben')),
    ]
    const { thread } = world
    await sendFiles(chika, thread, [
      ['notes.txt', Buffer.from('mine, the first')],
      ['notes.txt', Buffer.from('mine, the second')],
    ])
    const gone = await sendFiles(chika, thread, [['gone.txt', Buffer.from('mine, and deleted')]])
    await chika.delete(`/threads/${thread}/messages/${gone.body.id}`)
    const theirs = await sendFiles(ben, thread, [['theirs.txt', Buffer.from('of Ben')]])
    await chika.post(`/threads/${thread}/forwards`, { from: thread, message: theirs.body.id })
    const files = await takeAlong(chika)
    const inside = [...files].filter(([name]) => name.startsWith('files/'))
    expect(inside.map(([, content]) => content)).toEqual(['mine, the first', 'mine, the second'])
    const messages = JSON.parse(files.get('messages.json') ?? '[]') as {
      readonly kind: string
      readonly attachments: readonly { readonly file: string | null; readonly alt: string }[]
    }[]
    const named = messages.flatMap(({ attachments }) => attachments)
    expect(named.flatMap(({ file }) => file ?? [])).toEqual(inside.map(([name]) => name))
    expect(named.filter(({ file }) => file === null)).toHaveLength(1)
  })
})

describe('many messages', () => {
  const MANY = 16_000
  it('are sent as they are read: a reader who waits is waited for, one who goes can begin again (bounded memory)', async () => {
    await onServer(database.owner, (client) =>
      client.query(
        `insert into messages (thread_id, message_id, position, author_id, sent_at, kind, body)
         select $1, gen_random_uuid(), 1000000 + i, $2, $3::bigint + i, 'message',
           (select string_agg(md5(k || ' ' || i), '') from generate_series(1, 60) as part (k))
         from generate_series(1, $4::int) as message (i)`,
        [uuidOf(world.thread), uuidOf(world.people.dora), clock.now(), MANY],
      ),
    )
    const dora = await signedInBrowser(url, world.login('dora'))
    const { body } = await dora.post('/exports')
    expect(body.counts.messages).toBe(MANY)
    const doneNow = async (): Promise<number> => (await dora.get(`/exports/${body.id}`)).body.done

    const waiting = (await fileOf(body.id, dora)).body?.getReader()
    await waiting?.read()
    // It goes on until what lies between the two is full, and then no further.
    let now = 0
    for (let still = 0; still < 4 || now === 0; ) {
      await new Promise((resolve) => setTimeout(resolve, 250))
      const before = now
      now = await doneNow()
      still = now === before ? still + 1 : 0
    }
    expect(now).toBeLessThan(MANY / 2)
    await waiting?.cancel()

    const again = await fileOf(body.id, dora)
    let bytes = 0
    for await (const chunk of again.body ?? []) bytes += (chunk as Uint8Array).length
    expect(bytes).toBeGreaterThan(10_000_000)
    expect((await dora.get(`/exports/${body.id}`)).body).toMatchObject({
      state: 'whole',
      total: MANY,
      done: MANY,
    })
  })
})
