// The addresses the app answers for: whoever is signed in gets the app, anybody else the sign-in page and then the app.
import { appLocaleFor } from '@countersign/protocol/app-locales'
import { readWebApp, sendApp } from '../http/web-app.ts'
import { type PageScope, signedIn } from './pages/scope.ts'

/** Paths of the app's pages, as its own router knows them. */
const paths = ['/friends'] as const

/** Adds them. @throws Error where the app is not built */
export function appPages({ http, system }: PageScope): void {
  const app = readWebApp()
  for (const path of paths)
    http.get(path, { schema: { hide: true } }, async (request, reply) => {
      const { locale } = await signedIn(system, request)
      return sendApp(reply, app, { locale: appLocaleFor(locale), random: system.random })
    })
}
