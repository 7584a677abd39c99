// Turns duties into events: for each partner and person's permission an item was given by, or a power was held by.
import type { FeatureId, PartnerId, PersonId } from '@countersign/protocol'
import { opaqueIdsUnder } from '../gate/opaque-ids.ts'
import { pairwiseSubject } from '../ledger/pairwise.ts'
import { makeId } from '../ports/random.ts'
import type { Session } from '../store/database.ts'
import { findDeletion } from '../store/deletions.ts'
import { type Duty, forgetDuties, holdDuty, saveTold } from '../store/duties.ts'
import { insertEvents, type NewEvent, sweepEvents } from '../store/events.ts'
import { featureSlugs } from '../store/features.ts'
import { itemsGot, partnersThatGot, sentAtOf } from '../store/recipients.ts'
import { staysOf } from '../store/stays.ts'
import type { System } from '../system.ts'
import type { Job } from './runner.ts'

/** Every second. Each duty and its events are one transaction, so a server that dies leaves it to be told, whole. */
export function tellDuties(system: System): Job {
  return {
    name: 'tell duties',
    everyMs: 1_000,
    async run({ at }) {
      const told = (): Promise<boolean> =>
        system.app.transaction(async (session) => {
          const duty = await holdDuty(session)
          if (duty === undefined) return false
          const events = Map.groupBy(await eventsOf(system, session, duty), ({ partner }) => partner)
          for (const [partner, own] of [...events].sort(([a], [b]) => (a < b ? -1 : 1)))
            await insertEvents(session, partner, own, at)
          await saveTold(session, duty.id, at)
          return true
        })
      while (await told());
    },
  }
}

/** What was told stays to be looked at, and to be resumed from, for a week. */
const KEPT_MS = 7 * 86_400_000
const DUTIES_KEPT_MS = 30 * 86_400_000

/** Every hour: forgets what is over. What a partner must be told and has not taken is never forgotten. */
export function forgetTold({ app }: Pick<System, 'app'>): Job {
  return {
    name: 'forget events',
    everyMs: 3_600_000,
    async run({ at }) {
      await sweepEvents(app, at - KEPT_MS)
      await forgetDuties(app, at - DUTIES_KEPT_MS)
    },
  }
}

type ToTell = NewEvent & { readonly partner: PartnerId }

async function eventsOf(system: System, session: Session, duty: Duty): Promise<readonly ToTell[]> {
  const id = () => makeId('event', duty.at, system.random)
  if ('message' in duty) {
    const { kind: type, thread } = duty
    const holders = await holdersOf(system, session, duty)
    return holders.map(({ item, ...holder }) => ({
      ...holder,
      id: id(),
      type,
      thread,
      since: null,
      data: item,
    }))
  }
  const { partner, feature } = duty
  const slug = (await featureSlugs(session, [feature])).get(feature)
  const common = { partner, feature, thread: null, since: null }
  if (duty.kind === 'feature.ended')
    return [{ ...common, id: id(), type: duty.kind, person: null, data: { feature: slug } }]
  if (duty.kind === 'deletion.asked') return deletionEvents(system, session, duty, { ...common, id: id() })
  const { person, ended } = duty
  const ids = opaqueIdsUnder(system.keys.cursorKey('opaque ids'))({ partner, person })
  const data = {
    person: pairwiseSubject(system, partner, person),
    feature: slug,
    powers: ended.powers,
    ...(ended.threads !== null && { threads: ended.threads.map((thread) => ids.thread(thread)) }),
    why: ended.why,
  }
  return [{ ...common, id: id(), type: duty.kind, person, data }]
}

/**
 * Who asks is named where the partner knows them by their own permission. What came through others stays without a name: the
 * ids alone say what it is, and a name would join it to somebody the partner knows (design §4).
 */
async function deletionEvents(
  system: System,
  session: Session,
  { partner, deletion }: Extract<Duty, { readonly deletion: unknown }>,
  common: Pick<ToTell, 'id' | 'partner' | 'feature' | 'thread' | 'since'>,
): Promise<readonly ToTell[]> {
  const asked = await findDeletion(session, partner, deletion)
  if (asked === undefined) throw new Error('a duty to tell of an ask that is not there')
  const slug = (await featureSlugs(session, [asked.feature])).get(asked.feature)
  const person = asked.through === 'own' ? asked.person : null
  const data = {
    deletion,
    feature: slug,
    ...(person !== null && { person: pairwiseSubject(system, partner, person) }),
    due: new Date(asked.dueAt).toISOString(),
  }
  return [{ ...common, type: 'deletion.asked', person, data }]
}

/** A partner that holds an item, by whose permission and for which feature it got it, and what it calls it. */
interface Holder {
  readonly partner: PartnerId
  readonly person: PersonId
  readonly feature: FeatureId
  readonly item: {
    readonly person: string
    readonly feature: string
    readonly thread: string
    readonly item: string
  }
}

/**
 * The ledger's record of a disclosure names the item by the id its receiver has for it. That id is another one for each partner
 * and each person whose permission it came by, so it is made for everybody who was ever in the thread, and looked for.
 */
async function holdersOf(
  system: System,
  session: Session,
  { person: author, thread, message, at }: Extract<Duty, { readonly message: unknown }>,
): Promise<readonly Holder[]> {
  const sentAt = await sentAtOf(session, thread, message)
  if (sentAt === undefined) return []
  const between = { from: sentAt, to: at }
  const members = new Set((await staysOf(session, thread)).map(({ person }) => person))
  const idsOf = opaqueIdsUnder(system.keys.cursorKey('opaque ids'))
  const found: Holder[] = []
  for (const partner of await partnersThatGot(session, author, between)) {
    const byItem = new Map(
      [...members].map((person) => {
        const ids = idsOf({ partner, person })
        return [ids.inThread(thread, false).message(message), { person, thread: ids.thread(thread) }]
      }),
    )
    const got = await itemsGot(session, author, partner, [...byItem.keys()], between)
    const slugs = await featureSlugs(
      session,
      got.map(({ feature }) => feature),
    )
    for (const { item, feature } of got) {
      const by = byItem.get(item)
      const slug = slugs.get(feature)
      if (by === undefined || slug === undefined) throw new Error('an item was found that was not looked for')
      const told = {
        person: pairwiseSubject(system, partner, by.person),
        feature: slug,
        thread: by.thread,
        item,
      }
      found.push({ partner, person: by.person, feature, item: told })
    }
  }
  return found
}
