// SUN-07, COP-04: what people are told of what they allowed, in the app and by mail, each with one thing to do.
import { DAY_MS, uuidOf } from '@countersign/protocol'
import { makeWorld, onServer, testClock, testServer, testSystem } from '@countersign/testkit'
import { beforeEach, describe, expect, it } from 'vitest'
import { endFeature } from '../src/acts/end-feature.ts'
import { mailNotices } from '../src/acts/mail-notices.ts'
import { confirmContact, contactCode } from '../src/acts/prove-contact.ts'
import { remindPeople, warnOfEnds } from '../src/acts/remind.ts'
import { allJobs } from '../src/jobs/index.ts'
import { runDueJobs } from '../src/jobs/runner.ts'
import type { Mail } from '../src/ports/mail.ts'
import type { System } from '../src/system.ts'
import { signedInBrowser } from './_people-browser.ts'

const sent: Mail[] = []
let taken = true
const mail = {
  async send(one: Mail) {
    if (!taken) throw new Error(`the server does not know ${one.to}`)
    sent.push(one)
  },
}
const fresh = async () => {
  const clock = testClock()
  const opened = await testSystem({ mail, testClock: clock, clock })
  const world = await makeWorld(opened.system, clock)
  const prove = (who: 'ana' | 'ben') => proveAddress(opened.system, world.people[who], `${who}@example.net`)
  return { ...opened, clock, world, prove }
}
const proveAddress = (system: System, person: Parameters<typeof contactCode>[1]['person'], email: string) =>
  confirmContact(system, { person, code: contactCode(system, { person, email }) })
const kindsOf = (database: Awaited<ReturnType<typeof fresh>>['database'], person: string) =>
  onServer(database.owner, async (client) => {
    const sql = 'select kind from notices where person_id = $1 order by notice_id'
    return (await client.query(sql, [uuidOf(person as never)])).rows.map((row) => row.kind as string)
  })

beforeEach(() => {
  sent.length = 0
  taken = true
})

describe('a reminder of what stands (SUN-07)', () => {
  it('comes after ninety days and not a moment before, one for all, and again after ninety more', async () => {
    const { system, clock, world, database, prove } = await fresh()
    await prove('ana')
    const start = clock.now() + 1_000
    await world.grant('ana')
    await world.grant('ana', { partner: await world.partner('matinee'), verbs: ['members.see'] })
    await world.countersign('ben')
    clock.set(start + 60 * DAY_MS)
    await world.grant('ana', { partner: await world.partner('teller') })
    clock.set(start + 90 * DAY_MS - 1)
    expect(await remindPeople(system)).toBe(0)
    clock.set(start + 90 * DAY_MS)
    expect(await remindPeople(system)).toBe(1)
    clock.advance(10_000)
    expect(await remindPeople(system)).toBe(1)
    expect(await remindPeople(system)).toBe(0)
    expect(await kindsOf(database, world.people.ana)).toEqual(['reminder'])
    expect(await kindsOf(database, world.people.ben)).toEqual(['reminder'])
    await mailNotices(system)
    expect(sent.map(({ to }) => to)).toEqual(['ana@example.net'])
    expect(sent[0]?.text).toContain(
      '- Jukebox, Group songs: for showing a chat what its people are enjoying together.',
    )
    expect(sent[0]?.text).toContain('- Matinee, Group songs:')
    expect(sent[0]?.text).toContain('http://localhost:4747/privacy\n')
    clock.set(start + 180 * DAY_MS - 1)
    expect(await remindPeople(system)).toBe(0)
    clock.set(start + 180 * DAY_MS)
    expect(await remindPeople(system)).toBe(1)
    expect(await kindsOf(database, world.people.ana)).toEqual(['reminder', 'reminder'])
  })

  it('is put off by looking, and never comes for what ended, or to whoever shares nothing', async () => {
    const { system, clock, world } = await fresh()
    const start = clock.now()
    const { id } = await world.grant('ana')
    await world.grant('emil')
    await world.countersign('chika', { answer: 'never' })
    await world.countersign('dora')
    await world.withdraw('ana', id)
    await system.turnstile.change({
      direction: 'tightens',
      async apply(session) {
        const dora = uuidOf(world.people.dora)
        await session.query('update persons set restricted = true where person_id = $1', [dora])
        return { value: undefined, touches: [], records: [] }
      },
    })
    clock.set(start + 80 * DAY_MS)
    await system.app.query('insert into reminders (person_id, opened_at) values ($1, $2)', [
      uuidOf(world.people.emil),
      clock.now(),
    ])
    clock.set(start + 100 * DAY_MS)
    expect(await remindPeople(system)).toBe(0)
    clock.set(start + 170 * DAY_MS + 2_000)
    expect(await remindPeople(system)).toBe(1)
  })

  it('comes once from two servers at the same time', async () => {
    const { system, clock, world, database, second } = await fresh()
    const other = await second()
    await Promise.all(['ana', 'ben', 'emil'].map((who) => world.grant(who as 'ana')))
    clock.advance(91 * DAY_MS)
    await Promise.all([remindPeople(system), remindPeople(other.system), remindPeople(system)])
    for (const who of ['ana', 'ben', 'emil'] as const)
      expect(await kindsOf(database, world.people[who])).toEqual(['reminder'])
  })
})

