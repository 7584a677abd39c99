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
 * Whether an event may be told, and how. A data event that may not is forgotten at once: nothing of it was told (SUN-03), and
 * nothing says that there was one.
 * @throws {Problem} LEDGER_UNAVAILABLE, BUSY: nothing may be told now, try again
 */
export async function handOver(
  system: Pick<System, 'app' | 'gate' | 'clock' | 'settings'>,
  event: StoredEvent,
): Promise<Handing | undefined> {
  const text = textOf(event)
  if (eventKinds[event.type] === 'duty')
    return { event, text, release: async (write) => void (await write()) }
  const { partner, feature, person, thread, since } = event
  if (person === null || thread === null || since === null) throw new Error('a data event about nobody')
  const at = await decisionTime(system, system.app)
  for (const purpose of await purposesToRead(system.app, { person, partner, feature, thread })) {
    const call = { partner, feature, person, purpose, at, fields: null, thread, since }
    const announcement = await system.gate.announce(call)
    if (announcement !== undefined) return { event, text, release: announcement.release }
  }
  await dropEvents(system.app, partner, [event.id])
  return undefined
}

function textOf({ id, type, madeAt, data }: StoredEvent): string {
  // What `data` holds was made for its type, by the job that made the event; tests read it with the wire's schema.
  const told = { id, type, timestamp: new Date(madeAt).toISOString(), data } as PartnerEvent
  return JSON.stringify(told)
}
