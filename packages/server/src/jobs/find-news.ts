// The tick of `thread.changed`: finds threads in which something was written that a listening partner may read.
import { type Instant, type PartnerId, uuidOf } from '@countersign/protocol'
import { opaqueIdsUnder } from '../gate/opaque-ids.ts'
import { pairwiseSubject } from '../ledger/pairwise.ts'
import { makeId } from '../ports/random.ts'
import {
  type ChangedThread,
  changedThreads,
  forgetSeen,
  listeningPartners,
  type Readable,
  readableBy,
  saveSeen,
} from '../store/changed-threads.ts'
import { insertEvents, type NewEvent } from '../store/events.ts'
import { featureSlugs } from '../store/features.ts'
import type { System } from '../system.ts'
import type { Job } from './runner.ts'

const TICK_MS = 5_000
/** A message is dated before it is committed: this long it may take, and be found all the same. */
const OVERLAP_MS = 60_000
/** A partner whose stream breaks off is taken to listen for so long after. */
const LISTENS_FOR_MS = 3_600_000

/**
 * Every five seconds. A thread makes an event for a person and a feature only when the gate sees something there that it would
 * give (`hasNews`): what is withheld makes none, so neither its time nor its number is in any id, order or pause (COP-01).
 * Whether it may be told is asked again when it is told.
 */
export function findNews(system: System): Job {
  return {
    name: 'find news',
    everyMs: TICK_MS,
    async run({ since, at }) {
      const from = (since ?? at) - OVERLAP_MS
      const partners = await listeningPartners(system.app, at - LISTENS_FOR_MS)
      // With nobody to tell nothing is looked for; who begins to listen hears of what is written from then on.
      if (partners.length === 0) return
      for (const changed of await changedThreads(system.app, from))
        await tellOf(system, changed, partners, at)
      await forgetSeen(system.app, from - OVERLAP_MS)
    },
  }
}

async function tellOf(
  system: System,
  changed: ChangedThread,
  partners: readonly PartnerId[],
  at: Instant,
): Promise<void> {
  const readable = await readableBy(system.app, changed.thread, partners)
  const news: Readable[] = []
  for (const one of readable) if (await hasNews(system, changed, one, at)) news.push(one)
  const slugs = await featureSlugs(
    system.app,
    news.map(({ feature }) => feature),
  )
  const idsOf = opaqueIdsUnder(system.keys.cursorKey('opaque ids'))
  const byPartner = Map.groupBy(news, ({ partner }) => partner)
  await system.app.transaction(async (session) => {
    // In one order, so that of two servers at it none waits for the other while it is waited for.
    for (const [partner, told] of [...byPartner].sort(([a], [b]) => (uuidOf(a) < uuidOf(b) ? -1 : 1))) {
      const events = told.map(
        ({ person, feature }): NewEvent => ({
          id: makeId('event', at, system.random),
          type: 'thread.changed',
          person,
          feature,
          thread: changed.thread,
          since: changed.since,
          data: {
            person: pairwiseSubject(system, partner, person),
            feature: slugs.get(feature),
            thread: idsOf({ partner, person }).thread(changed.thread),
          },
        }),
      )
      await insertEvents(session, partner, events, at)
    }
    await saveSeen(session, changed, at)
  })
}

async function hasNews(
  { gate }: System,
  { thread, since }: ChangedThread,
  { partner, feature, person, purposes }: Readable,
  at: Instant,
): Promise<boolean> {
  for (const purpose of purposes)
    if (await gate.hasNews({ partner, feature, person, purpose, at, fields: null, thread, since }))
      return true
  return false
}
