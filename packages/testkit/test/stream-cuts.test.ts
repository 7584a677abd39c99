// Events over streams that keep breaking off: none lost, one id, in order, no data after a withdrawal (DEL-04, SUN-03).
import { expect, test, vi } from 'vitest'
import { streamFaults } from '../src/proofs/events/plants.ts'
import { followThroughCuts } from '../src/proofs/events/streams.ts'
import { cloneDatabase } from '../src/test-database.ts'

vi.setConfig({ testTimeout: 300_000 })

const options = { count: 200, reconnects: 20, seed: 1, withinMs: 120_000 }

test('all of it holds', async () => {
  const { duties, reconnects, received, data, ...found } = await followThroughCuts(
    await cloneDatabase(),
    options,
  )
  expect(found).toEqual({ lost: [], outOfOrder: [], otherUnderOneId: [], dataAfterWithdrawal: [] })
  expect(duties).toBeGreaterThanOrEqual(options.count)
  expect(received).toBeGreaterThanOrEqual(duties)
  expect(reconnects).toBeGreaterThanOrEqual(options.reconnects)
  expect(data).toBeGreaterThan(0)
})

test.each(streamFaults)('planted: $name is found', async ({ finding, spoil }) => {
  const found = await followThroughCuts(await cloneDatabase(), { ...options, spoil, withinMs: 8_000 })
  expect(found[finding]).not.toEqual([])
})
