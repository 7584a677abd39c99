// What can be sent: works in the public domain, each with its selection code, its source and its card.
import { readFileSync } from 'node:fs'
import { type Card, card } from '@countersign/sdk'

/** One work, as it stands on its title strip. */
export interface Work {
  /** The selection to press: a shelf's letter and a number from 1. */
  readonly code: string
  readonly title: string
  readonly artist: string
  readonly year: string
  /** Its article. */
  readonly link: string
  /** Exactly what is proposed to the platform. */
  readonly card: Card
}

/** Works that stand together. */
export interface Shelf {
  readonly letter: string
  readonly name: string
  readonly works: readonly Work[]
  /** The whole shelf as it is proposed to the platform. */
  readonly playlist: Card
}

interface CatalogueFile {
  readonly about: string
  readonly shelves: readonly {
    readonly letter: string
    readonly name: string
    readonly link: string
    readonly works: readonly {
      readonly title: string
      readonly artist: string
      readonly album?: string
      readonly year: string
      readonly link: string
    }[]
  }[]
}

const file = JSON.parse(
  readFileSync(new URL('../data/catalogue.json', import.meta.url), 'utf8'),
) as CatalogueFile

/** Where the catalogue comes from and why it is free, in words for people. */
export const catalogueSource: string = file.about

/** Every shelf. A work the platform would not take as a card stops the start, not the person who picks it. */
export const shelves: readonly Shelf[] = file.shelves.map(({ letter, name, link, works }) => ({
  letter,
  name,
  works: works.map(({ year, ...song }, i) => ({
    code: `${letter}${i + 1}`,
    title: song.title,
    artist: song.artist,
    year,
    link: song.link,
    card: card.parse({ type: 'song', ...song }),
  })),
  playlist: card.parse({
    type: 'playlist',
    title: name,
    songs: works.map(({ title, artist }) => ({ title, artist })),
    link,
  }),
}))

const works: readonly Work[] = shelves.flatMap((shelf) => shelf.works)

/** The card behind a selection code: a work's, or a whole shelf's behind its letter. */
export function cardAt(code: string): Card | undefined {
  return (
    works.find((work) => work.code === code)?.card ?? shelves.find(({ letter }) => letter === code)?.playlist
  )
}

/** Shelves with the works whose title or author contain every word of `query`, whatever case and accents. */
export function search(query: string): readonly Shelf[] {
  const words = plain(query).split(/\s+/).filter(Boolean)
  return shelves
    .map((shelf) => ({
      ...shelf,
      works: shelf.works.filter(({ title, artist }) => {
        const text = plain(`${title} ${artist}`)
        return words.every((word) => text.includes(word))
      }),
    }))
    .filter((shelf) => shelf.works.length > 0)
}

/** The works whose whole title occurs in a text. */
export function worksIn(text: string): readonly Work[] {
  const words = ` ${plain(text).replace(/[^\p{L}\p{N}]+/gu, ' ')} `
  return works.filter(({ title }) => words.includes(` ${plain(title).replace(/[^\p{L}\p{N}]+/gu, ' ')} `))
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
