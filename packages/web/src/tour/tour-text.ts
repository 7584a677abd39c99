// The tour's words in the reader's language: a catalogue of its own, so that nobody loads it who does not take the tour.
import { type AppLocale, appLocaleFor } from '@countersign/protocol/app-locales'
import { useLocale } from 'react-aria-components'
import { type Say, sayFrom } from '../text/text-in.ts'
import { tourAr } from '../text/tour-ar.ts'
import { type TourKey, tourEn } from '../text/tour-en.ts'

/** All texts of the tour. */
const tourCatalogues = { en: tourEn, ar: tourAr } as const

const said = new Map<AppLocale, Say<TourKey>>()

/** The words of the tour. */
export function useTourText(): Say<TourKey> {
  const { locale } = useLocale()
  const language = appLocaleFor(locale)
  const say = said.get(language) ?? sayFrom<TourKey>(tourCatalogues[language], language)
  said.set(language, say)
  return say
}
