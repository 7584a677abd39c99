// The addresses the app answers for: those of its entrance for anybody, the others for whoever is signed in.
import { type AppLocale, appLocaleFor, appLocales } from '@countersign/protocol/app-locales'
import { readWebApp, sendApp } from '../http/web-app.ts'
import { type PageScope, signedIn, visitorOf } from './pages/scope.ts'

/** Paths of the app's pages, as its own router knows them. */
const paths = [
  '/friends',
  '/account',
  '/account/close',
  '/threads',
  '/threads/:thread',
  '/threads/:thread/about',
  '/privacy',
  '/privacy/got',
  '/privacy/got/:leaf',
  '/contact',
  '/contact/confirm',
  '/share/:draft',
] as const

/** Paths for anybody, in the language of whoever is signed in, else of the browser: the tour. */
const open = ['/', '/tour/:door'] as const

/** Paths for somebody who is not signed in; the app has a router for these alone. */
const entrance = ['/sign-in', '/sign-up', '/claim', '/recover', '/friend', '/closed'] as const

/** Adds them. @throws Error where the app is not built */
export function appPages({ http, system }: PageScope): void {
  const app = readWebApp()
  for (const path of paths)
    http.get(path, { schema: { hide: true } }, async (request, reply) => {
      const { locale } = await signedIn(system, request)
      return sendApp(reply, app, { locale: appLocaleFor(locale), random: system.random })
    })
  for (const path of entrance)
    http.get(path, { schema: { hide: true } }, (request, reply) =>
      sendApp(reply, app, { locale: localeAsked(request.headers['accept-language']), random: system.random }),
    )
  for (const path of open)
    http.get(path, { schema: { hide: true } }, async (request, reply) => {
      const visitor = await visitorOf(system, request)
      const asked = localeAsked(request.headers['accept-language'])
      const locale = visitor === null ? asked : appLocaleFor(visitor.locale)
      return sendApp(reply, app, { locale, random: system.random })
    })
}

/** The first language of a browser's list that the app speaks (RFC 9110 §12.5.4); browsers list the best first. */
function localeAsked(list = ''): AppLocale {
  const primaries = list.split(',').map((range) => range.trim().split(/[-;]/)[0]?.toLowerCase())
  return primaries.flatMap((one) => appLocales.find((locale) => locale === one) ?? [])[0] ?? 'en'
}
