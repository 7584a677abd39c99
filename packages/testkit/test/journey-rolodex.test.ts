// Rolodex in a real browser: only friends who said yes too, only addresses their owners gave (COP-06, COP-07).
import type { Page } from 'playwright-core'
import { describe, expect, test, vi } from 'vitest'
import { rolodex } from '../../../examples/rolodex/src/app.ts'
import { tellDuties } from '../../server/src/jobs/tell-duties.ts'
import { withdrawAt } from '../src/withdraw-on-page.ts'
import { type Player, partnerStage } from './_partner-stage.ts'
import { accessible, picture } from './_pictures.ts'

const stage = await partnerStage(rolodex)
const { partner, names } = stage

describe('Rolodex', { timeout: 180_000 }, () => {
  let ana: Page

  const connect = async (who: Player, ...powers: readonly string[]): Promise<Page> => {
    const page = await stage.open(who)
    await page.goto(partner.url)
    await page.getByRole('button', { name: 'Connect Countersign' }).click()
    await stage.allow(page, ...powers.map((power) => `find_friends/${power}`))
    await page.waitForURL(`${partner.url}/`)
    return page
  }
  const lookAgain = async (): Promise<string> => {
    await ana.goto(partner.url)
    await ana.getByRole('button', { name: /^Look/ }).click()
    await ana.waitForURL(`${partner.url}/`)
    return (await ana.locator('main').textContent()) ?? ''
  }
  const raw = async (): Promise<string> => {
    await ana.goto(`${partner.url}/received`)
    return (await ana.locator('.exchange pre').allTextContents()).join('\n')
  }

  test('who is not connected sees what each yes would do, and nothing else', async () => {
    ana = await stage.open('ana')
    await ana.goto(partner.url)
    await picture(ana, 'rolodex-1-not-connected')
    await accessible(ana, 'not connected')
  })

  test('with one yes of two there is nobody, and no trace of anybody', async () => {
    await stage.reaches('ben', 'ben@example.org')
    await stage.reaches('chika', 'chika@example.org')
    await stage.reaches('dora', 'dora@example.org')
    ana = await connect('ana', 'friends.list', 'friends.contact')
    const page = await lookAgain()
    expect(page).toContain('An empty book says nothing')
    expect(page).not.toContain('Refused')
    const received = await raw()
    for (const name of Object.values(names)) expect(received).not.toContain(name)
    expect(received).not.toContain('@example.org')
    expect(received).toContain('VERB_NOT_GRANTED')
    await ana.goto(partner.url)
    await picture(ana, 'rolodex-2-nobody')
    await accessible(ana, 'nobody')
  })

  test('Ben gives his address, Chika only her name, Dora nothing: the book says exactly that', async () => {
    await connect('ben', 'friends.list', 'friends.contact')
    await connect('chika', 'friends.list')
    const page = await lookAgain()
    expect(page).toContain(names.ben)
    expect(page).toContain('ben@example.org')
    expect(page).toContain(names.chika)
    await picture(ana, 'rolodex-3-cards')
    await accessible(ana, 'cards')
    const received = await raw()
    for (const hidden of ['chika@example.org', 'dora@example.org', names.dora])
      expect(received).not.toContain(hidden)
    await picture(ana, 'rolodex-4-received')
    await accessible(ana, 'received')
  })

  test('Ana proves an address of her own and gives it, as a choice of its own', async () => {
    await ana.goto(`${stage.server.url}/contact`)
    await ana.getByLabel('Add an e-mail address').waitFor()
    await picture(ana, 'platform-contact')
    await accessible(ana, 'contact')
    await stage.reaches('ana', 'ana@example.org')
    await ana.goto(`${partner.url}/received`)
    await ana.getByRole('button', { name: 'Change it on Countersign' }).click()
    await stage.allow(
      ana,
      'find_friends/friends.list',
      'find_friends/friends.contact',
      'find_friends/contact.own',
    )
    await ana.waitForURL(`${partner.url}/`)
    expect(await lookAgain()).toContain('ana@example.org')
  })

  test('Ben takes his address away, and the next reading has his name without it', async () => {
    const ben = await stage.open('ben')
    await ben.goto(`${stage.server.url}/contact`)
    await ben.getByRole('button', { name: 'Remove ben@example.org' }).click()
    await ben.getByRole('status').getByText('Taken away.').waitFor()
    const page = await lookAgain()
    expect(page).toContain(names.ben)
    expect(page).not.toContain('ben@example.org')
    // SUN-03: giving took a click on the screen and one for each power; withdrawing takes one.
    await withdrawAt(ben, stage.server.url, 'first')
    expect(await lookAgain()).not.toContain(names.ben)
  })

  test('Ana withdraws: Rolodex is told and deletes, and is refused by code', async () => {
    expect(await raw()).toContain(names.chika)
    await withdrawAt(ana, stage.server.url, 'first')
    await tellDuties(stage.server.system).run({ since: null, at: Date.now() })
    // Nobody asks Rolodex to read: what it holds goes because the platform said so (DEL-04).
    await vi.waitFor(async () => expect(await raw()).not.toContain(names.chika), { timeout: 15_000 })
    expect(await ana.locator('main').textContent()).toContain('Countersign told us to delete: withdrawn')
    expect(await lookAgain()).toContain('WITHDRAWN')
    await picture(ana, 'rolodex-5-withdrawn')
    expect(await raw()).not.toContain('chika')
  })

  test('no page asked anything of anybody else, and none complained', () => {
    expect(stage.strays).toEqual([])
  })
})
