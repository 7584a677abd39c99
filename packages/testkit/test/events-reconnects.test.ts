// A stream that keeps breaking off: nothing is lost, what comes again has its id, the order stays, and no data after a withdrawal.
import type { PartnerEvent } from '@countersign/protocol'
import { newId } from '@countersign/protocol'
import { expect, test } from 'vitest'
import { createPartner } from '../../sdk/src/index.ts'
import { followEvents } from '../../server/src/acts/follow-events.ts'
import { listGrants } from '../../server/src/acts/list-grants.ts'
import { sendMessage } from '../../server/src/acts/send-message.ts'
import { withdrawGrant } from '../../server/src/acts/withdraw-grant.ts'
import { findNews } from '../../server/src/jobs/find-news.ts'
import { tellDuties } from '../../server/src/jobs/tell-duties.ts'
import { systemRandom } from '../../server/src/ports/random.ts'
import { type Duty, insertDuties } from '../../server/src/store/duties.ts'
import { personAtBrowser } from '../src/person-at-browser.ts'
import { throwDice } from '../src/worlds/dice.ts'
import { password, redirectUri, startPlatform } from './_music-platform.ts'

const DUTIES = 400
const ROUNDS = 8

const { system, settings, thread, people, registered } = await startPlatform()
const chance = throwDice(7, 0)
let opened = 0

/** A network that cuts every stream of events after some bytes, sometimes in the middle of one. */
const cutting: typeof settings.fetch = async (url, options) => {
  const answer = await fetch(url, options as RequestInit)
  if (!url.endsWith('/partner/v1/events') || answer.body === null) return answer
  opened += 1
  let left = 200 + chance.below(12_000)
  const cut = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      controller.enqueue(chunk.subarray(0, left))
      left -= chunk.length
      if (left <= 0) controller.error(new TypeError('cut', { cause: new Error('cut') }))
    },
  })
  return new Response(answer.body.pipeThrough(cut), { status: answer.status, headers: answer.headers })
}

// A pause after a break is cut short, one the platform asks for is not.
const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms < 5_000 ? 20 : ms))
const partner = createPartner({ ...settings, fetch: cutting, wait })

async function connect(): Promise<void> {
  const asks = [{ purpose: 'group_activity', actions: ['threads.list', 'messages.read'] }] as const
  const { authorizationUrl, pending } = await partner.connect({ asks })
  const ticks = { choices: ['group_activity/messages.read'], threads: ['Friday songs'] }
  const back = await personAtBrowser('ana', password).authorize(authorizationUrl, redirectUri, 'yes', ticks)
  await partner.finish(back, pending)
}

test('0 of all events are lost over a stream that is cut again and again (DEL-04, SUN-03)', async () => {
  await connect()
  await followEvents(system, registered.partner, undefined)
  const [{ grant } = {}] = await listGrants(system, { person: people.ana })
  if (grant === undefined) throw new Error('no grant')
  const { partner: id, feature } =
    registered.features.map((one) => ({ ...one, partner: registered.partner }))[0] ?? {}
  if (id === undefined || feature === undefined) throw new Error('no feature')
  let made = 0
  const news = async (): Promise<void> => {
    await sendMessage(system, { person: people.ana, thread, text: 'Boléro' })
    await findNews(system).run({ since: null, at: Date.now() })
  }
  const duties = async (count: number): Promise<void> => {
    const at = Date.now()
    const all = Array.from({ length: count }, (): Duty => {
      const powers = [{ purpose: 'group_activity', verbs: ['messages.read'] }] as const
      const ended = { powers, threads: null, why: 'narrowed' } as const
      const duty = newId('duty', at + made++, systemRandom.bytes(10))
      return {
        kind: 'access.ended',
        id: duty,
        at,
        person: people.ana,
        partner: id,
        feature,
        grant: grant.id,
        ended,
      }
    })
    await insertDuties(system.app, all)
    await tellDuties(system).run({ since: null, at })
  }
  const stop = new AbortController()
  const received: PartnerEvent[] = []
  let withdrawnAt = Number.POSITIVE_INFINITY
  const late: PartnerEvent[] = []
  const following = (async () => {
    for await (const event of partner.events({ signal: stop.signal })) {
      received.push(event)
      if (event.type === 'thread.changed' && performance.now() > withdrawnAt) late.push(event)
    }
  })()
  for (let round = 0; round < ROUNDS; round++) {
    await news()
    await duties(DUTIES / ROUNDS)
  }
  await news()
  await withdrawGrant(system, { person: people.ana, grant: grant.id })
  // What was written to the socket before may still be read a moment after; the design says so.
  withdrawnAt = performance.now() + 1_000
  await duties(1)
  const rows = async () =>
    (
      await system.app.query<{ event_id: string }>(
        `select event_id from events where kind = 'duty' order by n`,
      )
    ).rows
  // The server's own jobs are at it too, and one may still hold the last duty.
  await expect.poll(async () => (await rows()).length, { timeout: 10_000 }).toBe(DUTIES + 2)
  const expected = (await rows()).map((row) => `event_${row.event_id.replaceAll('-', '')}`)
  const firstSeen = () => [
    ...new Set(received.filter(({ type }) => type === 'access.ended').map(({ id: event }) => event)),
  ]
  await expect.poll(() => firstSeen().length, { timeout: 20_000 }).toBe(expected.length)
  stop.abort()
  await following
  expect(firstSeen()).toEqual(expected)
  expect(late).toEqual([])
  expect(received.filter(({ type }) => type === 'thread.changed').length).toBeGreaterThan(3)
  expect(opened).toBeGreaterThan(10)
}, 60_000)
