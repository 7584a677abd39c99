// The languages the app speaks, and which way each is read.

/** Languages every word of the app is there in. */
export const appLocales = ['en', 'ar'] as const

/** One of them. */
export type AppLocale = (typeof appLocales)[number]

/** The app's language for a language tag (BCP 47): the same primary language, else English. */
export function appLocaleFor(tag: string): AppLocale {
  const [primary] = tag.toLowerCase().split('-')
  return appLocales.find((locale) => locale === primary) ?? 'en'
}

/** Which way a language is read. */
export function directionOf(locale: AppLocale): 'ltr' | 'rtl' {
  return locale === 'ar' ? 'rtl' : 'ltr'
}
