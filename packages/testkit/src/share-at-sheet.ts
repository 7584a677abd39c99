// The share sheet in a real browser, as a person uses it: whom it goes to, and a yes to exactly that.
import type { Page } from 'playwright-core'

/** Picks where the card goes, by its name or (without one) the first thread there is; resolves once it asks whether to send. */
export async function pickAt(page: Page, target?: string | RegExp): Promise<void> {
  await page.waitForURL(/\/share\//)
  const buttons = page.getByRole('list', { name: /^To a / }).getByRole('button')
  await (target === undefined ? buttons : buttons.filter({ hasText: target })).first().click()
  await page.getByRole('button', { name: 'Yes, send it' }).waitFor()
}

/** Confirms; resolves once it is sent. */
export async function confirmAt(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Yes, send it' }).click()
  await page.getByRole('heading', { name: 'Sent' }).waitFor()
}
