// Files in messages: who gets them and who never does, what is left of one after it was sent, and how it goes again.
import { DAY_MS, uuidOf } from '@countersign/protocol'
import { makeWorld, onServer, testServer } from '@countersign/testkit'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { addMember } from '../src/acts/add-member.ts'
import { closeAccount } from '../src/acts/close-account.ts'
import { createThread } from '../src/acts/create-thread.ts'
import { forgetUploads } from '../src/jobs/forget-uploads.ts'
import { runDueJobs } from '../src/jobs/runner.ts'
import { fetched, PIECE, putPiece, sendFiles, sendPieces, upload } from './_files.ts'
import { type Browser, problem, signedInBrowser } from './_people-browser.ts'

const files = { mostBytes: 2_000_000, mostBytesADay: 9_000_000 }
const { system, url, clock, database } = await testServer({ files })
const world = await makeWorld(system, clock)
const { thread, people } = world
const ana = await signedInBrowser(url, world.login('ana'))
const ben = await signedInBrowser(url, world.login('ben'))
const photo = await sharp({ create: { width: 1_600, height: 900, channels: 3, background: '#375' } })
  .jpeg()
  .toBuffer()
const notes = Buffer.from('%PDF-1.7 the minutes of our meeting')
const count = (table: string): Promise<number> =>
  onServer(database.owner, async (client) =>
    Number((await client.query(`select count(*) from ${table}`)).rows[0].count),
  )
const get = (path: string, who: Browser | undefined = ben) => fetched(url, path, who?.cookie)
const messageIn = async (where: string, id: string, who = ben) =>
  (await who.get(`/threads/${where}/messages/${id}`)).body

describe('a message with files', () => {
  it('is read by the others: pictures in three sizes known beforehand, other files to be saved', async () => {
    const sent = await sendFiles(
      ana,
      thread,
      [
        ['Beach.JPG', photo],
        ['minutes.pdf', notes],
      ],
      'look',
    )
    expect(sent.status).toBe(201)
    const { attachments, text } = await messageIn(thread, sent.body.id)
    expect(text).toBe('look')
    const [beach, minutes] = attachments
    expect(beach).toMatchObject({
      name: 'Beach.webp',
      media_type: 'image/webp',
      alt: 'about Beach.JPG',
      picture: { width: 1_600, height: 900 },
    })
    expect(minutes).toMatchObject({
      name: 'minutes.pdf',
      media_type: 'application/pdf',
      size: notes.length,
      picture: null,
    })
    for (const [form, width] of [
      ['whole', 1_600],
      ['medium', 1_280],
      ['small', 480],
    ] as const) {
      const got = await get(beach.picture[form])
      expect([got.status, got.headers.get('content-type')]).toEqual([200, 'image/webp'])
      expect(await sharp(Buffer.from(await got.arrayBuffer())).metadata()).toMatchObject({ width })
    }
    const saved = await get(minutes.file)
    expect(Object.fromEntries(saved.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment; filename=minutes.pdf',
      'content-length': String(notes.length),
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    })
    expect(Buffer.from(await saved.arrayBuffer())).toEqual(notes)
    expect((await get(minutes.file.replace(/file$/, 'small'))).status).toBe(404)
    expect((await get(minutes.file.replace(/file$/, 'whole'))).status).toBe(404)
  })

  it('comes whole when it is many pieces, and is not the words’ alone: found, answered, changed, forwarded', async () => {
    const bytes = Buffer.alloc(PIECE * 2 + 17, 'abc')
    const sent = await sendFiles(ana, thread, [['a long story.txt', bytes]])
    const [file] = sent.body.attachments
    expect(Buffer.from(await (await get(file.file)).arrayBuffer()).equals(bytes)).toBe(true)
    for (const words of ['long story', 'ABOUT a long'])
      expect(
        (await ben.get(`/threads/${thread}/search?q=${encodeURIComponent(words)}`)).body.items[0].id,
      ).toBe(sent.body.id)
    const changed = await ana.patch(`/threads/${thread}/messages/${sent.body.id}`, { text: 'a story' })
    expect(changed.body).toMatchObject({ text: 'a story', attachments: [{ name: 'a long story.txt' }] })
    const emptied = await ana.patch(`/threads/${thread}/messages/${sent.body.id}`, { text: '' })
    expect(emptied.status).toBe(200)
    const direct = await createThread(system, { by: people.ben, kind: 'direct', others: [people.chika] })
    const forwarded = await ben.post(`/threads/${direct}/forwards`, { from: thread, message: sent.body.id })
    const [copy] = forwarded.body.attachments
    clock.advance(1_000)
    await ana.delete(`/threads/${thread}/messages/${sent.body.id}`)
    expect((await get(file.file)).status).toBe(404)
    expect(Buffer.from(await (await get(copy.file)).arrayBuffer()).equals(bytes)).toBe(true)
    expect((await get(copy.file, ana)).status).toBe(404)
  })

  it('loses every byte with the message: nothing of it is left in the database (DEL-01)', async () => {
    const before = await count('file_pieces')
    const sent = await sendFiles(ana, thread, [
      ['Beach.JPG', photo],
      ['minutes.pdf', notes],
    ])
    expect(await count('file_pieces')).toBe(before + 4)
    expect((await ana.delete(`/threads/${thread}/messages/${sent.body.id}`)).status).toBe(204)
    expect(await count('file_pieces')).toBe(before)
    expect((await messageIn(thread, sent.body.id)).attachments).toEqual([])
  })
})

