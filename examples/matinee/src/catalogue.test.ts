// The catalogue: every work can be sent, names its source, and is found as people type.
import { expect, test } from 'vitest'
import { films, search, season, shows, workAt } from './catalogue.ts'

const works = [...films, ...shows]

test('every work has a code and a link of its own to a known source, and was shown before 1929', () => {
  expect([films.length, shows.length, season.length]).toEqual([22, 7, 6])
  expect(new Set(works.map(({ code }) => code)).size).toBe(29)
  expect(new Set(works.map(({ link }) => link)).size).toBe(29)
  for (const { link, year, code } of works) {
    expect(link).toMatch(/^https:\/\/en\.wikipedia\.org\/wiki\/[^?#\s]+$/)
    expect(year).toBeLessThan(1929)
    expect(workAt(code)?.link).toBe(link)
  }
})

test.each(['', 'film-0', 'film-99', 'FILM-1', '__proto__'])('there is no work at %j', (code) => {
  expect(workAt(code)).toBeUndefined()
})

test.each([
  ['zzz', []],
  ['haxan', ['Häxan']],
  ['KEATON general', ['The General']],
  ['murnau 1922', ['Nosferatu']],
  ['fantomas', ['Fantômas']],
])('finds for %j: %j', (query, found) => {
  expect(search(works, query).map(({ title }) => title)).toEqual(found)
})
