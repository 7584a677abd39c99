// A storm of events to webhooks whose receivers fail, hang, lie and die, by two servers at once; and what it showed.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { newId, type PartnerId } from '@countersign/protocol'
import { verifyWebhook } from '../../../../sdk/src/index.ts'
import { replayDelivery } from '../../../../server/src/acts/replay-delivery.ts'
import { setWebhook } from '../../../../server/src/acts/set-webhook.ts'
import { deliverDue } from '../../../../server/src/jobs/deliver-events.ts'
import { findNews } from '../../../../server/src/jobs/find-news.ts'
import { systemNetwork } from '../../../../server/src/outbound/network.ts'
import { systemRandom } from '../../../../server/src/ports/random.ts'
import { deliveriesOf } from '../../../../server/src/store/deliveries.ts'
import { insertEvents, type NewEvent } from '../../../../server/src/store/events.ts'
import type { System } from '../../../../server/src/system.ts'
import { testClock } from '../../clock.ts'
import { composeSystem } from '../../compose-system.ts'
import type { TestDatabase } from '../../postgres.ts'
import { makeWorld, type WorldPartner } from '../../world.ts'
import { type Dice, throwDice } from '../../worlds/dice.ts'

/** What is promised of deliveries, each with what broke it; all empty where all of it held. */
export interface StormFindings {
  /** How many duties there were, how many requests came, and of how many letters that were dead before they came. */
  readonly duties: number
  readonly requests: number
  readonly replayed: number
  /** Data events that came at all: a storm without any would prove little. */
  readonly data: number
  readonly lost: readonly string[]
  readonly outOfOrder: readonly string[]
  readonly otherUnderOneId: readonly string[]
  readonly unsigned: readonly string[]
  readonly dataAfterWithdrawal: readonly string[]
}

interface Came {
  readonly to: string
  readonly id: string
  readonly type: string
  readonly body: string
  readonly phase: 'storm' | 'replay'
}

const TERMS = { answerMs: 400, leaseMs: 30_000 }
/** More rounds than a storm needs that ends. */
const MOST_ROUNDS = 200

const MOST_ROUNDS_TO_HEAD = 60

/** How a receiver is while it lasts: of its own mind, failing everything, or not there. */
type Mood = 'moody' | 'failing' | 'gone'

/** Receivers of all partners on one port, told apart by path. */
async function openReceivers(secrets: ReadonlyMap<string, string>, dice: Dice, now: () => number) {
  const came: Came[] = []
  const unsigned: string[] = []
  const moods = new Map<string, Mood>()
  const phase: { is: Came['phase'] } = { is: 'storm' }
  const server = createServer((request, response) => {
    void receive(request, response)
  })
  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const to = String(request.url).slice(1)
    const mood = moods.get(to) ?? 'moody'
    const chance = mood === 'moody' ? dice.below(100) : 0
    // Dies before it has read a word, so that nothing came.
    if (mood === 'gone' || chance >= 96) return void request.socket.destroy()
    const body = await text(request).catch(() => undefined)
    if (body === undefined) return
    const headers = request.headers
    const said = await verifyWebhook({ headers, body }, { secret: secrets.get(to) ?? '', now: now() })
    if (said.outcome !== 'event') unsigned.push(`${to} ${JSON.stringify(said)}`)
    else came.push({ to, id: said.event.id, type: said.event.type, body, phase: phase.is })
    answer(response, mood === 'failing' ? 70 : chance)
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { came, unsigned, moods, phase, server, port: (server.address() as AddressInfo).port }
}

function answer(response: ServerResponse, chance: number): void {
  if (chance < 68) response.writeHead(204).end()
  else if (chance < 76) response.writeHead(500).end()
  else if (chance < 80) response.writeHead(410).end()
  else if (chance < 84) response.writeHead(308, { location: 'http://127.0.0.1:1/' }).end()
  // Dies after it has read all of it.
  else if (chance < 88) response.destroy()
  // Says yes too late, so that it is asked again.
  else if (chance < 90) setTimeout(() => response.writeHead(200).end(), TERMS.answerMs + 200)
  // Says yes, promises more than there is and hangs up.
  else if (chance < 94) response.writeHead(200, { 'content-length': '1000000' }).write('{"no":')
  // Hangs: never answers.
}

/** What a fault changes of each server. */
export type Spoil = (system: System) => System

