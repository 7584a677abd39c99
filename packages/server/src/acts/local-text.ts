// Which of a manifest's languages a person reads: their own, else English, else the first there is.
import type { ManifestText } from '@countersign/protocol'

/** The text for a person's language and the language it is in. @throws {TypeError} when there is no text at all */
export function localText(
  texts: Readonly<Record<string, ManifestText>>,
  wanted: string,
): { readonly locale: string; readonly text: ManifestText } {
  const locale = [wanted, wanted.split('-')[0] ?? wanted, 'en', ...Object.keys(texts)].find((tag) =>
    Object.hasOwn(texts, tag),
  )
  const text = locale === undefined ? undefined : texts[locale]
  if (locale === undefined || text === undefined) throw new TypeError('a manifest without any text')
  return { locale, text }
}
