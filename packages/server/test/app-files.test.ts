// Pictures and files in the app: picked, dropped, pasted, described, sent from one browser and seen in another; by keyboard, narrow, dark.
import { uuidOf } from '@countersign/protocol'
import { makeWorld, onServer, testClock } from '@countersign/testkit'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { appBrowser, axeFaults } from './_app-browser.ts'
import { pagesServer } from './_pages-server.ts'

const server = await pagesServer({ testClock: testClock(Date.now()) })
const { system, url } = server
const world = await makeWorld(system, server.clock)
const browser = await appBrowser(url)
const at = (who: 'ana' | 'ben' | 'chika' | 'dora', options = {}) =>
  browser.at(world.login(who), `/threads/${world.thread}`, options)
const pictureOf = async (background: string, width = 900, height = 600) => ({
  name: `${background.slice(1)}.jpg`,
  mimeType: 'image/jpeg',
  buffer: await sharp({ create: { width, height, channels: 3, background } })
    .jpeg()
    .toBuffer(),
})
const minutes = {
  name: 'minutes.pdf',
  mimeType: 'application/pdf',
  buffer: Buffer.from('%PDF-1.7 what we agreed'),
}
type Picked = typeof minutes
const pick = (page: Page, files: readonly Picked[]) =>
  page.locator('input[type=file]').setInputFiles([...files])
const sendButton = (page: Page) => page.getByRole('button', { name: 'Send', exact: true })
const toSend = (page: Page) => page.getByRole('list', { name: 'Pictures and files to send' })
const last = (page: Page) => page.getByRole('article').last()
/** Every picture of a message is there: decoded, not only asked for. */
async function isDrawn(page: Page, name: string): Promise<void> {
  const picture = page
    .getByRole('button', { name: `Open the picture: ${name}` })
    .last()
    .locator('img')
  await expect
    .poll(() => picture.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth > 0))
    .toBe(true)
}

