// The catalogue: every work can be sent, is found as people type, and is heard as people write.
import { describe, expect, test } from 'vitest'
import { cardAt, search, shelves, worksIn } from './catalogue.ts'

const titles = (query: string) => search(query).flatMap(({ works }) => works.map(({ title }) => title))

test('every selection is one work with a link of its own to a known source', () => {
  const works = shelves.flatMap((shelf) => shelf.works)
  expect(works).toHaveLength(36)
  expect(new Set(works.map(({ code }) => code)).size).toBe(36)
  expect(new Set(works.map(({ link }) => link)).size).toBe(36)
  for (const { link } of works) expect(link).toMatch(/^https:\/\/en\.wikipedia\.org\/wiki\/[^?#\s]+$/)
})

test.each(['', 'A0', 'A7', 'G1', 'a1', '__proto__'])('there is nothing at %j', (code) => {
  expect(cardAt(code)).toBeUndefined()
})

test('a shelf can be sent whole', () => {
  for (const { letter, name, works, playlist } of shelves) {
    expect(cardAt(letter)).toBe(playlist)
    expect(playlist).toMatchObject({ type: 'playlist', title: name })
    expect(playlist.type === 'playlist' && playlist.songs.map(({ title }) => title)).toEqual(
      works.map(({ title }) => title),
    )
  }
})

describe('search', () => {
  test.each([
    ['zzz', []],
    ['bolero', ['Boléro']],
    ['JOPLIN rag pine', ['Pine Apple Rag']],
    ['fur elise', ['Für Elise']],
  ])('finds for %j: %j', (query, found) => {
    expect(titles(query)).toEqual(found)
  })
  test('finds everything for nothing', () => {
    expect(titles('  ')).toHaveLength(36)
  })
})

describe('worksIn', () => {
  const heard = (text: string) => worksIn(text).map(({ title }) => title)
  test('does not hear a title inside another word, nor half a title', () => {
    expect(heard('those planetsides, the maple leaf, an asturiasis')).toEqual([])
  })
  test('hears whole titles whatever case, accents and signs', () => {
    expect(heard('“gymnopedies”, then NOCTURNES op. 9; La Bamba!')).toEqual([
      'Gymnopédies',
      'Nocturnes, Op. 9',
      'La Bamba',
    ])
  })
})
