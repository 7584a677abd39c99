// The server of a bench: the real system with its real routes, the peers beside them, and plain SQL over the same pool.
import { once } from 'node:events'
import { type FeatureId, idOf, type PartnerId, type PersonId, type ThreadId } from '@countersign/protocol'
import { pino } from 'pino'
import { openSession } from '../../../packages/server/src/acts/session.ts'
import { openOpaqueIds } from '../../../packages/server/src/gate/opaque-ids.ts'
import { createHttp } from '../../../packages/server/src/http/server.ts'
import { loadServerKeys } from '../../../packages/server/src/ledger/server-keys.ts'
import { addRooms, compose } from '../../../packages/server/src/main.ts'
import { systemClock } from '../../../packages/server/src/ports/clock.ts'
import { freePort } from '../../../packages/server/src/ports/free-port.ts'
import { systemRandom } from '../../../packages/server/src/ports/random.ts'
import { openDatabase } from '../../../packages/server/src/store/database.ts'
import type { System } from '../../../packages/server/src/system.ts'
import { answerRequests } from '../answer-requests.ts'
import { runSlice } from '../closed-loop.ts'
import { uuid } from '../data/ids.ts'
import { idsOf } from '../data/people-rows.ts'
import { type MeasuredThread, type Plan, planOf } from '../data/plan.ts'
import { featureIds, MEASURED_FEATURE } from '../data/register.ts'
import { scaleOf } from '../data/scale.ts'
import type { ServerOrder, ServerReady, Target } from '../messages.ts'
import { meterOf } from '../meter.ts'
import { PAGE } from '../variants.ts'
import { peerRoutes } from './peer-routes.ts'
import { pagingQuery } from './plain-page.ts'
import { mintToken, newClient } from './tokens.ts'

const [order] = (await once(process, 'message')) as [ServerOrder]
const plan = planOf(scaleOf(order.messages), order.seed, order.asOf)
const url = `http://localhost:${await freePort()}`
const keys = await loadServerKeys(order.keysFolder, { create: false, random: systemRandom })
const connect = (role: string): typeof order.owner => ({
  ...order.owner,
  user: role,
  password: keys.rolePassword(role),
})
const log = pino({ level: 'error', base: null }, pino.destination(2))
const { system, close } = await compose({
  connect,
  keys,
  keysFolder: order.keysFolder,
  clock: systemClock,
  random: systemRandom,
  log,
  publicUrl: url,
  floor: 'author',
  makeDemo: false,
})
// A pool like the gate's own, for the parts of it that are measured alone.
const gateDb = openDatabase(connect('countersign_gate'), { size: 10, onIdleError: () => undefined })
const { logId, floor } = system.settings
const http = createHttp(log, systemRandom)
await addRooms(http, system)
await peerRoutes(http, system, gateDb, { clock: systemClock, logId, floor })
await http.listen({ host: 'localhost', port: Number(new URL(url).port) })

await system.keyring.create(peopleOf(plan))
process.send?.({ url, targets: await targetsOf(system, plan, order.jkt) } satisfies ServerReady)

answerRequests({
  async slice({ shape, callers, metered, ...times }) {
    const threads = plan.measured.filter((one) => one.shape.name === shape && !one.leaves).map(threadOf)
    let turn = 0
    return runSlice(callers, times, meterOf(metered), async () => {
      const thread = threads[turn++ % threads.length]
      return thread !== undefined && (await pagingQuery(system.app, thread, PAGE)).length === PAGE
    })
  },
  async check({ shape }) {
    const [first] = plan.measured.filter((one) => one.shape.name === shape)
    return first === undefined ? 0 : (await pagingQuery(system.app, threadOf(first), PAGE)).length
  },
})
process.once('disconnect', () => void end())

async function end(): Promise<void> {
  await http.close()
  await Promise.all([close(), gateDb.close()])
}

function threadOf({ thread }: MeasuredThread): ThreadId {
  return idOf('thread', idsOf(plan).thread(thread))
}

/** Everybody in a measured thread: their chains need their keys. */
function peopleOf({ measured }: Plan): readonly PersonId[] {
  const { person } = idsOf(plan)
  return measured.flatMap(({ firstPerson, shape }) =>
    Array.from({ length: shape.people }, (_, n) => idOf('person', person(firstPerson + n))),
  )
}

async function targetsOf(
  on: System,
  { seed, measured, asOf }: Plan,
  jkt: string,
): Promise<readonly Target[]> {
  const ids = featureIds(seed, MEASURED_FEATURE)
  const partner: PartnerId = idOf('partner', ids.partner)
  const feature: FeatureId = idOf('feature', ids.feature)
  const client = newClient()
  const idKey = on.keys.cursorKey('opaque ids')
  const targets: Target[] = []
  for (const [n, one] of measured.entries()) {
    const person = idOf('person', idsOf(plan).person(one.firstPerson))
    const token = await mintToken(on, { client, person, partner, feature, jkt })
    const thread = openOpaqueIds(idKey, { partner, person }).thread(threadOf(one))
    const grant = idOf('grant', uuid(seed, 'grant', n, asOf))
    const withdrawal = one.leaves ? { grant, session: (await openSession(on, person)).secret } : null
    targets.push({ shape: one.shape.name, thread, token, leaves: one.leaves, withdrawal })
  }
  return targets
}
