// Getting in and staying safe, in a real browser with a virtual authenticator: passkeys, passwords, recovery, links.
import { makeWorld, signInAt, testClock, virtualAuthenticator, worldPassword } from '@countersign/testkit'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { invitePerson } from '../src/acts/invite-person.ts'
import { PROOF_MS } from '../src/acts/prove-again.ts'
import { confirmContact, contactCode } from '../src/acts/prove-contact.ts'
import type { Mail } from '../src/ports/mail.ts'
import { appBrowser, axeFaults } from './_app-browser.ts'
import { pagesServer } from './_pages-server.ts'

const sent: Mail[] = []
const mail = { send: async (one: Mail) => void sent.push(one) }
const clock = testClock(Date.now())
const server = await pagesServer({ testClock: clock, clock, mail })
const world = await makeWorld(server.system, clock)

const browser = await appBrowser(server.url)

const looks = [
  { width: 360, height: 740, colorScheme: 'light' },
  { width: 1280, height: 860, colorScheme: 'dark' },
] as const

/** A browser of its own, nobody signed in. */
const open = ({ width, height, colorScheme }: (typeof looks)[number] = looks[0]) =>
  browser.open({ viewport: { width, height }, colorScheme })

async function signUp(page: Page, login: string): Promise<void> {
  await page.goto(`${server.url}/sign-up?next=/friends`)
  await page.getByLabel('Your name, as others see it').fill(`${login} Example`)
  await page.getByLabel('Sign-in name').fill(login)
  await page.getByLabel('New password').fill(worldPassword)
  await page.keyboard.press('Enter')
  await page.waitForURL(`${server.url}/friends`)
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click()

async function signOut(page: Page): Promise<void> {
  await press(page, 'Sign out')
  await page.waitForURL(`${server.url}/`)
}

describe('a passkey', () => {
  it('is added, signs in without a name, is renamed and removed', async () => {
    const { page, faults, close } = await open()
    const key = await virtualAuthenticator(page)
    await signUp(page, 'pat')
    await page.getByRole('link', { name: 'Account', exact: true }).click()
    await page.getByLabel('Name for a new passkey').fill('My phone')
    await press(page, 'Add a passkey')
    await page.getByText('My phone').waitFor()
    const [made] = await key.credentials()
    expect(made).toMatchObject({ rpId: 'localhost', isResidentCredential: true })
    await signOut(page)
    await page.goto(`${server.url}/sign-in?next=/account`)
    // The browser may have offered it in the field before anybody pressed anything: both lead in.
    await Promise.race([
      page.waitForURL(`${server.url}/account`),
      press(page, 'Sign in with a passkey').catch(() => undefined),
    ])
    await page.waitForURL(`${server.url}/account`)
    await page.getByText(/last used/).waitFor()
    await press(page, 'Rename My phone')
    await page.getByLabel('New name').fill('Old phone')
    await page.keyboard.press('Enter')
    await press(page, 'Remove Old phone')
    await page.getByText('Old phone').waitFor({ state: 'detached' })
    expect(faults).toEqual([])
    await close()
  })

  it('lets nobody in whom the device does not know', async () => {
    const { page, close } = await open()
    const key = await virtualAuthenticator(page)
    await signUp(page, 'una')
    await page.goto(`${server.url}/account`)
    await page.getByLabel('Name for a new passkey').fill('Key')
    await press(page, 'Add a passkey')
    await page.getByText('not used yet').waitFor()
    await signOut(page)
    await key.verifies(false)
    await page.goto(`${server.url}/sign-in`)
    const shown: string[] = []
    page.on('request', (request) => shown.push(`${request.method()} ${new URL(request.url()).pathname}`))
    await press(page, 'Sign in with a passkey')
    const button = page.getByRole('button', { name: 'Sign in with a passkey' })
    await expect.poll(() => button.getAttribute('data-pending')).toBe(null)
    expect(shown).toContain('POST /api/v1/session/passkey/options')
    expect(shown).not.toContain('POST /api/v1/session/passkey')
    await page.goto(`${server.url}/friends`)
    await page.waitForURL(/\/sign-in/)
    await close()
  })

  it('is no news where the browser knows none, until somebody asks for it', async () => {
    const { page, close } = await open()
    await page.goto(`${server.url}/sign-in`)
    await page.waitForResponse(/passkey\/options/)
    await page.waitForTimeout(500)
    expect(await page.getByRole('alert').allTextContents()).toEqual([])
    await press(page, 'Sign in with a passkey')
    await page.getByRole('alert').getByText('This browser cannot use passkeys.').waitFor()
    await close()
  })

  it('asks for the password again after ten minutes, and then does what was wanted', async () => {
    const { page, close } = await open(looks[1])
    await virtualAuthenticator(page)
    await signUp(page, 'quin')
    await page.goto(`${server.url}/account`)
    clock.advance(PROOF_MS)
    await page.getByLabel('Name for a new passkey').fill('Late')
    await press(page, 'Add a passkey')
    const proof = page.getByRole('region', { name: 'Is it you?' })
    await proof.getByLabel('Password').fill('not my password')
    await proof.getByRole('button', { name: 'Show it with the password' }).click()
    await proof.getByRole('alert').waitFor()
    expect(await axeFaults(page)).toEqual([])
    await proof.getByLabel('Password').fill(worldPassword)
    await proof.getByRole('button', { name: 'Show it with the password' }).click()
    await page.getByText('not used yet').waitFor()
    await close()
  })
})

describe('signing in', () => {
  it('goes on to an address of this site, and to no other', async () => {
    for (const [next, path] of [
      ['/friends', '/friends'],
      ['//evil.example', '/threads'],
      ['/\\evil.example', '/threads'],
      ['https://evil.example', '/threads'],
      ['javascript:alert(1)', '/threads'],
    ] as const) {
      const { page, close } = await open()
      const url = `${server.url}/sign-in?next=${encodeURIComponent(next)}`
      await signInAt(page, url, { login: world.login('ana'), password: worldPassword })
      await page.waitForURL(server.url + path)
      await close()
    }
  })

  it('says what is wrong and keeps the name, not the password, out of the address', async () => {
    const { page, close } = await open()
    await page.goto(`${server.url}/sign-in`)
    await page.getByLabel('Sign-in name').fill('ana@example.org')
    await page.getByLabel('Password').fill('a wrong guess')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('Check both and try again.').waitFor()
    expect(await page.getByLabel('Sign-in name').inputValue()).toBe('ana@example.org')
    expect(page.url()).toBe(`${server.url}/sign-in`)
    await close()
  })

  it('reads in the language the browser asks for', async () => {
    const { page, close } = await browser.open({ locale: 'ar-EG' })
    await page.goto(`${server.url}/sign-in`)
    await page.getByRole('heading', { name: 'تسجيل الدخول' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl')
    expect(await axeFaults(page)).toEqual([])
    await close()
  })
})

describe('somebody locked out', () => {
  it('comes back with a code from paper, and every browser is signed out', async () => {
    const { page, close } = await open()
    await signUp(page, 'rory')
    await page.goto(`${server.url}/account`)
    await press(page, 'Make ten codes')
    const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
    await codes.first().waitFor()
    expect(await codes.count()).toBe(10)
    const code = (await codes.first().textContent()) ?? ''
    const there = await open()
    await there.page.goto(`${server.url}/recover`)
    const form = there.page.getByRole('region', { name: 'With a recovery code' })
    await form.getByLabel('Sign-in name').fill('rory')
    await form.getByLabel('One of your ten recovery codes').fill(code.toLowerCase())
    await form.getByLabel('New password').fill('a brand new password')
    await form.getByRole('button').click()
    await there.page.getByText('Your new password is set.').waitFor()
    await page.waitForURL(/\/sign-in\?next=%2Faccount/)
    const credentials = { login: 'rory', password: 'a brand new password' }
    await signInAt(page, `${server.url}/sign-in?next=/account`, credentials)
    await page.getByText('9 codes are left.').waitFor()
    await Promise.all([close(), there.close()])
  })

  it('comes back with a mail, whose link asks for the new password only', async () => {
    const { people } = world
    const address = { person: people.ben, email: 'ben@example.net' }
    await confirmContact(server.system, { person: people.ben, code: contactCode(server.system, address) })
    const { page, close } = await open()
    await page.goto(`${server.url}/recover`)
    const form = page.getByRole('region', { name: 'With a mail' })
    await form.getByLabel('Sign-in name').fill(world.login('ben'))
    await form.getByRole('button').click()
    await page.getByRole('status').getByText('If that name is known').waitFor()
    await expect.poll(() => sent.length).toBe(1)
    const link = /http\S+\/recover\?code=\S+/.exec(sent[0]?.text ?? '')?.[0] ?? ''
    await page.goto(link)
    await form.getByLabel('New password').fill('a brand new password')
    await form.getByRole('button').click()
    await page.getByText('Your new password is set.').waitFor()
    await close()
  })
})

describe('a link', () => {
  it('makes a friend of somebody who is here, and of somebody who was not', async () => {
    const ana = await open(looks[1])
    await signInAt(ana.page, `${server.url}/sign-in?next=/friends`, {
      login: world.login('ana'),
      password: worldPassword,
    })
    const make = async (): Promise<string> => {
      await press(ana.page, 'Make a link')
      return ana.page.getByLabel('Link for one friend').inputValue()
    }
    const first = await make()
    const stranger = await open()
    await stranger.page.goto(first)
    await stranger.page.getByText('Ana would like to be your friend.').waitFor()
    expect(await axeFaults(stranger.page)).toEqual([])
    await stranger.page.getByRole('link', { name: 'Make an account' }).click()
    await stranger.page.getByText('You will be friends from the start.').waitFor()
    await stranger.page.getByLabel('Your name, as others see it').fill('Newcomer')
    await stranger.page.getByLabel('Sign-in name').fill('newcomer')
    await stranger.page.getByLabel('New password').fill(worldPassword)
    await press(stranger.page, 'Make the account')
    await stranger.page.getByRole('button', { name: 'Write to Ana' }).waitFor()
    await ana.page.reload()
    await ana.page.getByRole('button', { name: 'Write to Newcomer' }).waitFor()
    const chika = await open()
    await chika.page.goto(await make())
    await press(chika.page, 'Yes, be friends')
    await chika.page.waitForURL(/\/sign-in\?next=%2Ffriend%3Fcode/)
    await signInAt(chika.page, chika.page.url(), { login: world.login('chika'), password: worldPassword })
    await press(chika.page, 'Yes, be friends')
    await chika.page.getByRole('button', { name: 'Write to Ana' }).waitFor()
    await Promise.all([ana.close(), stranger.close(), chika.close()])
  })
})

describe('a shell', () => {
  it('is claimed with the code in its address', async () => {
    const { code } = await invitePerson(server.system, { displayName: 'Gil' })
    const { page, faults, close } = await open()
    await page.goto(`${server.url}/claim?code=${code}&next=/account`)
    await page.getByLabel('Sign-in name').fill('gil')
    await page.getByLabel('New password').fill(worldPassword)
    await press(page, 'Take it over')
    await page.waitForURL(`${server.url}/account`)
    await page.getByText('Gil', { exact: true }).waitFor()
    expect(faults).toEqual([])
    await close()
  })
})
