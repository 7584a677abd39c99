// One server process of a proof: the real system on a given database, listening on loopback, standing still where it is told.
import { flushCompileCache } from 'node:module'
import { pino } from 'pino'
import type { TurnPoint } from '../../../server/src/gate/turn.ts'
import { loadServerKeys } from '../../../server/src/ledger/server-keys.ts'
import { compose, listen, type Parts } from '../../../server/src/main.ts'
import { systemNetwork } from '../../../server/src/outbound/network.ts'
import { systemClock } from '../../../server/src/ports/clock.ts'
import { systemRandom } from '../../../server/src/ports/random.ts'
import { databaseCalled } from '../postgres.ts'
import { plants } from './plants.ts'
import type { FromServer, ServerOrder, ToServer } from './server-processes.ts'

const order = JSON.parse(process.argv[2] ?? '{}') as ServerOrder
const tell = (message: FromServer): void => void process.send?.(message)

let stop: { point: TurnPoint; passes: number } | undefined
let goOn: () => void = () => undefined
process.on('message', (message: ToServer) => {
  if ('standAt' in message) stop = { point: message.standAt, passes: message.passes }
  else goOn()
})

const database = databaseCalled(order.owner, order.database)
const parts: Parts = {
  connect: (role) => database.as(role),
  keys: await loadServerKeys(order.keysFolder, { create: false, random: systemRandom }),
  keysFolder: order.keysFolder,
  clock: systemClock,
  random: systemRandom,
  log: pino({ level: process.env['COUNTERSIGN_TEST_LOG'] ?? 'silent', base: null }, pino.destination(2)),
  publicUrl: order.url,
  floor: 'author',
  makeDemo: false,
  outbound: { network: systemNetwork, localPorts: order.localPorts ?? [] },
  async atTurnPoint(point) {
    if (stop === undefined || point !== stop.point) return
    stop.passes -= 1
    if (stop.passes > 0) return
    stop = undefined
    const { promise, resolve } = Promise.withResolvers<void>()
    goOn = resolve
    tell({ standingAt: point })
    await promise
  },
}
const plant = order.plant === undefined ? undefined : plants[order.plant]
const { system, close } = await compose({ ...parts, ...(await plant?.parts?.(parts)) })
const listening = await listen(plant?.served?.(system) ?? system, {
  host: 'localhost',
  port: Number(new URL(order.url).port),
})
tell({ listening: order.url })
// Now, since one that is killed does not get to it.
flushCompileCache()

// Ctrl-C reaches every process of a terminal; when this one ends, the harness decides.
process.on('SIGINT', () => undefined)
// The harness gone, or done: requests in flight are answered first.
process.once('disconnect', () => void end())
async function end(): Promise<void> {
  await listening.close()
  await close()
}
