// Events to webhooks that fail, hang, lie and die: none lost, one id, in order, no data after a withdrawal (DEL-04, SUN-03).
import { expect, test, vi } from 'vitest'
import { hookFaults } from '../src/proofs/events/plants.ts'
import { storm } from '../src/proofs/events/storm.ts'
import { cloneDatabase } from '../src/test-database.ts'

vi.setConfig({ testTimeout: 300_000 })

const each = 40
const held = { lost: [], outOfOrder: [], otherUnderOneId: [], unsigned: [], dataAfterWithdrawal: [] }

test('all of it holds', async () => {
  const { duties, requests, replayed, data, ...found } = await storm(await cloneDatabase(), { each, seed: 1 })
  expect(found).toEqual(held)
  expect(duties).toBe(4 * each)
  expect(requests).toBeGreaterThan(duties)
  expect(replayed).toBeGreaterThan(0)
  expect(data).toBeGreaterThan(0)
})

test.each(hookFaults)('planted: $name is found', async ({ finding, spoil }) => {
  const found = await storm(await cloneDatabase(), { each, seed: 1, spoil })
  expect(found[finding]).not.toEqual([])
})
