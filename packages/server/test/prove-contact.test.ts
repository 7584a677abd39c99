// COP-07: an address is a person's once they showed that it reaches them, and never by anybody else's word.
import { uuidOf } from '@countersign/protocol'
import { onServer, testClock } from '@countersign/testkit'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Mail } from '../src/ports/mail.ts'
import { problem, signedInBrowser } from './_people-browser.ts'
import { peopleServer } from './_people-server.ts'

const sent: Mail[] = []
let taken = true
const mail = {
  async send(one: Mail) {
    if (!taken) throw new Error(`the server does not know ${one.to}`)
    sent.push(one)
  },
}
const clock = testClock()
const { url, world, database } = await peopleServer({ mail, testClock: clock, clock })
const ana = await signedInBrowser(url, world.login('ana'))
const ben = await signedInBrowser(url, world.login('ben'))

const codeIn = ({ text }: Mail): string => /confirm\?code=(\S+)/.exec(text)?.[1] ?? ''
const values = async (browser: typeof ana): Promise<readonly string[]> =>
  (await browser.get('/contacts')).body.items.map(
    ({ value, verified }: { value: string; verified: boolean }) => `${value} ${verified}`,
  )
async function codeFor(browser: typeof ana, email: string): Promise<string> {
  expect((await browser.post('/contacts', { email })).status).toBe(202)
  const last = sent.at(-1)
  if (last === undefined) throw new Error('no mail came')
  return codeIn(last)
}

beforeEach(() => {
  sent.length = 0
  taken = true
})

describe('refuses', () => {
  it.each([
    'ana',
    'ana@',
    '@example.org',
    'ana@example.org\nBcc: all@example.org',
    `${'a'.repeat(250)}@b.example`,
  ])('what is no address: %j', async (email) => {
    expect(problem(await ana.post('/contacts', { email }))).toBe('400 BAD_REQUEST')
    expect(sent).toEqual([])
  })

  it('a code that is made up, changed, somebody else’s or too old, and keeps nothing', async () => {
    const code = await codeFor(ana, 'ana@example.net')
    const flipped = `${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}`
    for (const wrong of ['x', flipped, `${code}A`, code.slice(4)])
      expect(problem(await ana.post('/contacts/confirm', { code: wrong }))).toBe('410 CODE_OVER')
    expect(problem(await ben.post('/contacts/confirm', { code }))).toBe('410 CODE_OVER')
    clock.advance(3_600_000)
    expect(problem(await ana.post('/contacts/confirm', { code }))).toBe('410 CODE_OVER')
    expect([await values(ana), await values(ben)]).toEqual([[], []])
  })

  it('to say that a mail went out which did not', async () => {
    taken = false
    const answer = await ana.post('/contacts', { email: 'ana@example.net' })
    expect(problem(answer)).toBe('503 MAIL_UNAVAILABLE')
    expect(JSON.stringify(answer.body)).not.toContain('ana@')
  })

  it('somebody else’s address to be taken away', async () => {
    await ben.post('/contacts/confirm', { code: await codeFor(ben, 'ben@example.net') })
    const { items } = (await ben.get('/contacts')).body
    expect(problem(await ana.delete(`/contacts/${items[0].id}`))).toBe('404 NOT_FOUND')
    expect(await values(ben)).toEqual(['ben@example.net true'])
  })
})

it('an address is there once proven, however often the code is shown, and gone at once when taken away', async () => {
  const code = await codeFor(ana, 'Ana@EXAMPLE.net')
  expect(sent.map(({ to }) => to)).toEqual(['Ana@example.net'])
  expect(await values(ana)).toEqual([])
  await Promise.all([1, 2, 3].map(() => ana.post('/contacts/confirm', { code })))
  expect(await values(ana)).toEqual(['Ana@example.net true'])
  expect(problem(await ana.post('/contacts', { email: 'Ana@example.net' }))).toBe('409 ALREADY')
  const { items } = (await ana.get('/contacts')).body
  expect((await ana.delete(`/contacts/${items[0].id}`)).status).toBe(204)
  expect(await values(ana)).toEqual([])
})

it('what an import said of a person gives way to what they proved', async () => {
  await onServer(database.owner, (client) =>
    client.query(
      `insert into contact_fields (person_id, contact_id, kind, value)
       values ($1, gen_random_uuid(), 'email', 'old@example.net')`,
      [uuidOf(world.people.ana)],
    ),
  )
  expect(await values(ana)).toEqual(['old@example.net false'])
  await ana.post('/contacts/confirm', { code: await codeFor(ana, 'old@example.net') })
  expect(await values(ana)).toEqual(['old@example.net true'])
})

it('five addresses are the most', async () => {
  for (const n of [2, 3, 4, 5])
    await ana.post('/contacts/confirm', { code: await codeFor(ana, `ana${n}@example.net`) })
  expect(await values(ana)).toHaveLength(5)
  expect(problem(await ana.post('/contacts', { email: 'ana6@example.net' }))).toBe('409 TOO_MANY_CONTACTS')
})
