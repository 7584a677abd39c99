// How many people each partner reached, counted from the ledger now and then and shown in bands only.
import type { Instant, PartnerId } from '@countersign/protocol'
import { peopleReached } from '../store/register.ts'
import type { System } from '../system.ts'

/** Counts, and when they were taken. */
export interface Reached {
  readonly at: Instant
  readonly people: ReadonlyMap<PartnerId, number>
}

/** A range of people, both ends included; a small count is nobody's to know exactly. */
export interface Band {
  readonly from: number
  readonly to: number
}

/** Counting reads every delivery chain, so it is done this seldom however often somebody looks. */
const COUNT_EVERY_MS = 10 * 60_000

/** Resolves with the counts, new ones when the last are ten minutes old. Callers at the same time share one count. */
export function countReached({ app, clock }: Pick<System, 'app' | 'clock'>): () => Promise<Reached> {
  let last: Reached | undefined
  let running: Promise<Reached> | undefined
  const count = async (): Promise<Reached> => {
    try {
      last = { at: clock.now(), people: await peopleReached(app) }
      return last
    } finally {
      running = undefined
    }
  }
  return async () => {
    if (last !== undefined && clock.now() - last.at < COUNT_EVERY_MS) return last
    running ??= count()
    return running
  }
}

/** The band a count is in: 0, 1 to 9, 10 to 99, 100 to 999 and so on. */
export function bandOf(count: number): Band {
  if (count < 1) return { from: 0, to: 0 }
  const from = 10 ** (String(Math.floor(count)).length - 1)
  return { from, to: from * 10 - 1 }
}

/** A band in words: "nobody", "1 to 9 people". */
export function bandWords(count: number): string {
  const { from, to } = bandOf(count)
  return to === 0 ? 'nobody' : `${from.toLocaleString('en-GB')} to ${to.toLocaleString('en-GB')} people`
}
