// What the platform tells a partner to do: what was taken back, changed or has ended goes here too, before anybody asks (DEL-04).
import { setTimeout as pause } from 'node:timers/promises'
import {
  type DeletionAsk,
  isCountersignError,
  type Partner,
  type PartnerEvent,
  type Verb,
} from '@countersign/sdk'
import type { Store } from './store.ts'

/** What following needs. */
export interface Following {
  readonly store: Store
  /** Events are the partner's, whichever feature's client asks for them. */
  readonly partner: () => Promise<Partner>
  /** Milliseconds UTC. */
  readonly now: () => number
  readonly signal: AbortSignal
}

/** Powers that bring no data; when only they end there is nothing to delete. One that is not known may have brought some. */
const sending: readonly Verb[] = ['messages.write', 'messages.delete']

/** When the platform does not know the partner yet, or cannot be followed for another reason that may pass. */
const AGAIN_MS = 30_000

/** Follows until told to stop. An event is taken when its deletion is durable; told twice, there is nothing left to delete. */
export async function followDuties({ store, partner, now, signal }: Following): Promise<void> {
  while (!signal.aborted) {
    try {
      const platform = await partner()
      for await (const event of platform.events({ signal })) {
        if (signal.aborted) break
        obey(store, event, now())
        if (event.type === 'deletion.asked')
          await deleteAsked(store, platform.deletion(event.data.deletion), now())
      }
    } catch (error) {
      if (!isCountersignError(error)) throw error
    }
    await pause(AGAIN_MS, undefined, { signal, ref: false }).catch(() => undefined)
  }
}

/**
 * Deletes what somebody asks for and says so. What is asked for is gone before it is said; said already, it is not said again. This
 * partner hands nothing on and makes nothing of what it reads that outlives the page it is shown on.
 */
export async function deleteAsked(store: Store, ask: DeletionAsk, now: number): Promise<void> {
  const items = await ask.items()
  for (const { id } of items) store.strikeFromAll(id, now)
  try {
    await ask.answer({
      outcome: 'deleted',
      items: items.length,
      sub_holders: [],
      derived_data: { made: false },
    })
  } catch (error) {
    if (!isCountersignError(error) || error.code !== 'ALREADY') throw error
  }
}

/** Does what one event asks for. What it does not know it lets pass. */
export function obey(store: Store, event: PartnerEvent, now: number): void {
  switch (event.type) {
    case 'access.ended':
      if (event.data.powers.some(({ verbs }) => verbs.some((verb) => !sending.includes(verb))))
        store.forgetReadings(event.data.person, event.data.feature, now, event.data.why)
      return
    case 'feature.ended':
      for (const person of store.peopleOf(event.data.feature))
        store.forgetReadings(person, event.data.feature, now, 'feature_ended')
      return
    case 'item.edited':
    case 'item.deleted':
      store.strike(event.data.person, event.data.item, now)
      return
    case 'deletion.asked':
      // Its items are fetched and it is answered: `deleteAsked`.
      return
    case 'thread.changed':
      store.records.keep(NEWS, event.data.thread, event.data.person, { at: now })
  }
}

const NEWS = 'news'

/** Whether something was said since a time that a reading would bring. Only that: what it is, a reading asks the gate. */
export function hasNews({ records }: Pick<Store, 'records'>, person: string, since: number): boolean {
  return records.all<{ readonly at: number }>(NEWS, person).some(({ body }) => body.at > since)
}