/** Plays a storm on a database, which goes with it. @param each how many duties each of four partners is told */
export async function storm(
  database: TestDatabase,
  {
    each,
    seed,
    spoil = (system) => system,
  }: { readonly each: number; readonly seed: number; readonly spoil?: Spoil },
): Promise<StormFindings> {
  const dice = throwDice(seed, 0)
  const clock = testClock(Date.now())
  const secrets = new Map<string, string>()
  const receivers = await openReceivers(secrets, dice, clock.now)
  const made = await composeSystem(database, {
    testClock: clock,
    outbound: { network: systemNetwork, localPorts: [receivers.port] },
  })
  const { system } = made
  const servers = [spoil(system), spoil((await made.second()).system)]
  try {
    const world = await makeWorld(system, clock)
    const partners = new Map<string, WorldPartner>([['jukebox', world.jukebox]])
    for (const slug of ['matinee', 'teller', 'rolodex']) partners.set(slug, await world.partner(slug))
    for (const [slug, { partner }] of partners) {
      const url = `http://localhost:${receivers.port}/${slug}`
      secrets.set(slug, (await setWebhook(system, { partner, by: null }, url)).secret)
    }
    const grant = await world.grant('ana')
    const news = async (): Promise<void> => {
      await world.say('ana', `Boléro ${dice.below(1_000)}`)
      await findNews(system).run({ since: null, at: clock.now() })
    }
    const deliver = () => Promise.all(servers.map((server) => deliverDue(server, TERMS)))
    // What is being told when the permission ends: an event that its receiver has refused and that waits for its next attempt.
    await untilHead(system, world.jukebox.partner, receivers, deliver, clock, news)
    await world.withdraw('ana', grant.id)
    const withdrawnAt = receivers.came.length
    await news()
    receivers.moods.set('jukebox', 'moody')
    // One receiver is gone for days: its first events become dead letters.
    receivers.moods.set('rolodex', 'gone')
    const order = new Map<string, string[]>()
    for (const [slug, partner] of partners)
      order.set(slug, await addDuties(system, partner, each, clock.now()))
    for (let round = 0; round < MOST_ROUNDS + 2 * each; round++) {
      if (await hasDeadLetter(system, partners.get('rolodex'))) receivers.moods.set('rolodex', 'moody')
      await deliver()
      const next = await nextAt(system)
      if (next === null) break
      clock.set(Math.max(clock.now(), next))
      if (round % 10 === 0) await news()
    }
    receivers.phase.is = 'replay'
    let replayed = 0
    for (const { partner } of partners.values())
      for (const { event } of await deliveriesOf(system.app, partner, { limit: 1_000, state: 'dead' })) {
        await replayDelivery(system, { partner, event })
        replayed += 1
      }
    for (let round = 0; round < MOST_ROUNDS; round++) {
      await deliver()
      const next = await nextAt(system)
      if (next === null) break
      clock.set(Math.max(clock.now(), next))
    }
    return judge(receivers, order, withdrawnAt, replayed)
  } finally {
    receivers.server.closeAllConnections()
    receivers.server.close()
    await made.close()
  }
}

/** Delivers and writes until a data event is the one that its receiver refuses; with some faults none ever is. */
async function untilHead(
  system: System,
  partner: PartnerId,
  receivers: { readonly moods: Map<string, Mood> },
  deliver: () => Promise<unknown>,
  clock: ReturnType<typeof testClock>,
  news: () => Promise<void>,
): Promise<void> {
  await news()
  for (let round = 0; round < MOST_ROUNDS_TO_HEAD; round++) {
    const { rows } = await system.app.query<{ kind: string; tried_at: number | null }>(
      `select kind, tried_at from events where partner_id = $1 and state = 'waiting' order by n limit 1`,
      [partner.slice(8)],
    )
    if (rows[0]?.kind === 'data' && rows[0].tried_at !== null) return
    receivers.moods.set('jukebox', rows[0]?.kind === 'data' ? 'failing' : 'moody')
    if (rows[0] === undefined) await news()
    clock.advance(21_600_000)
    await deliver()
  }
}

async function hasDeadLetter(system: System, partner: WorldPartner | undefined): Promise<boolean> {
  if (partner === undefined) return false
  return (await deliveriesOf(system.app, partner.partner, { limit: 1, state: 'dead' })).length > 0
}

async function nextAt(system: System): Promise<number | null> {
  const { rows } = await system.app.query<{ next: number | null }>(
    `select min(coalesce(next_at, 0)) as next from (select distinct on (partner_id) next_at from events
       where state = 'waiting' order by partner_id, n) heads`,
  )
  return rows[0]?.next ?? null
}

/** Duties behind all there are, in one transaction; their ids in their order. */
export async function addDuties(
  system: System,
  { partner, feature }: WorldPartner,
  count: number,
  at: number,
): Promise<string[]> {
  const events = Array.from({ length: count }, (_, i): NewEvent => {
    const id = newId('event', at + i, systemRandom.bytes(10))
    const data = { feature: 'group-songs' }
    return { id, type: 'feature.ended', feature, person: null, thread: null, since: null, data }
  })
  await system.app.transaction((session) => insertEvents(session, partner, events, at))
  return events.map(({ id }) => id)
}

function judge(
  { came, unsigned }: { readonly came: readonly Came[]; readonly unsigned: readonly string[] },
  order: ReadonlyMap<string, readonly string[]>,
  withdrawnAt: number,
  replayed: number,
): StormFindings {
  const lost: string[] = []
  const outOfOrder: string[] = []
  const bodies = new Map<string, string>()
  const otherUnderOneId: string[] = []
  for (const { id, body } of came) {
    if ((bodies.get(id) ?? body) !== body) otherUnderOneId.push(id)
    bodies.set(id, body)
  }
  for (const [to, ids] of order) {
    lost.push(...ids.filter((id) => !bodies.has(id)).map((id) => `${to} ${id}`))
    let last = -1
    for (const { id } of came.filter((one) => one.to === to && one.phase === 'storm')) {
      const rank = ids.indexOf(id)
      if (rank === -1) continue
      if (rank < last) outOfOrder.push(`${to} ${id}`)
      last = Math.max(last, rank)
    }
  }
  const isData = ({ type }: Came): boolean => type === 'thread.changed'
  return {
    duties: [...order.values()].reduce((sum, ids) => sum + ids.length, 0),
    requests: came.length,
    replayed,
    data: came.filter(isData).length,
    lost,
    outOfOrder,
    otherUnderOneId,
    unsigned,
    dataAfterWithdrawal: came
      .slice(withdrawnAt)
      .filter(isData)
      .map(({ id }) => id),
  }
}
