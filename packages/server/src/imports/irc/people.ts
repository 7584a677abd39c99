// Who is who in the logs of one source: a nick is one person, and a rename makes two nicks one person's.
import type { Instant } from '@countersign/protocol'
import type { ImportedPerson } from '../../acts/import-batch.ts'
import type { Place } from '../import-error.ts'
import type { Placed } from '../import-stage.ts'
import { foldNick } from './nick.ts'
import type { Log } from './read-log.ts'

interface First {
  readonly nick: string
  readonly at: Instant
  readonly place: Place
  /** In the order in which nicks were first seen. */
  readonly order: number
}

/** Grows log by log; complete once all logs of a source were noted. */
export class People {
  readonly #first = new Map<string, First>()
  /** A nick, and one seen before it that is the same person's. */
  readonly #earlier = new Map<string, string>()

  /** Notes who is in a log. Who is only seen leaving needs no account. */
  note({ lines }: Log): void {
    for (const { event, at, place } of lines) {
      if (event.kind === 'notice' || event.kind === 'part') continue
      this.#see(event.nick, at, place)
      if (event.kind !== 'rename') continue
      this.#see(event.to, at, place)
      this.#unite(this.idOf(event.nick), this.idOf(event.to))
    }
  }

  /** The person of a nick, by the first of their nicks. */
  idOf(nick: string): string {
    let id = foldNick(nick)
    for (let earlier = this.#earlier.get(id); earlier !== undefined; earlier = this.#earlier.get(id))
      id = earlier
    return id
  }

  /** Everybody, as the first of their nicks was first written, in that order. */
  rows(): readonly Placed<ImportedPerson>[] {
    return [...this.#first]
      .filter(([id]) => !this.#earlier.has(id))
      .map(([id, { nick, at, place }]) => ({ row: { id, displayName: nick, createdAt: at }, place }))
  }

  #see(nick: string, at: Instant, place: Place): void {
    const id = foldNick(nick)
    if (!this.#first.has(id)) this.#first.set(id, { nick, at, place, order: this.#first.size })
  }

  #unite(one: string, other: string): void {
    if (one === other) return
    const before = (this.#first.get(one)?.order ?? 0) < (this.#first.get(other)?.order ?? 0)
    this.#earlier.set(before ? other : one, before ? one : other)
  }
}
