// What can be recommended: films and serials in the public domain, each with its source and its card.
import { readFileSync } from 'node:fs'
import { type Card, card } from '@countersign/sdk'

/** One film or serial. */
export interface Work {
  /** What forms name it by. */
  readonly code: string
  readonly title: string
  readonly year: number
  /** Null for serials, which had several. */
  readonly director: string | null
  /** Its article. */
  readonly link: string
  /** Exactly what is proposed to the platform. */
  readonly card: Card
}

interface FileWork {
  readonly title: string
  readonly year: number
  readonly director?: string
  readonly link: string
}

const file = JSON.parse(readFileSync(new URL('../data/catalogue.json', import.meta.url), 'utf8')) as {
  readonly about: string
  readonly films: readonly FileWork[]
  readonly shows: readonly FileWork[]
  readonly season: readonly string[]
}

/** Where the catalogue comes from and why it is free, in words for people. */
export const catalogueSource: string = file.about

/** Every film. A work the platform would not take as a card stops the start, not the person who picks it. */
export const films: readonly Work[] = file.films.map((work, i) => workOf('film', work, i))

/** Every serial. */
export const shows: readonly Work[] = file.shows.map((work, i) => workOf('show', work, i))

/** The programme of the winter season. */
export const season: readonly Work[] = file.season.map((title) => {
  const found = films.find((film) => film.title === title)
  if (found === undefined) throw new Error(`the season shows ${title}, which is not in the catalogue`)
  return found
})

/** The work a form names. */
export function workAt(code: string): Work | undefined {
  return [...films, ...shows].find((work) => work.code === code)
}

/** The works whose title, director or year contain every word of `query`, whatever case and accents. */
export function search(works: readonly Work[], query: string): readonly Work[] {
  const words = plain(query).split(/\s+/).filter(Boolean)
  return works.filter(({ title, director, year }) => {
    const text = plain(`${title} ${director ?? ''} ${year}`)
    return words.every((word) => text.includes(word))
  })
}

function workOf(type: 'film' | 'show', work: FileWork, i: number): Work {
  const { title, year, director = null, link } = work
  return { code: `${type}-${i + 1}`, title, year, director, link, card: card.parse({ type, ...work }) }
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
