// Pictures of pages for people to look at, and the checks every page must pass.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const folder = fileURLToPath(new URL('../../../test-output/screenshots/', import.meta.url))
const widths = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 860 } } as const
const schemes = ['light', 'dark'] as const

/** Takes a page at phone and desktop width, light and dark; none of them may scroll sideways. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  for (const [device, viewport] of Object.entries(widths)) {
    await page.setViewportSize(viewport)
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await shoot(page, join(folder, `${name}-${device}-${colorScheme}.png`))
    }
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(tooWide, `${name} scrolls sideways at ${device} width`).toBeLessThanOrEqual(0)
  }
}

/** Chromium now and then cannot capture a page while other browsers start on a busy machine, and can a moment later. */
async function shoot(page: Page, path: string, tries = 3): Promise<void> {
  await page.screenshot({ path, fullPage: true }).catch((error: unknown) => {
    if (tries <= 1) throw error
    return shoot(page, path, tries - 1)
  })
}

/** A page without a violation of any rule of axe, at both widths and in both schemes. */
export async function accessible(page: Page, name: string): Promise<void> {
  for (const [device, colorScheme] of [
    ['phone', 'light'],
    ['desktop', 'dark'],
    ['desktop', 'light'],
  ] as const) {
    await page.setViewportSize(widths[device])
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const { violations, passes } = await new AxeBuilder({ page }).analyze()
    expect(passes.length).toBeGreaterThan(10)
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    )
    expect(found, `${name}, ${device}, ${colorScheme}`).toEqual([])
  }
}
