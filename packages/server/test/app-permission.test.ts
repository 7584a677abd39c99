// The permission screen in a real browser: nothing on it is chosen, no is as near as yes, and what a yes would give is seen before it.
import { onServer, signInAt } from '@countersign/testkit'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { registerPartner } from '../src/acts/register-partner.ts'
import { sendMessage } from '../src/acts/send-message.ts'
import { grantsOfPerson } from '../src/store/grants.ts'
import { appBrowser, axeFaults } from './_app-browser.ts'
import { begin, offers, password, readDetails, redirectUri, startPlatform } from './_oauth.ts'

const platform = await startPlatform()
const { system, url, ana, ben, thread } = platform
const browser = await appBrowser(url)
const HOSTILE = '<img src=x onerror=alert(1)>'
await sendMessage(system, { person: ben, thread, text: 'Ben alone said this' })
await sendMessage(system, { person: ana, thread, text: HOSTILE })
const details = [...readDetails, { ...readDetails[0], purpose: 'share_content', actions: ['messages.write'] }]

/** Somebody at a screen, signed in on the way. */
async function atScreen(options: BrowserContextOptions = {}, login = 'ana') {
  const at = await browser.open(options)
  const { page } = at
  await signInAt(page, (await begin(platform, details)).url.href, { login, password })
  await page.locator('fieldset').first().waitFor()
  return at
}

/** Does what leads back to the company, where nothing listens; what it would be told. */
async function backAt(page: Page, act: () => Promise<void>): Promise<URLSearchParams> {
  const [request] = await Promise.all([
    page.waitForRequest((one) => one.url().startsWith(redirectUri)),
    act(),
  ])
  return new URL(request.url()).searchParams
}

const buttons = ['No, allow nothing', 'Yes, allow what I ticked'] as const

