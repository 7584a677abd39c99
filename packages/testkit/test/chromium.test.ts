// A real Chromium starts here, draws letters, and a wrong CHROMIUM_PATH is named instead of being passed over.

import { chromium } from 'playwright-core'
import { afterEach, expect, test, vi } from 'vitest'
import { ChromiumMissingError, findChromium } from '../src/chromium.ts'

afterEach(() => vi.unstubAllEnvs())

test('a CHROMIUM_PATH that cannot be executed is refused, never replaced by another browser', async () => {
  vi.stubEnv('CHROMIUM_PATH', '/nowhere/chromium')
  await expect(findChromium()).rejects.toThrow(ChromiumMissingError)
  await expect(findChromium()).rejects.toThrow('/nowhere/chromium')
})

test('the packaged browser is found without any on PATH, by several callers at once', async () => {
  vi.stubEnv('CHROMIUM_PATH', '')
  vi.stubEnv('PATH', '')
  const found = await Promise.all([findChromium(), findChromium(), findChromium()])
  expect(new Set(found.map(({ executablePath }) => executablePath)).size).toBe(1)
})

test('it runs a page and draws its text', async () => {
  const browser = await chromium.launch(await findChromium())
  try {
    const page = await browser.newPage({ viewport: { width: 400, height: 200 } })
    await page.setContent('<p id="word" style="font-size:40px">Countersign</p>')
    const width = await page.locator('#word').evaluate((element) => {
      const range = document.createRange()
      range.selectNodeContents(element)
      return range.getBoundingClientRect().width
    })
    expect(width).toBeGreaterThan(100)

    const written = await page.screenshot()
    await page.setContent('<p style="font-size:40px"></p>')
    const blank = await page.screenshot()
    expect(written.subarray(1, 4).toString('latin1')).toBe('PNG')
    expect(written.equals(blank)).toBe(false)
  } finally {
    await browser.close()
  }
})
