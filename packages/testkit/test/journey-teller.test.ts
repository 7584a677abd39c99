// Teller in a real browser: a receipt without reading, taking back its own, and the read that is refused (WRT-01, SCP-02).
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { teller } from '../../../examples/teller/src/app.ts'
import { createThread } from '../../server/src/acts/create-thread.ts'
import { sendMessage } from '../../server/src/acts/send-message.ts'
import { confirmAt, pickAt } from '../src/share-at-sheet.ts'
import { partnerStage } from './_partner-stage.ts'
import { accessible, picture } from './_pictures.ts'

const stage = await partnerStage(teller)
const { partner, server, people } = stage
const secret = 'The doctor wants to see me on Thursday.'

describe('Teller', { timeout: 180_000 }, () => {
  let ana: Page
  let thread: string

  const confirm = async (): Promise<void> => {
    await pickAt(ana, /Choir/)
    await confirmAt(ana)
  }
  const everything = async (): Promise<string> => {
    await ana.goto(`${partner.url}/received`)
    return (await ana.locator('.exchange pre').allTextContents()).join('\n')
  }

  test('a receipt goes into a chat with one power', async () => {
    const { system } = server
    const others = [people.ben]
    const made = await createThread(system, { by: people.ana, kind: 'group', others, title: 'Choir' })
    await sendMessage(system, { person: people.ana, thread: made, text: secret })
    thread = made
    ana = await stage.open('ana')
    await ana.goto(partner.url)
    await picture(ana, 'teller-1-account')
    await accessible(ana, 'account')
    await ana.getByRole('button', { name: 'Send receipt: Cake for Sunday' }).click()
    await stage.allow(ana, 'payment_receipts/messages.write')
    await confirm()
    await ana.goto(`${server.url}/threads/${thread}`)
    await ana.getByText('Made-up Cake House').first().waitFor()
    await picture(ana, 'teller-2-thread-with-receipt')
  })

  test('the read a bank had in 2018 is refused, and shown as it came', async () => {
    await ana.goto(`${partner.url}/refused`)
    await ana.getByRole('button', { name: 'Try to read the thread' }).click()
    await ana.waitForURL(`${partner.url}/refused`)
    const answers = await ana.locator('.exchange pre').allTextContents()
    expect(answers).toHaveLength(2)
    for (const answer of answers)
      expect(JSON.parse(answer)).toMatchObject({ code: 'VERB_NOT_GRANTED', status: 403 })
    await picture(ana, 'teller-3-refused')
    await accessible(ana, 'refused')
  })

  test('taking back is refused until it is allowed for itself', async () => {
    await ana.goto(`${partner.url}/sent`)
    await ana.getByRole('button', { name: 'See what became of it' }).click()
    await ana.getByRole('button', { name: /^Take it back/ }).click()
    expect(await ana.locator('.bad').textContent()).toContain('VERB_NOT_GRANTED')
    await picture(ana, 'teller-4-placed')
    await accessible(ana, 'placed')
  })

  test('then it takes back its own card, and a tombstone stays', async () => {
    await ana.getByRole('button', { name: 'Ask again on Countersign' }).click()
    await stage.allow(ana, 'payment_receipts/messages.write', 'payment_receipts/messages.delete')
    await ana.waitForURL(`${partner.url}/`)
    await ana.goto(`${partner.url}/sent`)
    await ana.getByRole('button', { name: /^Take it back/ }).click()
    await expect.poll(() => ana.getByText('Taken back.').count()).toBe(1)
    await ana.goto(`${server.url}/threads/${thread}`)
    await ana.getByText(secret).first().waitFor()
    await ana.getByText('Removed by').waitFor()
    expect(await ana.getByText('Made-up Cake House').count()).toBe(0)
    await picture(ana, 'teller-5-tombstone')
  })

  test('a request for money is the bank’s word, and no amount is no request', async () => {
    await ana.goto(partner.url)
    await ana.getByLabel('Amount in XTS').fill('12.50')
    await ana.getByLabel('For what').fill('The hall')
    await ana.getByRole('button', { name: 'Ask in a chat' }).click()
    await confirm()
    await ana.goto(`${server.url}/threads/${thread}`)
    await ana.getByText('The hall').first().waitFor()
    await picture(ana, 'teller-6-thread-with-request')
  })

  test('nothing it ever received holds a word, a name or a place of the chat', async () => {
    const raw = await everything()
    for (const hidden of [secret, 'Choir', thread, people.ben, stage.names.ben])
      expect(raw).not.toContain(hidden)
    await accessible(ana, 'received')
  })

  test('no page asked anything of anybody else, and none complained', () => {
    expect(stage.strays).toEqual([])
  })
})
