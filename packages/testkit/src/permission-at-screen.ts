// The permission screen in a real browser, as a person uses it: ticks, and one press for either answer.
import type { Page } from 'playwright-core'
import type { Ticks } from './person-at-browser.ts'

/** Ticks what the screen offers; resolves once it shows these ticks. */
export async function tickAt(page: Page, { choices, threads = [], history = false }: Ticks): Promise<void> {
  await page.waitForURL(/\/interaction\//)
  for (const choice of choices) await page.locator(`input[type=checkbox][value="${choice}"]`).check()
  for (const thread of threads) await page.getByRole('checkbox', { name: thread, exact: true }).check()
  if (history) await page.getByRole('checkbox', { name: /^Also what is already written/ }).check()
}

/** Says yes or no, and resolves once the browser has left the screen. */
export async function answerAt(page: Page, answer: 'yes' | 'no'): Promise<void> {
  const screen = page.url()
  const name = answer === 'yes' ? 'Yes, allow what I ticked' : 'No, allow nothing'
  await page.getByRole('button', { name }).click()
  await page.waitForURL(({ href }) => href !== screen)
}
