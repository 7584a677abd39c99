// Withdrawing in the privacy centre, as a person does: one click each.
import type { Page } from 'playwright-core'

/** Withdraws every permission that stands, or the first one only; resolves once the page says so. */
export async function withdrawAt(page: Page, url: string, which: 'all' | 'first' = 'all'): Promise<void> {
  await page.goto(`${url}/privacy`)
  const buttons = page.getByRole('button', { name: 'Withdraw', exact: true })
  await buttons.first().waitFor()
  const many = await buttons.count()
  for (let left = many; left > (which === 'all' ? 0 : many - 1); left--) {
    await buttons.first().click()
    // One click is all it takes: a page that asked once more would keep its button.
    await buttons.nth(left - 1).waitFor({ state: 'detached' })
  }
}
