// Keys in real browsers: made with the account, never to be had out, let into another browser by six words, ended, forgotten; and what is signed with them.
import { makeWorld, onServer, testClock, worldPassword } from '@countersign/testkit'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { createThread } from '../src/acts/create-thread.ts'
import { invitePerson } from '../src/acts/invite-person.ts'
import { type AtApp, appBrowser, axeFaults } from './_app-browser.ts'
import { pagesServer } from './_pages-server.ts'

const server = await pagesServer({ testClock: testClock(Date.now()) })
const { system, url, clock } = server
const world = await makeWorld(system, clock)
const browser = await appBrowser(url)

/** A browser in which somebody has just made their account, on the page of their ways in. */
async function signedUp(login: string): Promise<AtApp> {
  const at = await browser.open()
  await at.page.goto(`${url}/sign-up?next=/account`)
  await at.page.getByLabel('Your name, as others see it').fill(`${login} Example`)
  await at.page.getByLabel('Sign-in name').fill(login)
  await at.page.getByLabel('New password').fill(worldPassword)
  await at.page.keyboard.press('Enter')
  await at.page.waitForURL(`${url}/account`)
  return at
}

/** Another browser of theirs, at the same page. */
const another = (login: string): Promise<AtApp> => browser.at(login, '/account')

const keysOf = async (login: string) =>
  (
    await system.app.query<{ key_name: string; came: string; until: string | null }>(
      `select k.key_name, k.came, k.until from person_keys k join logins l using (person_id)
       where l.login = $1 order by k.made_at`,
      [login],
    )
  ).rows

const statementsOf = async (login: string) =>
  (
    await system.app.query<{ act: string; n: number; key_name: string }>(
      `select s.act, s.n::int as n, s.key_name from statements s join logins l using (person_id)
       where l.login = $1 order by s.n`,
      [login],
    )
  ).rows

const wordsOn = (page: Page) => page.locator('[data-words]')
const list = (page: Page) => page.getByRole('list', { name: 'Browsers that can answer for you' })