describe('a picture from one browser to another', () => {
  it('is picked, described, sent and seen; its place is kept before it loads', async () => {
    const [ana, ben] = [await at('ana'), await at('ben')]
    await pick(ana.page, [await pictureOf('#226644'), minutes])
    await toSend(ana.page).getByLabel('What is in 226644.jpg').fill('The lawn behind the house')
    await sendButton(ana.page).click()
    await toSend(ana.page).waitFor({ state: 'detached' })
    let letThrough = (): void => undefined
    const held = new Promise<void>((resolve) => {
      letThrough = resolve
    })
    await ben.page.route('**/files/*/{small,medium}', async (route) => {
      await held
      await route.continue()
    })
    const shown = ben.page.getByRole('button', { name: 'Open the picture: The lawn behind the house' })
    await shown.waitFor()
    const before = await shown.boundingBox()
    expect(Math.round(before?.width ?? 0)).toBe(320)
    letThrough()
    await isDrawn(ben.page, 'The lawn behind the house')
    expect(await shown.boundingBox()).toEqual(before)
    const saved = ben.page.waitForEvent('download')
    await ben.page.getByRole('link', { name: /^Save minutes\.pdf 1\skB$/ }).click()
    expect((await saved).suggestedFilename()).toBe('minutes.pdf')
    expect([...ana.faults, ...ben.faults]).toEqual([])
    await Promise.all([ana.close(), ben.close()])
  })

  it('is looked at by keyboard: opened, the next, back, closed, and its reader is where they were', async () => {
    const { page, faults, close } = await at('ana')
    await pick(page, await Promise.all(['#aa0000', '#00aa00', '#0000aa'].map((one) => pictureOf(one))))
    await sendButton(page).click()
    const first = page.getByRole('button', { name: 'Open the picture: aa0000.webp' })
    await first.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Picture 1 of 3' }).waitFor()
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await page
      .getByRole('dialog', { name: 'Picture 3 of 3' })
      .getByRole('img', { name: '0000aa.webp' })
      .waitFor()
    expect(await axeFaults(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await first.evaluate((one) => one === document.activeElement)).toBe(true)
    expect(faults).toEqual([])
    await close()
  })
})

describe('files come', () => {
  it('by a drop anywhere and by a paste; without a word beside them they are a message too', async () => {
    const { page, faults, close } = await at('ben')
    const give = (event: 'drop' | 'paste', name: string) =>
      page.getByRole('textbox', { name: 'Your message' }).evaluate(
        (box, [type, called]) => {
          const held = new DataTransfer()
          held.items.add(new File(['%PDF-1.7'], called, { type: 'application/pdf' }))
          const options = { bubbles: true, cancelable: true }
          box.dispatchEvent(
            type === 'drop'
              ? new DragEvent('drop', { ...options, dataTransfer: held })
              : new ClipboardEvent('paste', { ...options, clipboardData: held }),
          )
        },
        [event, name] as const,
      )
    await give('drop', 'dropped.pdf')
    await give('paste', 'pasted.pdf')
    await toSend(page).getByText('pasted.pdf is ready to be sent.').waitFor({ state: 'attached' })
    await page.getByRole('textbox', { name: 'Your message' }).press('Enter')
    await last(page).getByText('pasted.pdf').waitFor()
    await last(page).getByText('dropped.pdf').waitFor()
    const line = page.getByRole('link', { name: /Friday songs/ })
    await line.getByText('You: A picture or a file').waitFor()
    expect(faults).toEqual([])
    await close()
  })
})

describe('a file that does not arrive', () => {
  it('goes on where it stopped, is taken out, or says what is wrong with it', async () => {
    const { page, close } = await at('chika')
    const pieces = '**/uploads/*/pieces/1'
    await page.route(pieces, (route) => route.abort())
    const large = { name: 'large.bin', mimeType: '', buffer: Buffer.alloc(700_000, 'abc') }
    await pick(page, [large])
    await toSend(page).getByText('The server cannot be reached.').waitFor()
    expect(await sendButton(page).isDisabled()).toBe(true)
    await page.unroute(pieces)
    const asked: string[] = []
    page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`))
    await toSend(page).getByRole('button', { name: 'Try again' }).click()
    await toSend(page).getByText('large.bin is ready to be sent.').waitFor({ state: 'attached' })
    expect(
      asked.filter((one) => /pieces|POST .*uploads/.test(one)).map((one) => one.replace(/.*\//, '')),
    ).toEqual(['1', 'finish'])
    await toSend(page).getByRole('button', { name: 'Remove large.bin' }).click()
    await expect.poll(() => asked.some((one) => one.startsWith('DELETE'))).toBe(true)
    const broken = {
      name: 'broken.png',
      mimeType: 'image/png',
      buffer: (await pictureOf('#123456')).buffer.subarray(0, 700),
    }
    await pick(page, [broken, { name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) }])
    await toSend(page).getByText('The picture cannot be read to its end').waitFor()
    await toSend(page).getByText('This file is empty.').waitFor()
    expect(await toSend(page).getByRole('button', { name: 'Try again' }).count()).toBe(0)
    await close()
  })
})

describe('narrow, dark and from right to left', () => {
  it('nothing is cut off or out of sight, and axe finds nothing', async () => {
    await onServer(server.database.owner, (db) =>
      db.query("update persons set locale = 'ar' where person_id = $1", [uuidOf(world.people.dora)]),
    )
    const options = { viewport: { width: 360, height: 720 }, colorScheme: 'dark' as const }
    const { page, faults, close } = await at('dora', options)
    expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl')
    await page.locator('input[type=file]').setInputFiles([await pictureOf('#335577', 400, 1_600), minutes])
    const list = page.getByRole('list', { name: 'صور وملفات للإرسال' })
    await list.getByText('minutes.pdf جاهز للإرسال.').waitFor({ state: 'attached' })
    expect(await axeFaults(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    await page.getByRole('button', { name: 'أرسل', exact: true }).click()
    await list.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'افتح الصورة: 335577.webp' }).waitFor()
    expect(await axeFaults(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    expect(faults).toEqual([])
    await close()
  })
})
