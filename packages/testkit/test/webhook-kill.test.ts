// A server that is killed in a delivery: what it was delivering comes again under the same id, and nothing is lost (DEL-04).
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { deliveryTerms } from '../../server/src/acts/deliver-event.ts'
import { setWebhook } from '../../server/src/acts/set-webhook.ts'
import { deliverDue } from '../../server/src/jobs/deliver-events.ts'
import { allJobs } from '../../server/src/jobs/index.ts'
import { runDueJobs } from '../../server/src/jobs/runner.ts'
import { systemNetwork } from '../../server/src/outbound/network.ts'
import { testClock } from '../src/clock.ts'
import { startServerProcess } from '../src/proofs/server-processes.ts'
import { testSystem } from '../src/system.ts'
import { makeWorld } from '../src/world.ts'

const DUTIES = 5

const ids: string[] = []
let answer = (response: ServerResponse): void => void response.writeHead(204).end()
const receiver = createServer((request, response) => {
  ids.push(String(request.headers['webhook-id']))
  request.resume().on('end', () => answer(response))
})
await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
afterAll(() => {
  receiver.closeAllConnections()
  receiver.close()
})
const { port } = receiver.address() as AddressInfo
const localPorts = [port]
const made = await testSystem({
  testClock: testClock(Date.now()),
  outbound: { network: systemNetwork, localPorts },
})
const { system, clock, database, keysFolder } = made
const world = await makeWorld(system, clock)
const place = { owner: { ...database.owner, database: 'postgres' }, database: database.name, keysFolder }

test('kill -9 in the middle of a delivery loses none and tells it again under its id', async () => {
  const { partner } = world.jukebox
  await setWebhook(system, { partner, by: null }, `http://localhost:${port}/`)
  for (let i = 0; i < DUTIES; i++) {
    const grant = await world.grant('ana')
    await world.withdraw('ana', grant.id)
  }
  await runDueJobs(system, allJobs(system))
  // The second delivery is received and never answered: the server dies waiting for it.
  const held = Promise.withResolvers<void>()
  answer = (response) => {
    if (ids.length === 1) response.writeHead(204).end()
    else held.resolve()
  }
  const server = await startServerProcess(place, { localPorts })
  await held.promise
  await server.kill()
  const [first, second] = ids
  expect(ids).toHaveLength(2)
  answer = (response) => void response.writeHead(204).end()
  // Another server waits for the lease to run out, and then goes on where that one was.
  await deliverDue(system)
  expect(ids).toHaveLength(2)
  clock.set(Math.max(clock.now(), Date.now()) + deliveryTerms.leaseMs)
  await deliverDue(system)
  expect(ids.slice(0, 3)).toEqual([first, second, second])
  expect(new Set(ids).size).toBe(DUTIES)
  expect(ids).toHaveLength(DUTIES + 1)
  const { rows } = await system.app.query('select distinct state from events')
  expect(rows).toEqual([{ state: 'taken' }])
}, 120_000)