describe('an account', () => {
  it('begins with a key of its browser, whose private half nobody gets, this page’s scripts included', async () => {
    const { page, faults, close } = await signedUp('pat')
    await list(page).getByText('this one').waitFor()
    expect(await keysOf('pat')).toMatchObject([{ came: 'opened', until: null }])
    const exported = await page.evaluate(async () => {
      const { promise, resolve, reject } = Promise.withResolvers<IDBDatabase>()
      const opening = indexedDB.open('countersign')
      opening.onsuccess = () => resolve(opening.result)
      opening.onerror = () => reject(opening.error)
      const reading = (await promise).transaction('keys').objectStore('keys').getAll()
      const kept = await new Promise<{ privateKey: CryptoKey }[]>((done) => {
        reading.onsuccess = () => done(reading.result)
      })
      const tries = ['pkcs8', 'jwk'].map((format) =>
        crypto.subtle.exportKey(format as 'jwk', kept[0]!.privateKey).then(
          () => 'out',
          (error: Error) => error.name,
        ),
      )
      return [kept.length, kept[0]?.privateKey.extractable, ...(await Promise.all(tries))]
    })
    expect(exported).toEqual([1, false, 'InvalidAccessError', 'InvalidAccessError'])
    expect(await axeFaults(page)).toEqual([])
    expect(faults).toEqual([])
    await close()
  })

  it('that was claimed begins so too', async () => {
    const { code } = await invitePerson(system, { displayName: 'Gil' })
    const { page, close } = await browser.open()
    await page.goto(`${url}/claim?code=${code}&next=/account`)
    await page.getByLabel('Sign-in name').fill('gil')
    await page.getByLabel('New password').fill(worldPassword)
    await page.getByRole('button', { name: 'Take it over' }).click()
    await list(page).getByText('this one').waitFor()
    expect(await keysOf('gil')).toMatchObject([{ came: 'opened', until: null }])
    await close()
  })

  it('signs what it does, each act with the next number: switch, thread, closing', async () => {
    const { page, close } = await signedUp('quinn')
    const { rows } = await system.app.query<{ person_id: string }>(
      "select person_id from logins where login = 'quinn'",
    )
    const person = `person_${rows[0]!.person_id.replaceAll('-', '')}` as const
    const thread = await createThread(system, { by: person, kind: 'group', others: [world.people.ben] })
    await page.goto(`${url}/privacy`)
    await page.getByRole('button', { name: 'Switch on' }).click()
    await page.getByRole('button', { name: 'Switch off again' }).click()
    await page.getByRole('button', { name: 'Switch on' }).waitFor()
    await page.goto(`${url}/threads/${thread}/about`)
    await page.getByLabel(/^Closed/).check()
    await page.getByRole('button', { name: 'Save for everyone here' }).click()
    await expect.poll(async () => (await statementsOf('quinn')).length, { timeout: 10_000 }).toBe(3)
    await page.goto(`${url}/account/close`)
    await page.getByLabel('Sign-in name').fill('quinn')
    await page.getByLabel('Password').fill(worldPassword)
    const said = page.waitForRequest(/\/account\/close$/)
    await page.getByRole('button', { name: 'Close my account' }).click()
    expect(((await said).postDataJSON() as { signed?: object }).signed).toBeDefined()
    await page.waitForURL(`${url}/closed`)
    const names = (await keysOf('quinn')).map(({ key_name }) => key_name)
    const made = await onServer(server.database.owner, (db) =>
      db.query('select act, n::int as n, key_name from statements where person_id = $1 order by n', [
        rows[0]!.person_id,
      ]),
    )
    expect(made.rows.map(({ act, n }: { act: string; n: number }) => [act, n])).toEqual([
      ['switch_set', 1],
      ['switch_set', 2],
      ['thread_setting_set', 3],
      ['account_closed', 4],
    ])
    expect(names.length).toBeLessThanOrEqual(1)
    await close()
  })
})