describe('a file of a message is not there', () => {
  it('for nobody, strangers, who came later or left before, and under any other address', async () => {
    const group = await createThread(system, {
      by: people.ana,
      kind: 'group',
      others: [people.ben, people.dora],
      title: 'Files',
    })
    const dora = await signedInBrowser(url, world.login('dora'))
    const emil = await signedInBrowser(url, world.login('emil'))
    clock.advance(1_000)
    await dora.delete(`/threads/${group}/members/me`)
    clock.advance(1_000)
    const sent = await sendFiles(ana, group, [['Beach.JPG', photo]])
    const elsewhere = await sendFiles(ana, thread, [['other.pdf', notes]])
    clock.advance(1_000)
    await addMember(system, { by: people.ana, thread: group, person: people.emil })
    const [{ id, file, picture }] = sent.body.attachments
    const chika = await signedInBrowser(url, world.login('chika'))
    const bodies = new Set<string>()
    const refused = async (path: string, who: Browser): Promise<void> => {
      const got = await get(path, who)
      expect([got.status, got.headers.get('content-disposition')]).toEqual([404, null])
      bodies.add(JSON.stringify({ ...(JSON.parse(await got.text()) as object), request: '' }))
    }
    for (const who of [dora, emil, chika])
      for (const path of [file, picture.small, picture.whole]) await refused(path, who)
    // Ids that are there, put together as they do not belong.
    const other = elsewhere.body
    await refused(`/api/v1/threads/${thread}/messages/${sent.body.id}/files/${id}/file`, ben)
    await refused(`/api/v1/threads/${group}/messages/${other.id}/files/${other.attachments[0].id}/file`, ben)
    await refused(
      `/api/v1/threads/${group}/messages/${sent.body.id}/files/${other.attachments[0].id}/file`,
      ben,
    )
    await refused(`/api/v1/threads/${thread}/messages/${other.id}/files/${id}/file`, ben)
    await refused(
      `/api/v1/threads/${group}/messages/message_${uuidOf(other.id).replaceAll('-', '')}/files/${id}/file`,
      ben,
    )
    expect(bodies.size).toBe(1)
    expect((await fetched(url, file)).status).toBe(401)
    expect((await get(file, ben)).status).toBe(200)
  })

  it('for a partner: a grant gives its name and type, as its screen said, and no byte, size or description', async () => {
    await world.grant('ana')
    clock.advance(1_000)
    await sendFiles(ana, thread, [['Beach.JPG', photo]], 'the beach')
    const { items, body } = await world.read('ana')
    expect(items[0]).toMatchObject({
      text: 'the beach',
      attachments: [{ name: 'Beach.webp', media_type: 'image/webp' }],
    })
    expect(body).not.toMatch(/about Beach|upload|"size"|"alt"|files\//)
    const seen = await onServer(database.as('countersign_gate'), async (client) => {
      const may = async (sql: string): Promise<string> =>
        client.query(sql).then(
          () => 'may',
          (error: { code: string }) => error.code,
        )
      return [
        await may('select bytes from file_pieces'),
        await may('select name from uploads'),
        await may('select alt from attachments'),
        await may('select size from attachments'),
        await may('select name, media_type from attachments'),
      ]
    })
    expect(seen).toEqual(['42501', '42501', '42501', '42501', 'may'])
  })
})

describe('a file on its way', () => {
  it('is its sender’s in its thread alone, can be sent once, and not before it is whole', async () => {
    const id = await sendPieces(ana, thread, 'minutes.pdf', notes)
    const attachments = [{ upload: id }]
    const messages = `/threads/${thread}/messages`
    expect(problem(await ana.post(messages, { text: '', attachments }))).toBe('400 BAD_REQUEST')
    for (const act of [
      () => ben.post(`/threads/${thread}/uploads/${id}/finish`),
      () => ben.delete(`/threads/${thread}/uploads/${id}`),
      () => putPiece(ben, `/threads/${thread}/uploads/${id}/pieces/0`, notes),
    ])
      expect(problem(await act())).toBe('404 NOT_FOUND')
    const finished = await ana.post(`/threads/${thread}/uploads/${id}/finish`)
    expect(finished.body).toMatchObject({ id, name: 'minutes.pdf', media_type: 'application/pdf' })
    expect((await ana.post(`/threads/${thread}/uploads/${id}/finish`)).body).toEqual(finished.body)
    expect(problem(await putPiece(ana, `/threads/${thread}/uploads/${id}/pieces/0`, notes))).toBe(
      '409 ALREADY',
    )
    const direct = await createThread(system, { by: people.ana, kind: 'direct', others: [people.ben] })
    expect(problem(await ben.post(messages, { text: '', attachments }))).toBe('400 BAD_REQUEST')
    expect(problem(await ana.post(`/threads/${direct}/messages`, { text: '', attachments }))).toBe(
      '400 BAD_REQUEST',
    )
    const twice = [...attachments, ...attachments]
    expect(problem(await ana.post(messages, { text: '', attachments: twice }))).toBe('400 BAD_REQUEST')
    expect((await ana.post(messages, { text: '', attachments })).status).toBe(201)
    expect(problem(await ana.post(messages, { text: '', attachments }))).toBe('400 BAD_REQUEST')
  })

  it('is there once, however often its message is sent under the same key, also at once', async () => {
    const messages = `/threads/${thread}/messages`
    const key = crypto.randomUUID()
    const { id } = (await upload(ana, thread, 'minutes.pdf', notes)).body
    const said = { key, text: 'the minutes', attachments: [{ upload: id }] }
    const both = await Promise.all([ana.post(messages, said), ana.post(messages, said)])
    const again = await ana.post(messages, { key, text: 'the minutes' })
    expect(problem(await ana.post(messages, { key, text: 'something else' }))).toBe('409 ALREADY')
    const [first] = both
    for (const one of [...both, again]) {
      expect(one.status).toBe(201)
      expect(one.body).toMatchObject({
        id: first.body.id,
        text: 'the minutes',
        attachments: [{ size: notes.length }],
      })
    }
    // A key is its author's, in one thread.
    const bens = await ben.post(messages, { key, text: 'of Ben' })
    const other = await createThread(system, {
      by: people.ana,
      kind: 'group',
      others: [people.ben],
      title: 'Keys',
    })
    const elsewhere = await ana.post(`/threads/${other}/messages`, { key, text: 'elsewhere' })
    expect([bens.body.text, elsewhere.body.text]).toEqual(['of Ben', 'elsewhere'])
    await ana.delete(`${messages}/${first.body.id}`)
    const late = await ana.post(messages, { key, text: 'the minutes' })
    expect([late.body.id, late.body.text]).toEqual([first.body.id, ''])
    expect(problem(await ana.post(messages, { key: 'no uuid', text: 'x' }))).toBe('400 BAD_REQUEST')
  })

  it('a message has words or files, ten at most, and a line or two about each', async () => {
    const messages = `/threads/${thread}/messages`
    const { id } = (await upload(ana, thread, 'minutes.pdf', notes)).body
    expect(problem(await ana.post(messages, { text: ' ', attachments: [] }))).toBe('400 BAD_REQUEST')
    const eleven = Array.from({ length: 11 }, () => ({ upload: id }))
    expect((await ana.post(messages, { text: '', attachments: eleven })).body.errors).toEqual([
      { at: 'body/attachments', problem: 'must be at most 10' },
    ])
    const long = [{ upload: id, alt: 'x'.repeat(1_001) }]
    expect((await ana.post(messages, { text: '', attachments: long })).body.errors[0].at).toBe(
      'body/attachments/0/alt',
    )
    expect((await ana.delete(`/threads/${thread}/uploads/${id}`)).status).toBe(204)
    expect(problem(await ana.delete(`/threads/${thread}/uploads/${id}`))).toBe('404 NOT_FOUND')
  })

  it('is gone with the account, or a day later; then the day’s measure begins anew', async () => {
    const before = await count('file_pieces')
    const emil = await signedInBrowser(url, world.login('emil'))
    await sendPieces(emil, thread, 'half.pdf', notes)
    await closeAccount(system, {
      person: people.emil,
      login: world.login('emil'),
      password: 'correct horse battery staple',
    })
    expect(await count('file_pieces')).toBe(before)
    await sendPieces(ana, thread, 'half.pdf', notes)
    const whole = (await upload(ana, thread, 'whole.jpg', photo)).body.id
    clock.advance(DAY_MS - 1)
    await runDueJobs(system, [forgetUploads(system)])
    expect(await count('uploads')).toBe(2)
    clock.advance(3_600_000)
    await runDueJobs(system, [forgetUploads(system)])
    expect([await count('uploads'), await count('file_pieces'), await count('file_days')]).toEqual([
      0,
      before,
      0,
    ])
    const late = await signedInBrowser(url, world.login('ana'))
    expect(
      problem(await late.post(`/threads/${thread}/messages`, { text: '', attachments: [{ upload: whole }] })),
    ).toBe('400 BAD_REQUEST')
  })

  it('counts to its sender’s day, forwarded or never finished; no file is larger than one may be', async () => {
    const chika = await signedInBrowser(url, world.login('chika'))
    const uploads = `/threads/${thread}/uploads`
    expect(problem(await chika.post(uploads, { name: 'x', size: 2_000_001 }))).toBe('413 FILE_TOO_LARGE')
    for (let i = 0; i < 4; i++)
      expect((await chika.post(uploads, { name: 'x', size: 2_000_000 })).status).toBe(201)
    expect(problem(await chika.post(uploads, { name: 'x', size: 1_500_000 }))).toBe('429 FILES_FULL')
    const sender = await signedInBrowser(url, world.login('ana'))
    const sent = await sendFiles(sender, thread, [['large', Buffer.alloc(1_100_000, 'abc')]])
    expect(
      problem(await chika.post(`/threads/${thread}/forwards`, { from: thread, message: sent.body.id })),
    ).toBe('429 FILES_FULL')
    expect((await chika.post(uploads, { name: 'x', size: 900_000 })).status).toBe(201)
    clock.advance(DAY_MS)
    const next = await signedInBrowser(url, world.login('chika'))
    expect((await next.post(uploads, { name: 'x', size: 2_000_000 })).status).toBe(201)
  })
})
