// The share sheet in a real browser: a card goes where its person says, once, after a second step; the company learns none of it (WRT-01), and everybody sees through whom it came (WRT-02).
import { makeWorld, onServer, testClock } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { befriend } from '../src/acts/befriend.ts'
import { draftCard } from '../src/acts/draft-card.ts'
import { appBrowser, axeFaults } from './_app-browser.ts'
import { pagesServer } from './_pages-server.ts'

const server = await pagesServer({ testClock: testClock(Date.now()) })
const { system, url, clock } = server
const world = await makeWorld(system, clock)
const browser = await appBrowser(url)
await world.grant('ana', { verbs: ['messages.write'], purpose: 'share_content', threads: [] })

const HOSTILE = '<img src=x onerror=alert(1)>'

const draftFor = (who: 'ana' | 'ben', title: string) =>
  draftCard(system, {
    partner: world.jukebox.partner,
    feature: world.jukebox.feature,
    person: world.people[who],
    purpose: 'share_content',
    card: { type: 'song', title, artist: 'Scott Joplin', link: 'https://jukebox.example/rag' },
  })

describe('the share sheet', () => {
  it('sends a card after a second step, with its label, and by keyboard alone', async () => {
    const { draft } = await draftFor('ana', `Maple Leaf Rag ${HOSTILE}`)
    const { page, faults, close } = await browser.at(world.login('ana'), `/share/${draft}`, {
      viewport: { width: 360, height: 640 },
    })
    await page.getByText(HOSTILE).waitFor()
    await page.getByText('Jukebox learns nothing about your threads').waitFor()
    expect(await axeFaults(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    await page.getByRole('list', { name: 'To a thread' }).getByRole('button').first().focus()
    await page.keyboard.press('Enter')
    const yes = page.getByRole('button', { name: 'Yes, send it' })
    await yes.waitFor()
    expect(await axeFaults(page)).toEqual([])
    const messages = `${url}/api/v1/threads/${world.thread}/messages`
    expect(await (await page.request.get(messages)).text()).not.toContain('Scott Joplin')
    await yes.focus()
    await page.keyboard.press('Enter')
    await page.getByText('Jukebox was not told: not where it went').waitFor()
    await page.getByRole('link', { name: /^See it in/ }).click()
    await page.getByText('sent through Jukebox').first().waitFor()
    expect(faults).toEqual([])
    await close()
  })

  it('takes a no, and another thread, before anything is sent; a sent card is not sent again', async () => {
    const { draft } = await draftFor('ana', 'Peacherine Rag')
    await befriend(system, { person: world.people.ana, friend: world.people.dora })
    await befriend(system, { person: world.people.dora, friend: world.people.ana })
    const { page, close } = await browser.at(world.login('ana'), `/share/${draft}`)
    const threads = page.getByRole('list', { name: 'To a thread' }).getByRole('button')
    await threads.first().click()
    await page.getByRole('button', { name: 'No, go back' }).click()
    await page.getByRole('list', { name: 'To a friend' }).getByRole('button', { name: /Dora/ }).click()
    await page.getByRole('heading', { name: /^Send it to Dora/ }).waitFor()
    await page.getByRole('button', { name: 'Yes, send it' }).click()
    await page.getByRole('heading', { name: 'Sent' }).waitFor()
    await page.goto(`${url}/share/${draft}`)
    await threads.first().click()
    await page.getByRole('button', { name: 'Yes, send it' }).click()
    await page.getByRole('alert').waitFor()
    await close()
  })

  it('is for the one it was made for, and says so in words', async () => {
    const { draft } = await draftFor('ana', 'The Entertainer')
    for (const [who, path] of [
      ['ben', `/share/${draft}`],
      ['ana', '/share/draft_nope'],
    ] as const) {
      const { page, close } = await browser.at(world.login(who), '/friends')
      await page.goto(`${url}${path}`)
      await page.getByRole('alert').waitFor()
      expect(await page.locator('main').textContent()).not.toContain('Entertainer')
      await close()
    }
  })

  it('speaks Arabic from right to left', async () => {
    const { draft } = await draftFor('ana', 'Solace')
    await onServer(server.database.owner, (db) =>
      db.query("update persons set locale = 'ar' where display_name like 'Ana%'"),
    )
    const { page, close } = await browser.at(world.login('ana'), `/share/${draft}`, {
      viewport: { width: 360, height: 640 },
    })
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
    expect(await axeFaults(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    await close()
  })
})
