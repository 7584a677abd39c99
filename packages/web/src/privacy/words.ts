// Plain words for what the API names by code: powers, data and purposes, in the reader's language.
import type { TextKey } from '../text/en.ts'
import type { Text } from '../text/text-in.ts'

/** The name of a text for a code. The codes are closed lists; each has its text, and the server names no other. */
const keyOf = (kind: 'verb' | 'field' | 'purpose', code: string): TextKey => `${kind}.${code}` as TextKey

/** What a company says it uses data for. */
export const purposeWords = (text: Text, purpose: string): string => text(keyOf('purpose', purpose))

const refusals: ReadonlySet<string> = new Set(['RESTRICTED', 'NO_GRANT', 'WITHDRAWN', 'EXPIRED', 'INACTIVE'])

/** Why a company was refused, as the end of a sentence. */
export const refusalWords = (text: Text, code: string): string =>
  text(`refusal.${refusals.has(code) ? code : 'other'}` as TextKey)

/** So many items of a kind. */
export const kindCount = (text: Text, kind: string, count: number): string =>
  text(`kind.${kind}` as TextKey, { count })

/** Powers in one phrase. */
export const verbList = (text: Text, locale: string, verbs: readonly string[]): string =>
  listed(
    locale,
    verbs.map((verb) => text(keyOf('verb', verb))),
  )

/** Fields in one phrase. */
export const fieldList = (text: Text, locale: string, fields: readonly string[]): string =>
  listed(
    locale,
    fields.map((field) => text(keyOf('field', field))),
  )

/** Several things in one phrase of a language. */
export function listed(locale: string, words: readonly string[]): string {
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(words)
}

/** A day of a language, in UTC as everything here. */
export function dayIn(locale: string, at: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(at))
}
