// How somebody works a page: with a pointer, or with the keyboard alone. Both find things by role and name, as a screen reader does.
import type { Locator, Page } from 'playwright-core'

/** One way of working. */
export interface Hands {
  press(target: Locator): Promise<void>
  tick(target: Locator): Promise<void>
  write(target: Locator, text: string): Promise<void>
}

/** A pointer, and keys for text. */
export const pointer: Hands = {
  press: (target) => target.click(),
  tick: (target) => target.check(),
  async write(target, text) {
    await target.click()
    await target.page().keyboard.type(text)
  },
}

/** More than any page has to step through. */
const MOST_STEPS = 150

/** Tab, Enter and Space, and nothing else. */
export const keyboard: Hands = {
  async press(target) {
    await reach(target)
    await target.page().keyboard.press('Enter')
  },
  async tick(target) {
    await reach(target)
    await target.page().keyboard.press('Space')
  },
  async write(target, text) {
    await reach(target)
    await target.page().keyboard.type(text)
  },
}

/** Steps forward until the thing has the focus. @throws Error when a whole round of the page did not come to it */
async function reach(target: Locator): Promise<void> {
  await target.waitFor()
  const page: Page = target.page()
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    if ((await target.and(page.locator(':focus')).count()) > 0) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`the keyboard does not come to ${String(target)}`)
}
