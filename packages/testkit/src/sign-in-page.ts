// Signing in at our own page, as a person does.
import type { Page } from 'playwright-core'

/** Opens an address that asks who is there, fills its form in, and resolves once the browser is past it. */
export async function signInAt(
  page: Page,
  url: string,
  { login, password }: { readonly login: string; readonly password: string },
): Promise<void> {
  await page.goto(url)
  await page.getByLabel('Sign-in name').fill(login)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL(({ pathname }) => !pathname.startsWith('/sign-in'))
}
