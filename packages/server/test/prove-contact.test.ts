// COP-07: an address is a person's once they showed that it reaches them, and never by anybody else's word.
import { uuidOf } from '@countersign/protocol'
import { onServer, testClock, testServer, testSystem, worldPassword } from '@countersign/testkit'
import { pino } from 'pino'
import { beforeEach, describe, expect, it } from 'vitest'
import { openAccount } from '../src/acts/open-account.ts'
import { openSession } from '../src/acts/session.ts'
import { listen } from '../src/main.ts'
import type { Mail } from '../src/ports/mail.ts'
import { somebody } from './_console.ts'
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
    for (const one of [ana, ben]) await one.post('/session/proof', { password: worldPassword })
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

describe('mail is limited', async () => {
  const logged: string[] = []
  const server = await testServer({
    mail,
    log: pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) }),
  })
  const who = (login: string) => somebody(server, login)

  it('five an hour reach one inbox, whoever asks and however the address is spelt', async () => {
    const strangers = await Promise.all(['s-1', 's-2', 's-3'].map(who))
    const ways = [
      () => strangers[0]!.elsewhere.post('/contacts', { email: 'victim.one@example.net' }),
      () => strangers[1]!.elsewhere.post('/contacts', { email: 'Victim.One@EXAMPLE.net' }),
      () => strangers[2]!.elsewhere.post('/contacts', { email: 'victimone+more@example.net' }),
      () => strangers[0]!.elsewhere.post('/contacts', { email: 'victim.one@example.net' }),
      () => strangers[1]!.elsewhere.post('/contacts', { email: 'v.ictim.one+2@example.net' }),
    ]
    for (const way of ways) expect((await way()).status).toBe(202)
    const over = await strangers[2]!.elsewhere.post('/contacts', { email: 'victim.one+3@example.net' })
    expect(problem(over)).toBe('429 TOO_MANY')
    expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(3_000)
    expect(sent).toHaveLength(5)
    expect((await strangers[2]!.elsewhere.post('/contacts', { email: 'other@example.net' })).status).toBe(202)
    expect(logged.join('').toLowerCase()).not.toContain('victim')
  })

  it('twenty in ten minutes come from one address', async () => {
    const one = await who('s-4')
    // Seven were asked for above.
    for (let i = 0; i < 13; i++)
      expect((await one.elsewhere.post('/contacts', { email: `a${i}@example.net` })).status).toBe(202)
    expect(problem(await one.elsewhere.post('/contacts', { email: 'c@example.net' }))).toBe('429 TOO_MANY')
  })
})

it('an address that is taken away is told, there, and goes all the same when no mail goes out', async () => {
  await ben.post('/session/proof', { password: worldPassword })
  for (const reached of [true, false]) {
    await ben.post('/contacts/confirm', { code: await codeFor(ben, 'gone@example.net') })
    sent.length = 0
    taken = reached
    const { items } = (await ben.get('/contacts')).body
    const { id } = items.find(({ value }: { value: string }) => value === 'gone@example.net')
    expect((await ben.delete(`/contacts/${id}`)).status).toBe(204)
    expect(sent.map(({ to, subject }) => `${to}: ${subject}`)).toEqual(
      reached ? ['gone@example.net: This address was taken away'] : [],
    )
    expect(await values(ben)).not.toContain('gone@example.net true')
    taken = true
  }
})

it('twenty mails an hour are one person’s, from wherever they ask', async () => {
  const { system } = await testSystem({ publicUrl: 'https://chat.example', mail })
  const listening = await listen(system, { host: 'localhost', port: 0 })
  const person = await openAccount(system, { login: 'roamer', password: worldPassword, displayName: 'Ro' })
  const { secret } = await openSession(system, person)
  const statuses: number[] = []
  for (let i = 0; i < 21; i++) {
    const response = await fetch(`http://localhost:${listening.port}/api/v1/contacts`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: 'https://chat.example',
        'x-forwarded-for': `198.51.100.${i + 1}`,
        cookie: `__Host-countersign_session=${secret}`,
      },
      body: JSON.stringify({ email: `roam${i}x@example.net` }),
    })
    statuses.push(response.status)
  }
  await listening.close()
  expect(statuses).toEqual([...Array.from({ length: 20 }, () => 202), 429])
})
