// The app in a real Chromium: somebody's own browser, what its console said against us, and whether it is ever seen sideways.
import { AxeBuilder } from '@axe-core/playwright'
import { findChromium, signInAt, worldPassword } from '@countersign/testkit'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll } from 'vitest'

/** Somebody at the app. */
export interface AtApp {
  readonly page: Page
  /** What went wrong on the page: errors of its console and its scripts, dialogs. */
  readonly faults: readonly string[]
  close(): Promise<void>
}

/** Opens browsers until the test file ends. To be awaited at the top level of a file. */
export async function appBrowser(url: string) {
  const browser: Browser = await chromium.launch(await findChromium())
  afterAll(() => browser.close())
  /** A browser nobody is signed in with, at no page yet. What the API refuses is an answer, no fault. */
  async function open(options: BrowserContextOptions = {}): Promise<AtApp> {
    const context = await browser.newContext(options)
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
    const faults: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('status of 4')) faults.push(message.text())
    })
    page.on('pageerror', (error) => faults.push(String(error)))
    page.on('dialog', () => faults.push('a dialog'))
    return { page, faults, close: () => context.close() }
  }
  return {
    open,
    /** Signs somebody in and takes them to a path of the app. */
    async at(login: string, path: string, options: BrowserContextOptions = {}): Promise<AtApp> {
      const opened = await open(options)
      const next = encodeURIComponent(path)
      await signInAt(opened.page, `${url}/sign-in?next=${next}`, { login, password: worldPassword })
      await opened.page.locator('h1:visible').first().waitFor()
      return opened
    },
  }
}

/** What axe finds wrong, as sentences. */
export async function axeFaults(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}
