// Events to webhooks that fail, hang, lie and die: none lost, one id, in order, no data after a withdrawal (DEL-04, SUN-03).
import { expect, test, vi } from 'vitest'
import type { System } from '../../server/src/system.ts'
import { type Spoil, type StormFindings, storm } from './_webhook-storm.ts'

vi.setConfig({ testTimeout: 300_000 })

const EACH = 40
const held = { lost: [], outOfOrder: [], otherUnderOneId: [], unsigned: [], dataAfterWithdrawal: [] }

test('all of it holds', async () => {
  const { duties, requests, replayed, data, ...found } = await storm(EACH, 1)
  expect(found).toEqual(held)
  expect(duties).toBe(4 * EACH + 1)
  expect(requests).toBeGreaterThan(duties)
  expect(replayed).toBeGreaterThan(0)
  expect(data).toBeGreaterThan(0)
})

/** Another system whose statements are first changed. */
const rewriting =
  (change: (text: string) => string): Spoil =>
  (system) => {
    const query: System['app']['query'] = (text, values) => system.app.query(change(text), values)
    return { ...system, app: { ...system.app, query } }
  }

const faults: readonly (readonly [what: string, finding: keyof StormFindings, spoil: Spoil])[] = [
  [
    'marks an event as taken before it is sent',
    'lost',
    (system) => ({
      ...system,
      outbound: {
        ...system.outbound,
        async post(request) {
          await system.app.query(
            `update events set state = 'taken', ended_at = made_at where 'event_' || replace(event_id::text, '-', '') = $1`,
            [request.headers['webhook-id']],
          )
          return system.outbound.post(request)
        },
      },
    }),
  ],
  [
    'does not ask the gate',
    'dataAfterWithdrawal',
    (system) => {
      // And what the grants' rows say is not asked either: a purpose is always found.
      const query: System['app']['query'] = (text, values) =>
        system.app.query(
          text.startsWith('select purpose from grants') ? text.replace("and state = 'given'", '') : text,
          values,
        )
      const told = { decision: 'decision_01a22c1b03ce74cf845868244541c52f' as never }
      const release = async (write: () => Promise<boolean>): Promise<void> => void (await write())
      const gate = { ...system.gate, hasNews: async () => true, announce: async () => ({ ...told, release }) }
      return { ...system, gate, app: { ...system.app, query } }
    },
  ],
  [
    'lets others pass one that waits for its next attempt',
    'outOfOrder',
    rewriting((text) => text.replace('order by e.n limit 1', 'order by e.next_at nulls first, e.n limit 1')),
  ],
]

test.each(faults)('a server that %s is found by %s', async (_, finding, spoil) => {
  const found = await storm(EACH, 1, spoil)
  expect(found[finding]).not.toEqual([])
})
