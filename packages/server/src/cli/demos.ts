// The acceptance demos by name: what each shows, and when its story begins.
import type { Instant } from '@countersign/protocol'
import { type MovableClock, movableClock } from './movable-clock.ts'

interface Demo {
  readonly what: string
  /** The server's clock begins here, and its players have it moved; null where the story needs no other time than ours. */
  readonly begins: Instant | null
}

/** Every demo there is. */
export const demos: Readonly<Record<string, Demo>> = {
  'address-book': {
    what: 'what a shop and a search engine get of a person’s contacts',
    begins: null,
  },
  'bank-deletes': {
    what: 'what a bank that sends receipts can read, delete and not get away with',
    begins: null,
  },
  'film-ends': {
    what: 'a film feature of 10,000 people that ends, and three years later',
    begins: Date.UTC(2015, 9, 30, 12),
  },
  'ghost-partners': {
    what: '152 companies, among them hidden, mislabelled and forgotten ones',
    begins: Date.UTC(2014, 5, 29, 12),
  },
  'song-in-a-group': {
    what: 'a song in a five-person chat, and who of the five it may read',
    begins: null,
  },
}

/** The clock for a demo; undefined where the machine's will do. */
export function clockFor(name: string): MovableClock | undefined {
  const begins = demos[name]?.begins ?? null
  return begins === null ? undefined : movableClock(begins)
}
