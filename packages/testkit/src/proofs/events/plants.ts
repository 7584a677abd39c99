// Faults planted in what tells partners, and the figure that must find each.
import type { System } from '../../../../server/src/system.ts'
import type { Spoil, StormFindings } from './storm.ts'
import type { StreamFindings } from './streams.ts'

/** A fault of deliveries to webhooks. */
export interface HookFault {
  readonly name: string
  readonly finding: keyof StormFindings
  readonly spoil: Spoil
}

/** A fault of streams. */
export interface StreamFault {
  readonly name: string
  readonly finding: keyof StreamFindings
  readonly spoil: Spoil
}

/** Another system whose statements are changed first. */
const rewriting =
  (change: (text: string) => string): Spoil =>
  (system) => {
    const query: System['app']['query'] = (text, values) => system.app.query(change(text), values)
    return { ...system, app: { ...system.app, query } }
  }

/** The gate says yes to everything, and whatever became of a permission it is taken to be there. */
const gateNotAsked: Spoil = (system) => {
  const spoiled = rewriting((text) =>
    text.startsWith('select purpose from grants') ? text.replace("and state = 'given'", '') : text,
  )(system)
  const decision = 'decision_01a22c1b03ce74cf845868244541c52f' as const
  const release = async (write: () => Promise<boolean>): Promise<void> => void (await write())
  const announce: System['gate']['announce'] = async () => ({ decision, release })
  return { ...spoiled, gate: { ...system.gate, hasNews: async () => true, announce } }
}

/** An event counts as taken before it is sent. */
const markedFirst: Spoil = (system) => {
  const post: System['outbound']['post'] = async (request) => {
    await system.app.query(
      `update events set state = 'taken', ended_at = made_at where 'event_' || replace(event_id::text, '-', '') = $1`,
      [request.headers['webhook-id']],
    )
    return system.outbound.post(request)
  }
  return { ...system, outbound: { ...system.outbound, post } }
}

/** Faults of webhooks. */
export const hookFaults: readonly HookFault[] = [
  { name: 'webhook marked before sent', finding: 'lost', spoil: markedFirst },
  { name: 'webhook without the gate', finding: 'dataAfterWithdrawal', spoil: gateNotAsked },
  {
    name: 'webhook passes one that waits',
    finding: 'outOfOrder',
    spoil: rewriting((text) =>
      text.replace('order by e.n limit 1', 'order by e.next_at nulls first, e.n limit 1'),
    ),
  },
]

/** Faults of streams. */
export const streamFaults: readonly StreamFault[] = [
  {
    name: 'stream resumes one too far',
    finding: 'lost',
    spoil: rewriting((text) => text.replace('n > $2 and state', 'n > $2::bigint + 1 and state')),
  },
]
