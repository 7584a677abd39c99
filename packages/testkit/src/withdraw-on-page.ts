// Withdrawing in the privacy centre, as a person does: one click each.
import type { Page } from 'playwright-core'

/** Withdraws every permission that stands, or the first one only; resolves with the steps that took, once the page says so. */
export async function withdrawAt(page: Page, url: string, which: 'all' | 'first' = 'all'): Promise<number> {
  await page.goto(`${url}/privacy`)
  const buttons = page.getByRole('button', { name: 'Withdraw', exact: true })
  await buttons.first().waitFor()
  let steps = 0
  for (let left = await buttons.count(); left > 0; left--) {
    await buttons.first().click()
    steps++
    while ((await buttons.count()) >= left) await page.waitForTimeout(20)
    if (which === 'first') break
  }
  return steps
}
