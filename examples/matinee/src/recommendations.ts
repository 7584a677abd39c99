// Recommendations inside Matinee: only between two people who both let it see their friendship.

import type { FriendItem } from '@countersign/sdk'
import { itemsOf, type Round, type Store } from '@countersign-examples/shared'
import { type Work, workAt } from './catalogue.ts'

/** A friend as the last reading showed them. */
export interface KnownFriend {
  readonly id: string
  readonly name: string
  /**
   * The moment both lists name for this friendship: the only thing two people's permissions have in common, since every id
   * is one permission's own. Null when it is missing, or not theirs alone: then nothing goes to them and nothing comes.
   */
  readonly tie: string | null
}

/** A recommendation as it is kept. */
interface Kept {
  readonly tie: string
  readonly code: string
}

const KIND = 'recommendation'

/** The friends a round brought. */
export function friendsIn(round: Pick<Round, 'exchanges'>): readonly KnownFriend[] {
  const items = itemsOf<FriendItem>(round, (path) => path === '/partner/v1/friends')
  return items.map(({ id, name = 'A friend without a name', since }) => ({
    id,
    name,
    tie: since !== undefined && items.filter((other) => other.since === since).length === 1 ? since : null,
  }))
}

/** Keeps a recommendation to one of a person's friends of now; the same film twice is one. */
export function recommend(store: Store, person: string, { tie }: KnownFriend, work: Work): void {
  if (tie === null) return
  const kept: Kept = { tie, code: work.code }
  store.records.keep(KIND, [person, tie, work.code].join(' '), person, kept)
}

/** What a friend recommended to this person. Two who claim one friendship are both left out: one of them is not it. */
export function recommendedBy(store: Store, person: string, { tie }: KnownFriend): readonly Work[] {
  if (tie === null) return []
  const from = store.records.all<Kept>(KIND).filter((one) => one.person !== person && one.body.tie === tie)
  if (new Set(from.map((one) => one.person)).size !== 1) return []
  return from.flatMap(({ body }) => workAt(body.code) ?? [])
}

/** What this person recommended to a friend. */
export function recommendedTo(store: Store, person: string, { tie }: KnownFriend): readonly Work[] {
  return store.records
    .all<Kept>(KIND, person)
    .filter(({ body }) => body.tie === tie)
    .flatMap(({ body }) => workAt(body.code) ?? [])
}