describe('a feature that ends', () => {
  it('is told thirty and seven days before, each once, to whoever said yes to it', async () => {
    const { system, clock, world, database, prove } = await fresh()
    await prove('ben')
    await world.grant('ana')
    await world.countersign('ben')
    await world.countersign('dora', { answer: 'never' })
    const end = clock.now() + 40 * DAY_MS
    await endFeature(system, { partner: world.jukebox.partner, feature: world.jukebox.feature, at: end })
    expect(await warnOfEnds(system)).toBe(0)
    clock.set(end - 30 * DAY_MS)
    expect(await warnOfEnds(system)).toBe(2)
    clock.set(end - 8 * DAY_MS)
    expect(await warnOfEnds(system)).toBe(0)
    clock.set(end - 7 * DAY_MS)
    expect(await warnOfEnds(system)).toBe(2)
    clock.set(end - 1)
    expect(await warnOfEnds(system)).toBe(0)
    expect(await kindsOf(database, world.people.ben)).toEqual(['feature_ending', 'feature_ending'])
    expect(await kindsOf(database, world.people.dora)).toEqual([])
    await mailNotices(system)
    expect(sent).toHaveLength(2)
    expect(sent[0]?.subject).toMatch(/^Group songs of Jukebox ends on \d+ \w+ 2026$/)
    expect(sent[0]?.unsubscribe).toBeUndefined()
  })
})

