// The whole way in a real browser: sign up, passkey, chat, connect a partner, ask, countersign, read, see it, withdraw, refused at once.
// Once with a pointer, once with the keyboard alone; everything is found by its role and name (SUN-03, TRN-01, TRN-04, COP-01).
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { jukebox as jukeboxApp } from '../../../examples/jukebox/src/app.ts'
import { virtualAuthenticator } from '../src/virtual-authenticator.ts'
import { type Hands, keyboard, pointer } from './_hands.ts'
import { partnerStage } from './_partner-stage.ts'

const stage = await partnerStage(jukeboxApp)
const { server, partner: jukebox, strays } = stage
const password = 'correct horse battery staple'

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const link = (page: Page, name: string | RegExp) => page.getByRole('link', { name })
const box = (page: Page, name: string | RegExp) => page.getByRole('checkbox', { name })
const field = (page: Page, name: string) => page.getByRole('textbox', { name })
const company = (page: Page) => page.getByRole('region', { name: 'Jukebox', exact: true })

/** Fills in the form of `/sign-up`. */
async function signUp(hands: Hands, page: Page, login: string, name: string): Promise<void> {
  await hands.write(field(page, 'Your name, as others see it'), name)
  await hands.write(field(page, 'Sign-in name'), login)
  await hands.write(field(page, 'New password'), password)
  await hands.press(button(page, 'Make the account'))
}

async function say(hands: Hands, page: Page, words: string): Promise<void> {
  await hands.write(field(page, 'Your message'), words)
  await page.keyboard.press('Enter')
}

const heard = (page: Page, words: string) => page.getByRole('article').getByText(words).waitFor()

describe.each([
  { how: 'a pointer', hands: pointer, nora: 'Nora', omar: 'Omar' },
  { how: 'the keyboard alone', hands: keyboard, nora: 'Nadia', omar: 'Otto' },
])('with $how', { timeout: 120_000 }, ({ hands, nora, omar }) => {
  let hers: Page
  let his: Page

  test('she makes an account, adds a passkey, and signs in with it', async () => {
    hers = await stage.browse()
    await virtualAuthenticator(hers)
    await hers.goto(`${server.url}/sign-up?next=/account`)
    await signUp(hands, hers, nora.toLowerCase(), nora)
    await hands.write(field(hers, 'Name for a new passkey'), 'My phone')
    await hands.press(button(hers, 'Add a passkey'))
    await hers.getByRole('list', { name: 'Passkeys' }).getByText('My phone', { exact: true }).waitFor()
    await hands.press(button(hers, 'Sign out'))
    await hers.waitForURL(`${server.url}/`)
    await hers.goto(`${server.url}/sign-in?next=/friends`)
    // The browser may offer it in the field before anything is pressed; a press that came too late would land elsewhere.
    const offered = hers.waitForURL(`${server.url}/friends`, { timeout: 3_000 })
    await offered.catch(() => hands.press(button(hers, 'Sign in with a passkey')))
    await hers.waitForURL(`${server.url}/friends`)
  })

  test('he comes by her link, and they write to each other, each seeing at once what the other wrote', async () => {
    await hands.press(button(hers, 'Make a link'))
    const invitation = await field(hers, 'Link for one friend').inputValue()
    his = await stage.browse()
    await his.goto(invitation)
    await hands.press(link(his, 'Make an account'))
    await signUp(hands, his, omar.toLowerCase(), omar)
    await his.waitForURL(`${server.url}/friends`)
    // Her page hears of it while it is open.
    await button(hers, `Write to ${omar}`).waitFor()
    await hands.press(link(hers, 'Threads'))
    await hands.press(button(hers, 'Start a thread'))
    const sheet = hers.getByRole('dialog', { name: 'Start a thread' })
    await hands.tick(sheet.getByRole('checkbox', { name: omar }))
    await hands.write(sheet.getByRole('textbox', { name: 'Name of the thread, if you like' }), 'Friday songs')
    await hands.press(sheet.getByRole('button', { name: 'Start a thread' }))
    await say(hands, hers, 'This stays between us.')
    await hands.press(link(his, 'Threads'))
    await hands.press(link(his, /Friday songs/))
    await heard(his, 'This stays between us.')
    await say(hands, his, 'Of course it does.')
    await heard(hers, 'Of course it does.')
  })

  test('she connects Jukebox: nothing is ticked before she ticks it', async () => {
    await hers.goto(`${jukebox.url}/group`)
    await hands.press(button(hers, 'Connect Countersign'))
    await hers.getByRole('heading', { name: 'Jukebox asks for your permission' }).waitFor()
    expect(await hers.getByRole('checkbox', { checked: true }).count()).toBe(0)
    await hands.tick(box(hers, /see the list of threads/i))
    await hands.tick(box(hers, /read messages in/i))
    await hands.tick(box(hers, 'Friday songs'))
    await hands.press(button(hers, 'Yes, allow what I ticked'))
    await button(hers, 'Read my group').waitFor()
  })

  test('she asks, he countersigns with one press, and Jukebox reads the words of both and none from before', async () => {
    await hers.goto(`${server.url}/threads`)
    await hands.press(link(hers, /Friday songs/))
    await hands.press(button(hers, 'Ask the others'))
    await hers.getByRole('status').getByText('Asked.').waitFor()
    await hands.press(button(his, 'Yes, my words'))
    await his.getByRole('heading', { name: 'You said yes to Jukebox' }).waitFor()
    await say(hands, hers, 'Boléro, please.')
    await heard(his, 'Boléro, please.')
    await say(hands, his, 'La Bamba, then.')
    await heard(hers, 'La Bamba, then.')
    await hers.goto(`${jukebox.url}/group`)
    await hands.press(button(hers, 'Read my group'))
    await hers.getByRole('status').getByText('from 2 aliases').waitFor()
    const page = String(await hers.getByRole('main').textContent())
    for (const words of ['Boléro, please.', 'La Bamba, then.']) expect(page).toContain(words)
    for (const words of ['between us', 'Of course', omar]) expect(page).not.toContain(words)
  })

  test('the privacy centre of each shows what went, and his not through whom', async () => {
    await hands.press(link(his, 'Privacy'))
    await company(his).getByText('1 item of yours reached Jukebox').waitFor()
    expect(await his.getByRole('main').textContent()).not.toContain(nora)
    await hers.goto(`${server.url}/privacy`)
    await company(hers)
      .getByText(/^It got \d items? of yours/)
      .waitFor()
  })

  test('she withdraws with one press, and the next read is refused', async () => {
    await hands.press(company(hers).getByRole('button', { name: 'Withdraw' }))
    await hers.getByRole('status').getByText('Withdrawn. It holds from now on.').waitFor()
    await hers.goto(`${jukebox.url}/group`)
    // It is told, and has deleted what it had read before anybody asks it to read again.
    const told = async (): Promise<number> => {
      await hers.reload()
      return hers.getByText('Countersign told us to delete').count()
    }
    await expect.poll(told, { timeout: 20_000 }).toBeGreaterThan(0)
    await hands.press(button(hers, 'Read my group'))
    await hers.getByText('Refused:').first().waitFor()
    expect(await hers.getByRole('main').textContent()).not.toContain('Boléro, please.')
    expect(await company(his).count()).toBe(1)
    await hers.context().close()
    await his.context().close()
  })
})

test('no page asked anything of anybody else, and none complained', () => {
  expect(strays).toEqual([])
})
