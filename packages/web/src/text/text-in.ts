// A text by its name, in a language: ICU messages (FormatJS).
import type { AppLocale } from '@countersign/protocol/app-locales'
import { IntlMessageFormat } from 'intl-messageformat'
import { ar } from './ar.ts'
import { type Catalogue, en, type TextKey } from './en.ts'

/** What stands in a text's places. */
export type Values = Readonly<Record<string, string | number | Date>>

/** Gives the text of a name, its places filled. */
export type Text = (key: TextKey, values?: Values) => string

/** All texts there are. */
export const catalogues: Readonly<Record<AppLocale, Catalogue>> = { en, ar }

/** The texts of a language. A message is parsed when it is first wanted. @throws when a place of it is not filled */
export function textIn(locale: AppLocale): Text {
  const parsed = new Map<TextKey, IntlMessageFormat>()
  return (key, values) => {
    const known = parsed.get(key) ?? new IntlMessageFormat(catalogues[locale][key], locale)
    parsed.set(key, known)
    return String(known.format(values))
  }
}
