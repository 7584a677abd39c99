// A text by its name, in a language: ICU messages (FormatJS).
import type { AppLocale } from '@countersign/protocol/app-locales'
import { IntlMessageFormat } from 'intl-messageformat'
import { ar } from './ar.ts'
import { type Catalogue, en, type TextKey } from './en.ts'

/** What stands in a text's places. */
export type Values = Readonly<Record<string, string | number | Date>>

/** Gives the text of a name out of a catalogue, its places filled. */
export type Say<Key extends string> = (key: Key, values?: Values) => string

/** Gives the text of a name, its places filled. */
export type Text = Say<TextKey>

/** All texts every page has. */
export const catalogues: Readonly<Record<AppLocale, Catalogue>> = { en, ar }

/** The texts of a language. */
export function textIn(locale: AppLocale): Text {
  return sayFrom(catalogues[locale], locale)
}

/** The texts of a catalogue. A message is parsed when it is first wanted. @throws when a place of it is not filled */
export function sayFrom<Key extends string>(
  catalogue: Readonly<Record<Key, string>>,
  locale: AppLocale,
): Say<Key> {
  const parsed = new Map<Key, IntlMessageFormat>()
  return (key, values) => {
    const known = parsed.get(key) ?? new IntlMessageFormat(catalogue[key], locale)
    parsed.set(key, known)
    return String(known.format(values))
  }
}
