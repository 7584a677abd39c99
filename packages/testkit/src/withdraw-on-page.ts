// Withdrawing in the privacy centre, as a person does: one click each.
import type { Page } from 'playwright-core'

/** Withdraws every permission that stands, or the first one only, and resolves once the page says so. */
export async function withdrawAt(page: Page, url: string, which: 'all' | 'first' = 'all'): Promise<void> {
  await page.goto(`${url}/privacy`)
  const buttons = page.getByRole('button', { name: 'Withdraw', exact: true })
  await buttons.first().waitFor()
  for (let left = await buttons.count(); left > 0; left--) {
    await buttons.first().click()
    while ((await buttons.count()) >= left) await page.waitForTimeout(20)
    if (which === 'first') return
  }
}
