// The visible slice in a real browser: send a song, connect Jukebox, ask, countersign, look at what it got, withdraw.
import type { ThreadId } from '@countersign/protocol'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { jukebox as jukeboxApp } from '../../../examples/jukebox/src/app.ts'
import { createThread } from '../../server/src/acts/create-thread.ts'
import { sendMessage } from '../../server/src/acts/send-message.ts'
import { answerAt, tickAt } from '../src/permission-at-screen.ts'
import { confirmAt, pickAt } from '../src/share-at-sheet.ts'
import { withdrawAt } from '../src/withdraw-on-page.ts'
import { type Player, partnerStage } from './_partner-stage.ts'
import { accessible, picture } from './_pictures.ts'

const stage = await partnerStage(jukeboxApp)
const { server, partner: jukebox, people, names, strays } = stage
const { system } = server
let thread: ThreadId

const say = (who: Player, text: string) => sendMessage(system, { person: people[who], thread, text })

beforeAll(async () => {
  thread = await createThread(system, {
    by: people.ana,
    kind: 'group',
    others: [people.ben, people.chika],
    title: 'Friday songs',
  })
  await say('chika', 'First one here.')
})

// Pictures in four looks and axe take their time when other tests run beside.
describe('Ana, Ben and Chika', { timeout: 180_000 }, () => {
  let ana: Page
  let ben: Page

  /** What Jukebox holds: every raw answer on its page, and the words it shows. */
  const heldBy = async (page: Page) => ({
    raw: (await page.locator('.exchange pre').allTextContents()).join('\n'),
    words: await page.locator('.messages .text').allTextContents(),
    counter: await page.locator('.counter').textContent(),
  })
  const readAgain = async (): Promise<void> => {
    await ana.goto(`${jukebox.url}/group`)
    await ana.getByRole('button', { name: /^Read (my group|again)$/ }).click()
    await ana.waitForURL(`${jukebox.url}/group`)
  }

  test('Ana signs in and sees her thread', async () => {
    ana = await stage.browse()
    await ana.goto(server.url)
    await picture(ana, '01-platform-tour')
    await stage.signIn(ana, 'ana')
    await ana.goto(`${server.url}/threads/${thread}`)
    await expect.poll(() => ana.getByText('First one here.').count()).toBeGreaterThan(0)
    await picture(ana, '02-platform-thread')
  })

  test('she searches Jukebox and picks a song; it asks Countersign first', async () => {
    await ana.goto(jukebox.url)
    await picture(ana, '03-jukebox-catalogue')
    await accessible(ana, 'catalogue')
    await ana.goto(`${jukebox.url}/group`)
    await picture(ana, '04-jukebox-group-not-connected')
    await accessible(ana, 'group, not connected')
    await ana.goto(jukebox.url)
    await ana.getByLabel('Title or composer').fill('bolero')
    await ana.getByRole('button', { name: 'Search' }).click()
    await picture(ana, '05-jukebox-search')
    await accessible(ana, 'search')
    await ana.getByRole('button', { name: 'Send Boléro by Maurice Ravel' }).click()
    await ana.getByRole('heading', { name: 'Jukebox asks for your permission' }).waitFor()
    await picture(ana, '06-platform-permission')
    await accessible(ana, 'permission')
    expect(await ana.locator('input[type=checkbox]:checked').count()).toBe(0)
  })

  test('she allows sending only; the share sheet sends the song and Jukebox reads nothing', async () => {
    await stage.allow(ana, 'share_content/messages.write')
    await ana.getByRole('button', { name: /Friday songs/ }).waitFor()
    await picture(ana, '07-platform-share-sheet')
    await accessible(ana, 'share sheet')
    await pickAt(ana, 'Friday songs')
    await picture(ana, '08-platform-share-confirm')
    await accessible(ana, 'share sheet, to confirm')
    await confirmAt(ana)
    await picture(ana, '09-platform-share-done')
    await ana.goto(`${server.url}/threads/${thread}`)
    await ana.getByText('Maurice Ravel').first().waitFor()
    await picture(ana, '10-platform-thread-with-song')
    await readAgain()
    const { raw, words } = await heldBy(ana)
    expect(words).toEqual([])
    expect(raw).not.toContain('First one here.')
    expect(await ana.getByText('Refused:').count()).toBe(1)
    await picture(ana, '11-jukebox-refused-before-reading')
    await accessible(ana, 'group, refused')
  })

  test('she sends a whole shelf as a playlist, with the same one power', async () => {
    await ana.goto(jukebox.url)
    await ana.getByRole('button', { name: 'Send all 6 of Ragtime' }).click()
    await pickAt(ana, 'Friday songs')
    await confirmAt(ana)
    await ana.goto(`${server.url}/threads/${thread}`)
    await ana.getByText('Maple Leaf Rag').first().waitFor()
    await ana.goto(`${jukebox.url}/group`)
  })

  test('she lets it read her words in this thread, and it gets hers alone', async () => {
    await ana.getByRole('button', { name: 'Change it on Countersign' }).click()
    const choices = ['threads.list', 'messages.read', 'members.see'].map((verb) => `group_activity/${verb}`)
    await tickAt(ana, { choices, threads: ['Friday songs'] })
    await picture(ana, '12-platform-permission-to-read')
    await answerAt(ana, 'yes')
    await ana.waitForURL(`${jukebox.url}/group`)
    await say('ana', 'Play Clair de lune again?')
    await say('ben', 'Only if La Bamba is next.')
    await say('chika', 'This is between us.')
    await readAgain()
    const held = await heldBy(ana)
    expect(held.words).toEqual(['Play Clair de lune again?'])
    expect(held.counter).toMatch(/1 from 1 alias$/)
    for (const others of ['La Bamba', 'between us', names.ben, names.chika])
      expect(held.raw).not.toContain(others)
    await picture(ana, '13-jukebox-own-words')
    await accessible(ana, 'group, own words')
  })

  test('she asks the others; Ben countersigns with one tap, Chika says nothing', async () => {
    await ana.goto(`${server.url}/threads/${thread}`)
    await ana.getByRole('button', { name: 'Ask the others' }).waitFor()
    await picture(ana, '14-platform-ask-offer')
    await ana.getByRole('button', { name: 'Ask the others' }).click()
    await ana.getByText('Each of the others sees a card here.').waitFor()
    ben = await stage.open('ben')
    await ben.goto(`${server.url}/threads/${thread}`)
    await ben.getByRole('button', { name: 'Yes, my words' }).waitFor()
    await picture(ben, '15-platform-ask-card')
    await ben.getByRole('button', { name: 'Yes, my words' }).click()
    await ben.getByText('You said yes to Jukebox').waitFor()
    await picture(ben, '16-platform-ask-answered')
  })

  test("Jukebox's page holds the consenting people's words only", async () => {
    await say('ben', 'Fine: La Bamba, Amazing Grace, anything.')
    await say('chika', 'Still between us.')
    await readAgain()
    const held = await heldBy(ana)
    expect(held.words).toEqual(['Play Clair de lune again?', 'Fine: La Bamba, Amazing Grace, anything.'])
    expect(held.counter).toMatch(/2 from 2 aliases$/)
    for (const hidden of [
      'Only if La Bamba',
      'between us',
      'First one here',
      names.chika,
      ...Object.values(people),
    ])
      expect(held.raw).not.toContain(hidden)
    await picture(ana, '17-jukebox-group-words')
    await accessible(ana, 'group, with words')
  })

  test('Ben sees what it got, takes his answer back, and is gone from the next read', async () => {
    await ben.goto(`${server.url}/privacy`)
    await ben.getByRole('button', { name: 'Take it back' }).first().waitFor()
    await picture(ben, '18-platform-privacy-of-ben')
    await ben.goto(`${server.url}/threads/${thread}`)
    await ben.getByText('Change your answer').click()
    await ben.getByRole('button', { name: /Take it back/ }).click()
    await ben.getByText('You said yes to Jukebox').waitFor({ state: 'detached' })
    await readAgain()
    expect((await heldBy(ana)).words).toEqual(['Play Clair de lune again?'])
  })

  test('Ana withdraws; the next read is refused by code and Jukebox holds nothing any more', async () => {
    await ana.goto(`${server.url}/privacy`)
    await ana.getByRole('button', { name: 'Withdraw', exact: true }).first().waitFor()
    await picture(ana, '19-platform-privacy-of-ana')
    await withdrawAt(ana, server.url)
    await picture(ana, '20-platform-withdrawn')
    await readAgain()
    const { raw, words } = await heldBy(ana)
    expect(words).toEqual([])
    expect(raw).toContain('WITHDRAWN')
    expect(raw).not.toContain('Clair de lune')
    await picture(ana, '21-jukebox-withdrawn')
    await accessible(ana, 'group, withdrawn')
  })

  test('disconnecting forgets her', async () => {
    await ana.goto(jukebox.url)
    await picture(ana, '22-jukebox-connected')
    await accessible(ana, 'catalogue, connected')
    await ana.getByRole('button', { name: 'Disconnect and forget me' }).click()
    expect(await ana.getByRole('button', { name: 'Connect Countersign' }).count()).toBe(1)
    await ana.goto(`${jukebox.url}/nothing-here`)
    await picture(ana, '23-jukebox-not-found')
    await accessible(ana, 'not found')
  })

  test('no page asked anything of anybody else, and none complained', () => {
    expect(strays).toEqual([])
  })
})
