// Every language has every text, with the same places to fill, and each can be said.
import { parse, TYPE } from '@formatjs/icu-messageformat-parser'
import { describe, expect, it } from 'vitest'
import { en } from './en.ts'
import { catalogues, sayFrom } from './text-in.ts'
import { tourAr } from './tour-ar.ts'
import { tourEn } from './tour-en.ts'

const english: Readonly<Record<string, string>> = { ...en, ...tourEn }
const languages: Readonly<Record<keyof typeof catalogues, typeof english>> = {
  en: english,
  ar: { ...catalogues.ar, ...tourAr },
}
const keys = Object.keys(english)

/** The places of a message and of its branches, with what kind of thing goes there; each once. */
function placesOf(message: string): readonly string[] {
  return [...new Set(placesIn(parse(message)))].sort()
}

function placesIn(parts: ReturnType<typeof parse>): readonly string[] {
  return parts.flatMap((part) => {
    if (part.type === TYPE.literal || part.type === TYPE.pound) return []
    const own = `${part.type} ${part.value}`
    if (part.type !== TYPE.plural && part.type !== TYPE.select) return [own]
    return [own, ...Object.values(part.options).flatMap(({ value }) => placesIn(value))]
  })
}

/** A number of every plural form there is: Arabic has six. */
const counts = [0, 1, 2, 3, 11, 100]

/** Something to say in a place, of the kind that goes there. */
function said(place: string, count: number): readonly [string, string | number | Date] {
  const [type, name = ''] = place.split(' ')
  if (Number(type) === TYPE.date || Number(type) === TYPE.time) return [name, new Date(0)]
  return [name, Number(type) === TYPE.argument ? 'Ana' : count]
}

describe.each(Object.entries(languages))('%s', (locale, catalogue) => {
  it.each(keys)('%s', (key) => {
    expect(placesOf(catalogue[key] ?? '')).toEqual(placesOf(english[key] ?? ''))
    expect(catalogue[key]?.trim()).toBe(catalogue[key])
    const text = sayFrom(catalogue, locale as keyof typeof catalogues)
    for (const count of counts) {
      const values = Object.fromEntries(placesOf(english[key] ?? '').map((place) => said(place, count)))
      expect(text(key, values)).not.toBe('')
    }
  })

  it('leaves nothing in English that another language could say', () => {
    if (locale === 'en') return
    expect(keys.filter((key) => catalogue[key] === english[key])).toEqual([])
  })
})
