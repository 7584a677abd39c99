// The look behind live hints: what was written, changed or noticed and not told is found by its time, a few seconds later.
import type { Instant, PersonId, ThreadId } from '@countersign/protocol'
import { loggable } from '../ports/loggable.ts'
import { startLook } from '../store/facts.ts'
import {
  noticedSince,
  threadsChangedAfter,
  threadsReactedInSince,
  threadsWrittenSince,
} from '../store/news.ts'
import type { System } from '../system.ts'
import type { News } from './live.ts'

/** A transaction that began so long before a look may still commit after it: it is looked for again. */
const OVERLAP_MS = 5_000

/** How far everything had come at one time. */
export type Needs = Pick<System, 'app' | 'clock'> & { readonly settings: Pick<System['settings'], 'logId'> }

/** How far everything has come. */
export async function seenNow(system: Needs): Promise<Seen> {
  const { turn, databaseTime, headTime } = await startLook(system.app, system.settings.logId)
  return { turn, at: Math.max(system.clock.decisionTime(databaseTime), headTime) }
}

/** How far it had come when a thread was last told of: whoever read it then has what is not beyond that. */
export interface Told extends Seen {
  readonly nextPlace: number
}

/** What a look stands on. */
export interface LookParts {
  readonly told: Map<ThreadId, Told>
  /** Whom it would be told. */
  people(): readonly PersonId[]
  found(news: readonly News[]): void
}

interface Seen {
  readonly at: Instant
  readonly turn: number
}

/** Looks one after the other; each finds what is new since the one before. */
export function createLiveLook(
  system: Needs & Pick<System, 'log'>,
  { told, people, found }: LookParts,
): { look(): Promise<void>; restart(): Promise<void> } {
  const { app, settings, log } = system
  let seen: Seen | undefined
  let looking: Promise<void> | undefined
  const news = async (before: Seen): Promise<readonly News[]> => {
    const since = before.at - OVERLAP_MS
    const written = [...(await threadsWrittenSince(app, since))].filter(
      ([thread, last]) => last >= (told.get(thread)?.nextPlace ?? 0),
    )
    const changed = [...(await threadsChangedAfter(app, settings.logId, before.turn))].filter(
      ([thread, turn]) => turn === null || turn > (told.get(thread)?.turn ?? 0),
    )
    const reacted = [...(await threadsReactedInSince(app, since))].filter(
      ([thread, at]) => at > (told.get(thread)?.at ?? 0),
    )
    const noticed = await noticedSince(app, people(), since)
    const threads = new Set([...written, ...changed, ...reacted].map(([thread]) => thread))
    return [
      ...[...threads].map((thread) => ({ type: 'thread', thread }) as const),
      ...noticed.map((person) => ({ type: 'notices', person }) as const),
    ]
  }
  const once = async (): Promise<void> => {
    try {
      const before = seen
      const after = await seenNow(system)
      if (before !== undefined) {
        found(await news(before))
        // What was told before the stretch that is looked at again keeps nothing back any more.
        for (const [thread, { at }] of told) if (at < before.at - OVERLAP_MS) told.delete(thread)
      }
      seen = after
    } catch (error) {
      log.warn(loggable(error), 'live: the database could not be looked at; it is tried again')
    } finally {
      looking = undefined
    }
  }
  const look = (): Promise<void> => {
    looking ??= once()
    return looking
  }
  return {
    look,
    async restart() {
      await looking
      seen = undefined
      told.clear()
      await look()
    },
  }
}
