// Answers that are committed but not yet out: a withdrawal's acknowledgement waits for those it concerns (design §5).

import type { FeatureId, PartnerId, PersonId, ThreadId } from '@countersign/protocol'
import type { ChangeRow } from '../store/ledger.ts'

/** What an answer rests on: any change of one of these may change it. */
export interface RestsOn {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly people: ReadonlySet<PersonId>
  readonly threads: ReadonlySet<ThreadId>
}

/** Whether a change concerns an answer: everything the change names is something the answer rests on. */
export function concerns(change: ChangeRow, rests: RestsOn): boolean {
  return (
    (change.person === null || rests.people.has(change.person)) &&
    (change.thread === null || rests.threads.has(change.thread)) &&
    (change.feature === null || rests.feature === change.feature) &&
    (change.partner === null || rests.partner === change.partner)
  )
}

/** The committed answers of this server that are still on their way. */
export interface InFlight {
  /** Registers an answer; the returned function says it is out, or will never be. */
  add(rests: RestsOn): () => void
  /** Resolves when every answer a change concerns, of those registered before, is out. */
  settled(changes: readonly ChangeRow[]): Promise<void>
}

/** A registry with nothing in it. */
export function createInFlight(): InFlight {
  const flying = new Map<Promise<void>, RestsOn>()
  return {
    add(rests) {
      const { promise, resolve } = Promise.withResolvers<void>()
      flying.set(promise, rests)
      return () => {
        flying.delete(promise)
        resolve()
      }
    },
    async settled(changes) {
      const waiting = [...flying].filter(([, rests]) => changes.some((change) => concerns(change, rests)))
      await Promise.all(waiting.map(([promise]) => promise))
    },
  }
}