describe('another browser', () => {
  it('shows six words and waits; one tap in a browser that can, beside the same words, lets it in', async () => {
    const old = await signedUp('robin')
    const next = await another('robin')
    await next.page.getByText('This browser cannot answer yet.').waitFor()
    const words = (await wordsOn(next.page).textContent()) ?? ''
    expect(words.split(' ')).toHaveLength(6)
    await old.page.reload()
    await wordsOn(old.page).getByText(words, { exact: true }).waitFor()
    expect(await axeFaults(old.page)).toEqual([])
    await old.page.getByRole('button', { name: 'The words are the same: let it in' }).click()
    await list(old.page).getByRole('listitem').nth(1).waitFor()
    await next.page.getByText('This browser cannot answer yet.').waitFor({ state: 'detached' })
    await next.page.goto(`${url}/privacy`)
    await next.page.getByRole('button', { name: 'Switch on' }).click()
    await next.page.getByRole('button', { name: 'Switch off again' }).waitFor()
    const [first, second] = (await keysOf('robin')).map(({ key_name }) => key_name)
    expect((await statementsOf('robin')).map(({ act, key_name }) => [act, key_name])).toEqual([
      ['key_added', first],
      ['switch_set', second],
    ])
    expect([...old.faults, ...next.faults]).toEqual([])
    await Promise.all([old.close(), next.close()])
  })

  it('that is somebody else’s is stopped, and asks for nothing by itself again', async () => {
    const old = await signedUp('sam')
    const thief = await another('sam')
    await wordsOn(thief.page).waitFor()
    await old.page.reload()
    await old.page.getByRole('button', { name: 'Stop it' }).click()
    await wordsOn(old.page).waitFor({ state: 'detached' })
    await thief.page.reload()
    await thief.page.getByText('The key of this browser was ended, so it cannot answer.').waitFor()
    expect(await keysOf('sam')).toHaveLength(2)
    await Promise.all([old.close(), thief.close()])
  })

  it('that was lost is ended from one that was not, and what it said stays', async () => {
    const old = await signedUp('uma')
    const lost = await another('uma')
    await wordsOn(lost.page).waitFor()
    await old.page.reload()
    await old.page.getByRole('button', { name: 'The words are the same: let it in' }).click()
    await list(old.page).getByRole('listitem').nth(1).waitFor()
    // Two browsers count together: what one signed is known to the other.
    await lost.page.goto(`${url}/privacy`)
    await lost.page.getByRole('button', { name: 'Switch on' }).click()
    await lost.page.getByRole('button', { name: 'Switch off again' }).waitFor()
    const other = list(old.page).getByRole('listitem').filter({ hasNotText: 'this one' })
    await other.getByRole('button', { name: /^End the key/ }).click()
    await other.getByRole('button', { name: 'End', exact: true }).click()
    await list(old.page).getByRole('listitem').nth(1).waitFor({ state: 'detached' })
    expect((await statementsOf('uma')).map(({ act }) => act)).toEqual([
      'key_added',
      'switch_set',
      'key_ended',
    ])
    await lost.page.goto(`${url}/account`)
    await lost.page.getByText('The key of this browser was ended, so it cannot answer.').waitFor()
    await Promise.all([old.close(), lost.close()])
  })

  it('keeps its key when its person signs out, for them alone, and loses it when it is to be forgotten', async () => {
    const at = await signedUp('vic')
    const { page } = at
    await list(page).getByText('this one').waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL(`${url}/`)
    await page.goto(`${url}/sign-in?next=/account`)
    await page.getByLabel('Sign-in name').fill('vic')
    await page.getByLabel('Password').fill(worldPassword)
    await page.keyboard.press('Enter')
    await list(page).getByText('this one').waitFor()
    expect(await keysOf('vic')).toHaveLength(1)
    await page.getByRole('button', { name: 'Forget this browser' }).click()
    await page.getByText('This browser can answer no more until').waitFor()
    await page.getByRole('button', { name: 'Forget this browser' }).click()
    await page.getByText('This browser has no key yet.').waitFor()
    expect(await keysOf('vic')).toMatchObject([{ came: 'opened' }])
    expect((await keysOf('vic'))[0]?.until).not.toBeNull()
    await at.close()
  })
})

describe('what a browser signed', () => {
  it('is good once, for its person and for exactly that; a copy of it does nothing more', async () => {
    const wil = await signedUp('wil')
    const xena = await signedUp('xena')
    const { page } = wil
    await page.goto(`${url}/privacy`)
    await page.getByRole('button', { name: 'Switch on' }).click()
    const sent = page.waitForRequest((request) => request.postData()?.includes('"on":false') === true)
    await page.getByRole('button', { name: 'Switch off again' }).click()
    const body = (await sent).postDataJSON() as { signed: { statement: string; signature: string } }
    await page.getByRole('button', { name: 'Switch on' }).waitFor()
    const before = await statementsOf('wil')
    const send = (from: Page, signed: object) =>
      from.request.put(`${url}/api/v1/switch`, { headers: { origin: url }, data: { on: false, signed } })
    const { statement, signature } = body.signed
    expect((await send(page, body.signed)).status()).toBe(200)
    const forged = [
      { statement: statement.replace('"on":false', '"on":true'), signature },
      { statement: statement.replace('"n":2', '"n":3'), signature },
      { statement, signature: `${signature[0] === 'A' ? 'B' : 'A'}${signature.slice(1)}` },
    ]
    for (const one of forged) expect((await send(page, one)).status()).toBe(422)
    expect((await send(xena.page, body.signed)).status()).toBe(422)
    expect(await statementsOf('wil')).toEqual(before)
    expect(await statementsOf('xena')).toEqual([])
    await Promise.all([wil.close(), xena.close()])
  })
})