describe('the screen', () => {
  it('begins with nothing chosen, and both answers in sight, alike (PER-03, UX-02)', async () => {
    for (const options of [
      { viewport: { width: 360, height: 640 }, colorScheme: 'light' },
      { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
    ] as const) {
      const { page, faults, close } = await atScreen(options)
      expect(await page.title()).toBe('Jukebox asks for your permission · Countersign')
      expect(await page.getByRole('checkbox').count()).toBe(5)
      expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(0)
      const boxes = await Promise.all(buttons.map((name) => page.getByRole('button', { name }).boundingBox()))
      const [no, yes] = boxes
      expect(Math.abs((yes?.width ?? 0) - (no?.width ?? 99))).toBeLessThan(0.5)
      expect(yes?.height).toBe(no?.height)
      for (const box of boxes)
        expect((box?.y ?? 9_999) + (box?.height ?? 0)).toBeLessThanOrEqual(options.viewport.height)
      await page.getByText('See what this would give now').click()
      expect(await axeFaults(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(options.viewport.width)
      expect(faults).toEqual([])
      await close()
    }
  })

  it('takes a no with one press, and tells the company nothing else', async () => {
    const before = await grantsOfPerson(system.app, ana)
    const { page, close } = await atScreen()
    const told = await backAt(page, () => page.getByRole('button', { name: buttons[0] }).click())
    expect([...told.keys()].sort()).toEqual(['error', 'error_description', 'iss', 'state'])
    expect(await grantsOfPerson(system.app, ana)).toEqual(before)
    await close()
  })

  it('says what is missing where the answer is, and keeps the ticks', async () => {
    const { page, close } = await atScreen()
    await page.getByRole('button', { name: buttons[1] }).click()
    await page.getByRole('alert').getByText('Nothing was chosen.').waitFor()
    await page.getByRole('checkbox', { name: /read messages/ }).check()
    await page.getByRole('button', { name: buttons[1] }).click()
    await page.getByRole('alert').getByText('No thread was chosen.').waitFor()
    expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(1)
    await close()
  })

  it('shows my own words as I tick, as text, and gives exactly what is ticked', async () => {
    const { page, faults, close } = await atScreen()
    await page.getByText('See what this would give now').click()
    const preview = page.getByRole('status', { name: 'What it would get of yours now' })
    await preview.getByText('Tick above what it may do').waitFor()
    await page.getByRole('checkbox', { name: /read messages/ }).check()
    await page.getByRole('checkbox', { name: 'Friday <songs>' }).check()
    await preview.getByText('Nothing of what is already written.').waitFor()
    await page.getByRole('checkbox', { name: /Also what is already written/ }).check()
    await preview.getByText(HOSTILE).waitFor()
    expect(await preview.textContent()).not.toContain('Ben alone')
    expect(await axeFaults(page)).toEqual([])
    const told = await backAt(page, () => page.getByRole('button', { name: buttons[1] }).click())
    expect(told.has('code')).toBe(true)
    expect((await grantsOfPerson(system.app, ana))[0]).toMatchObject({
      purpose: 'group_activity',
      verbs: ['messages.read'],
      threads: [thread],
      history: true,
    })
    expect(faults).toEqual([])
    await close()
  })

  it('is answered by keyboard alone, either way', async () => {
    const { page, close } = await atScreen()
    const box = page.getByRole('checkbox', { name: /send a card/ })
    await box.focus()
    await page.keyboard.press('Space')
    expect(await box.isChecked()).toBe(true)
    await page.getByRole('button', { name: buttons[1] }).focus()
    expect((await backAt(page, () => page.keyboard.press('Enter'))).has('code')).toBe(true)
    await close()
    const again = await atScreen()
    await again.page.getByRole('button', { name: buttons[0] }).focus()
    const told = await backAt(again.page, () => again.page.keyboard.press('Enter'))
    expect(told.get('error')).toBe('access_denied')
    await again.close()
  })

  it('speaks its reader’s language, from right to left, and marks the company’s own words', async () => {
    await onServer(platform.database.owner, (db) =>
      db.query("update persons set locale = 'ar' where display_name = 'ben Example'"),
    )
    const { page, faults, close } = await atScreen({ viewport: { width: 360, height: 640 } }, 'ben')
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
    expect(await page.locator('[lang=en]').textContent()).toContain('Shows the songs your group talks about.')
    const words = (await page.locator('main').innerText())
      .replace('Songs of your group: Shows the songs your group talks about.', '')
      .replaceAll(
        /Jukebox|https:\/\/jukebox\.example|Countersign|ben Example|Friday <songs>|Without Ana|UTC/gi,
        '',
      )
    expect(words).not.toMatch(/[a-z]{3}/i)
    await page.getByText('شاهد ما سيُعطى الآن').click()
    expect(await axeFaults(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    const no = page.getByRole('button', { name: 'لا، لا أسمح بشيء' })
    expect((await backAt(page, () => no.click())).get('error')).toBe('access_denied')
    expect(faults).toEqual([])
    await close()
  })

  it('that changed while it was open is read anew, with nothing ticked (PER-03)', async () => {
    const { page, close } = await atScreen()
    await page.getByRole('checkbox', { name: /send a card/ }).check()
    const { rows } = await system.app.query<{ jwks: never }>('select jwks from clients')
    const texts = { en: { name: 'Songs', summary: 'Other words about the songs.' } }
    const other = { offers, harvest_budget: 1_000, term_days: 90, review_id: 'review-2', texts }
    await registerPartner(system, {
      slug: 'jukebox',
      name: 'Jukebox',
      homepage: 'https://jukebox.example',
      client: { redirect_uris: [redirectUri], jwks: rows[0]!.jwks },
      features: [{ slug: 'songs', start_at: Date.UTC(2014, 0, 1), ...other }],
    })
    await page.getByRole('button', { name: buttons[1] }).click()
    await page.getByRole('alert').getByText('The screen changed while it was open.').waitFor()
    await page.getByText('Other words about the songs.').waitFor()
    expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(0)
    await close()
  })
})
