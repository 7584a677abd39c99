// Every language has every text, with the same places to fill, and each can be said.
import { parse, TYPE } from '@formatjs/icu-messageformat-parser'
import { describe, expect, it } from 'vitest'
import { en, type TextKey } from './en.ts'
import { catalogues, textIn } from './text-in.ts'

const keys = Object.keys(en) as TextKey[]

/** The places of a message, with what kind of thing goes there. */
function placesOf(message: string): readonly string[] {
  return parse(message)
    .flatMap((part) =>
      part.type === TYPE.literal || part.type === TYPE.pound ? [] : [`${part.type} ${part.value}`],
    )
    .sort()
}

describe.each(Object.entries(catalogues))('%s', (locale, catalogue) => {
  it.each(keys)('%s', (key) => {
    expect(placesOf(catalogue[key])).toEqual(placesOf(en[key]))
    expect(catalogue[key].trim()).toBe(catalogue[key])
    const words = [
      'name',
      'names',
      'words',
      'company',
      'feature',
      'kind',
      'site',
      'emoji',
      'since',
      'until',
      'when',
      'purpose',
    ]
    const values = {
      ...Object.fromEntries(words.map((place) => [place, 'Ana'])),
      day: new Date(0),
      made: new Date(0),
      count: 3,
      least: 10,
      left: 3,
    }
    expect(textIn(locale as keyof typeof catalogues)(key, values)).not.toBe('')
  })

  it('leaves nothing in English that another language could say', () => {
    if (locale === 'en') return
    expect(keys.filter((key) => catalogue[key] === en[key])).toEqual([])
  })
})
