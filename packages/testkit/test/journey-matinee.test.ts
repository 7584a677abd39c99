// Matinee in a real browser: films in chats, to friends of both lists only, and a season that ends (COP-06, COP-08, SUN-01).
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { matinee } from '../../../examples/matinee/src/app.ts'
import { createThread } from '../../server/src/acts/create-thread.ts'
import { confirmAt, pickAt } from '../src/share-at-sheet.ts'
import { withdrawAt } from '../src/withdraw-on-page.ts'
import { partnerStage } from './_partner-stage.ts'
import { accessible, picture } from './_pictures.ts'

const stage = await partnerStage(matinee)
const { partner, names, server } = stage

describe('Matinee', { timeout: 180_000 }, () => {
  let ana: Page
  let ben: Page
  let thread: string

  const send = async (page: Page, film: string): Promise<void> =>
    page.getByRole('button', { name: `Send ${film}` }).click()
  const confirm = async (page: Page): Promise<void> => {
    await pickAt(page, /Film night/)
    await confirmAt(page)
  }
  const look = async (page: Page): Promise<string> => {
    await page.goto(`${partner.url}/friends`)
    await page.getByRole('button', { name: /^(See who is here|Look again)$/ }).click()
    await page.waitForURL(`${partner.url}/friends`)
    return (await page.locator('main').textContent()) ?? ''
  }

  test('a film goes into a chat with one power, and Matinee learns nothing of the chat', async () => {
    thread = await createThread(server.system, {
      by: stage.people.ana,
      kind: 'group',
      others: [stage.people.ben],
      title: 'Film night',
    })
    ana = await stage.open('ana')
    await ana.goto(partner.url)
    await picture(ana, 'matinee-1-films')
    await accessible(ana, 'films')
    await send(ana, 'Nosferatu, 1922')
    await stage.allow(ana, 'share_content/messages.write')
    await confirm(ana)
    await ana.goto(`${server.url}/threads/${thread}`)
    await ana.getByText('F. W. Murnau').first().waitFor()
    await picture(ana, 'matinee-2-thread-with-film')
    await ana.goto(`${partner.url}/received`)
    const raw = (await ana.locator('.exchange pre').allTextContents()).join('\n')
    for (const hidden of ['Film night', thread, names.ben]) expect(raw).not.toContain(hidden)
  })

  test('its catalogue is searched from the thread, through the platform', async () => {
    await ana.goto(`${server.url}/threads/${thread}`)
    await ana.getByRole('button', { name: 'Send a card from a company' }).click()
    await ana.getByLabel('Matinee: Films for your friends').fill('keaton')
    await ana.keyboard.press('Enter')
    await ana.getByText('Sherlock Jr.').first().waitFor()
    await picture(ana, 'matinee-tray')
  })

  test('without the power to see friends it is refused, and shows the refusal as it came', async () => {
    expect(await look(ana)).toContain('VERB_NOT_GRANTED')
    await picture(ana, 'matinee-3-refused')
    await accessible(ana, 'refused')
  })

  test('one yes of two shows nobody; both show each other, and Dora, who said nothing, is nowhere', async () => {
    await ana.getByRole('button', { name: 'Ask on Countersign' }).click()
    await stage.allow(ana, 'share_content/messages.write', 'recommendations/friends.list')
    await ana.waitForURL(`${partner.url}/friends`)
    expect(await look(ana)).toContain('An empty list says nothing')
    ben = await stage.open('ben')
    await ben.goto(`${partner.url}/friends`)
    await ben.getByRole('button', { name: 'Connect Countersign' }).click()
    await stage.allow(ben, 'recommendations/friends.list')
    await ben.waitForURL(`${partner.url}/friends`)
    const shown = await look(ana)
    expect(shown).toContain(names.ben)
    expect(shown).not.toContain(names.dora)
  })

  test('Ana recommends a film to Ben inside Matinee, and Ben sees it there', async () => {
    await ana.getByLabel(`A film for ${names.ben}`).selectOption({ label: 'Metropolis (1927)' })
    await ana.getByRole('button', { name: 'Recommend' }).click()
    await ana.waitForURL(`${partner.url}/friends`)
    expect(await ana.locator('.friend').textContent()).toContain('You recommended: Metropolis')
    await picture(ana, 'matinee-4-friends')
    await accessible(ana, 'friends')
    expect(await look(ben)).toContain('Recommends to you: Metropolis')
  })

  test('Ana withdraws: Ben no longer sees it, and her next sending is refused by code', async () => {
    await withdrawAt(ana, server.url)
    const shown = await look(ben)
    expect(shown).not.toContain('Metropolis (1927)Recommend')
    expect(shown).not.toContain(names.ana)
    await ana.goto(partner.url)
    await send(ana, 'The Kid, 1921')
    await ana.waitForURL(`${partner.url}/`)
    expect(await ana.locator('.bad').textContent()).toContain('WITHDRAWN')
    await picture(ana, 'matinee-5-withdrawn')
  })

  test('SUN-01: the season works until it ends, and is refused from that moment', async () => {
    await ben.goto(`${partner.url}/season`)
    await picture(ben, 'matinee-6-season')
    await accessible(ben, 'season')
    await send(ben, 'Metropolis, 1927')
    await stage.allow(ben, 'share_content/messages.write')
    await confirm(ben)
    await stage.reregister((file) =>
      file.replace('end_at: 2027-02-28T23:00:00Z', `end_at: ${new Date(Date.now() - 1).toISOString()}`),
    )
    await ben.goto(`${partner.url}/season`)
    await send(ben, 'The Circus, 1928')
    await ben.waitForURL(`${partner.url}/season`)
    expect(await ben.locator('.bad').textContent()).toContain('FEATURE_ENDED')
    await picture(ben, 'matinee-7-season-over')
    await accessible(ben, 'season, over')
    expect(await look(ben)).not.toContain('FEATURE_ENDED')
  })

  test('no page asked anything of anybody else, and none complained', () => {
    expect(stage.strays).toEqual([])
  })
})