describe('mail', () => {
  it('of a first disclosure through somebody else goes to a proven address only, and names nobody (COP-04)', async () => {
    const { system, world, prove } = await fresh()
    await prove('ben')
    await world.grant('ana')
    await world.countersign('ben')
    await world.countersign('chika')
    await world.say('ben', 'a secret of ben')
    await world.say('chika', 'a word of chika')
    expect((await world.read('ana')).items).toHaveLength(2)
    await mailNotices(system)
    expect(sent).toHaveLength(1)
    const [{ to, subject, text } = { to: '', subject: '', text: '' }] = sent
    expect(to).toBe('ben@example.net')
    expect(subject).toBe('Jukebox got something of yours')
    expect(text).toContain(`/privacy#${world.jukebox.partner}`)
    for (const word of ['Ana', 'Ben', 'Chika', 'Friday', 'secret', world.people.ben])
      expect(text).not.toContain(word)
  })

  it('that is not taken is tried again later; nothing is sent twice', async () => {
    const { system, clock, world, database, prove } = await fresh()
    await prove('ana')
    await world.grant('ana')
    clock.advance(91 * DAY_MS)
    await remindPeople(system)
    taken = false
    expect(await mailNotices(system)).toBe(0)
    clock.advance(59_000)
    taken = true
    expect(await mailNotices(system)).toBe(0)
    clock.advance(1_000)
    expect(await mailNotices(system)).toBe(1)
    expect(await mailNotices(system)).toBe(0)
    expect(sent).toHaveLength(1)
    const left = await onServer(database.owner, (client) => client.query('select 1 from notice_mails'))
    expect(left.rowCount).toBe(0)
  })

  it('that nobody takes for days is given up', async () => {
    const { system, clock, world, prove } = await fresh()
    await prove('ana')
    await world.grant('ana')
    clock.advance(91 * DAY_MS)
    await remindPeople(system)
    taken = false
    let tries = 0
    for (; (await system.app.query('select 1 from notice_mails')).rowCount > 0; tries++) {
      await mailNotices(system)
      clock.advance(DAY_MS / 2)
    }
    expect(tries).toBe(16)
  })

  it('a server that dies with it leaves it to be sent; two servers send it once', async () => {
    const { system, clock, world, prove, second } = await fresh()
    await prove('ana')
    await world.grant('ana')
    clock.advance(91 * DAY_MS)
    await remindPeople(system)
    const dying: System = { ...system, mail: { send: () => new Promise(() => undefined) } }
    void mailNotices(dying)
    await expect
      .poll(async () => (await system.app.query('select 1 from notice_mails where attempts > 0')).rowCount)
      .toBe(1)
    expect(await mailNotices(system)).toBe(0)
    clock.advance(5 * 60_000)
    const other = await second()
    await Promise.all([mailNotices(system), mailNotices({ ...other.system, mail })])
    expect(sent).toHaveLength(1)
  })

  it('runs by itself with the other jobs', async () => {
    const { system, clock, world, prove } = await fresh()
    await prove('ana')
    await world.grant('ana')
    clock.advance(91 * DAY_MS)
    await runDueJobs(system, allJobs(system))
    clock.advance(10_000)
    await runDueJobs(system, allJobs(system))
    expect(sent.map(({ subject }) => subject)).toEqual(['What you allow companies still stands'])
  })
})

describe('one click ends reminders by mail (RFC 8058)', async () => {
  const clock = testClock()
  const { system, url } = await testServer({ mail, testClock: clock, clock })
  const world = await makeWorld(system, clock)
  // A session is over after thirty days, and a reminder comes after ninety.
  const ana = () => signedInBrowser(url, world.login('ana'))
  await proveAddress(system, world.people.ana, 'ana@example.net')
  await world.grant('ana')
  const remindedBy = async (): Promise<Mail | undefined> => {
    clock.advance(91 * DAY_MS)
    await remindPeople(system)
    await mailNotices(system)
    return sent.at(-1)
  }

  it('without signing in, from any mail program, and gives no session; looking at the page does nothing', async () => {
    const address = (await remindedBy())?.unsubscribe ?? ''
    expect(address).toMatch(new RegExp(`^${url}/unsubscribe\\?code=`))
    expect(address).not.toContain(uuidOf(world.people.ana))
    const page = await fetch(address)
    expect([page.status, page.headers.getSetCookie()]).toEqual([200, []])
    expect((await (await ana()).get('/reminders')).body).toEqual({ by_mail: true })
    const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' })
    const done = await fetch(address, { method: 'POST', body })
    expect([done.status, done.headers.getSetCookie()]).toEqual([200, []])
    expect((await (await ana()).get('/reminders')).body).toEqual({ by_mail: false })
    sent.length = 0
    await world.grant('ana')
    expect(await remindedBy()).toBeUndefined()
    expect(
      (await (await ana()).get('/notices')).body.items.filter(
        (one: { kind: string }) => one.kind === 'reminder',
      ),
    ).toHaveLength(2)
  })

  it('and no other code does; a person can have them again', async () => {
    await (await ana()).put('/reminders', { by_mail: true })
    const code = 'A'.repeat(60)
    expect((await fetch(`${url}/unsubscribe?code=${code}`, { method: 'POST' })).status).toBe(404)
    expect((await (await ana()).get('/reminders')).body).toEqual({ by_mail: true })
  })

  it('only their own page says that somebody looked', async () => {
    const foreign = await (await ana()).post('/privacy/opened', undefined, {
      headers: { origin: 'https://jukebox.example' },
    })
    expect(foreign.status).toBe(403)
    expect((await (await ana()).post('/privacy/opened')).status).toBe(204)
  })
})
