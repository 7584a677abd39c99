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

/** Something to say in a place, of the kind that goes there. */
function said(place: string): readonly [string, string | number | Date] {
  const [type, name = ''] = place.split(' ')
  if (Number(type) === TYPE.date || Number(type) === TYPE.time) return [name, new Date(0)]
  return [name, Number(type) === TYPE.argument ? 'Ana' : 2]
}

describe.each(Object.entries(catalogues))('%s', (locale, catalogue) => {
  it.each(keys)('%s', (key) => {
    expect(placesOf(catalogue[key])).toEqual(placesOf(en[key]))
    expect(catalogue[key].trim()).toBe(catalogue[key])
    const values = Object.fromEntries(placesOf(en[key]).map(said))
    expect(textIn(locale as keyof typeof catalogues)(key, values)).not.toBe('')
  })

  it('leaves nothing in English that another language could say', () => {
    if (locale === 'en') return
    expect(keys.filter((key) => catalogue[key] === en[key])).toEqual([])
  })
})
