// Hands an event to its partner: what tells of data asks the gate, at each attempt anew; what a partner must be told asks nobody.
import { eventKinds, type PartnerEvent } from '@countersign/protocol'
import { purposesToRead } from '../store/changed-threads.ts'
import { dropEvents, type StoredEvent } from '../store/events.ts'
import type { System } from '../system.ts'
import { decisionTime } from './decision-time.ts'

/** An event that may be told now. */
export interface Handing {
  readonly event: StoredEvent
  /** What is told: JSON, the same bytes at each attempt. */
  readonly text: string
  /**
   * @param write starts sending; resolves true once a byte has gone out, false when none did
   * @throws {Problem} BUSY when it came too late to leave
   */
  release(write: () => Promise<boolean>): Promise<void>
}

/**
 * Whether an event may be told as things are known now. Asked before anybody is called about it, as a call alone says that
 * there is something; it tells nobody and enters nothing, so it is asked again when it is told.
 */
export async function mayStillBeTold(
  system: Pick<System, 'app' | 'gate' | 'clock' | 'settings'>,
  event: StoredEvent,
): Promise<boolean> {
  if (eventKinds[event.type] === 'duty') return true
  for (const call of await newsCalls(system, event)) if (await system.gate.hasNews(call)) return true
  return false
}

/**
 * Whether an event may be told, and how. A data event that may not is forgotten at once: nothing of it was told (SUN-03), and
 * nothing says that there was one.
 * @throws {Problem} LEDGER_UNAVAILABLE, BUSY: nothing may be told now, try again
 */
export async function handOver(
  system: Pick<System, 'app' | 'gate' | 'clock' | 'settings'>,
  event: StoredEvent,
): Promise<Handing | undefined> {
  const text = eventText(event)
  if (eventKinds[event.type] === 'duty')
    return { event, text, release: async (write) => void (await write()) }
  for (const call of await newsCalls(system, event)) {
    const announcement = await system.gate.announce(call)
    if (announcement !== undefined) return { event, text, release: announcement.release }
  }
  await dropEvents(system.app, event.partner, [event.id])
  return undefined
}

/** The questions to the gate whose answers let a data event be told: one for each purpose somebody lets its feature read for. */
async function newsCalls(
  system: Pick<System, 'app' | 'clock' | 'settings'>,
  { partner, feature, person, thread, since }: StoredEvent,
): Promise<readonly Parameters<System['gate']['announce']>[0][]> {
  if (person === null || thread === null || since === null) throw new Error('a data event about nobody')
  const at = await decisionTime(system, system.app)
  const purposes = await purposesToRead(system.app, { person, partner, feature, thread })
  return purposes.map((purpose) => ({ partner, feature, person, purpose, at, fields: null, thread, since }))
}

/** What is told of an event: JSON, the same bytes at each attempt. */
export function eventText({ id, type, madeAt, data }: StoredEvent): string {
  // What `data` holds was made for its type, by the job that made the event; tests read it with the wire's schema.
  const told = { id, type, timestamp: new Date(madeAt).toISOString(), data } as PartnerEvent
  return JSON.stringify(told)
}
