// Servers that are killed while a partner takes its cards away and people bring them back: what was acknowledged holds, what
// was not is there wholly or not at all, and each card has one hash in the ledger at both ends (WRT-04).
import { createHash } from 'node:crypto'
import {
  canonicalJson,
  type DraftId,
  type MessageId,
  type PlacementId,
  parseId,
  uuidOf,
} from '@countersign/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { draftCard } from '../../server/src/acts/draft-card.ts'
import { prepareTicket } from '../../server/src/acts/prepare-ticket.ts'
import { readDraftState } from '../../server/src/acts/read-draft-state.ts'
import { redeemTicket } from '../../server/src/acts/redeem-ticket.ts'
import { restorePlacements } from '../../server/src/acts/restore-placement.ts'
import { allJobs } from '../../server/src/jobs/index.ts'
import { runDueJobs } from '../../server/src/jobs/runner.ts'
import { systemClock } from '../../server/src/ports/clock.ts'
import {
  assertWholeLedger,
  makeWorld,
  mintingPartner,
  onServer,
  testSystem,
  worldPassword,
} from '../src/index.ts'
import { type ServerProcess, startServerProcess } from '../src/proofs/server-processes.ts'

const { system, database, keysFolder } = await testSystem({ clock: systemClock })
const world = await makeWorld(system, { ...systemClock, advance: () => undefined, set: () => undefined })
const { people, thread } = world
const person = people.ana
const purpose = 'share_content' as const
const teller = await world.partner('teller', [
  { purpose, verb: 'messages.write', fields: [] },
  { purpose, verb: 'messages.delete', fields: [] },
])
await world.grant('ana', {
  partner: teller,
  purpose,
  verbs: ['messages.write', 'messages.delete'],
  threads: [],
})

const place = { owner: database.owner, database: database.name, keysFolder }
/** One that stays; the others come and go. */
let survivor: ServerProcess
beforeAll(async () => {
  // The jobs of a first start take turns too; after them only what is asked for does.
  await runDueJobs(system, allJobs(system))
  survivor = await startServerProcess(place)
}, 120_000)
afterAll(() => survivor.stop())

const rows = async <T>(text: string, values: unknown[] = []): Promise<T[]> =>
  onServer(database.owner, async (pg) => (await pg.query(text, values)).rows as T[])

/** A card in the thread, by all its names, and the hash it has there. */
interface Placed {
  readonly message: MessageId
  readonly placement: PlacementId
  readonly name: string
  readonly hash: string
}

let made = 0
async function placeCard(): Promise<Placed> {
  made += 1
  const card = {
    type: 'song',
    title: `Ferry ${made}`,
    artist: 'The Tides',
    link: `https://teller.example/${made}`,
  } as const
  const { partner, feature } = teller
  const { draft } = await draftCard(system, { partner, feature, person, purpose, card })
  const ticket = await prepareTicket(system, { person, draft, thread })
  const { message } = await redeemTicket(system, { person, ticket: ticket.id, cardHash: ticket.cardHash })
  const [placement, name] = [await placementOf(draft), await nameOf(draft)]
  return { message, placement, name, hash: await hashOf(message) }
}

/** What the platform calls the card that a draft became. */
async function placementOf(draft: DraftId): Promise<PlacementId> {
  const { partner, feature } = teller
  const state: object | undefined = await readDraftState(system, { partner, feature, person, draft })
  const id = parseId('placement', state && 'placement' in state ? state.placement : undefined)
  if (id === undefined) throw new Error('the card was not placed')
  return id
}

/** What its partner calls it. */
async function nameOf(draft: DraftId): Promise<string> {
  const { body } = await call(survivor, `/drafts/${draft}`)
  return (JSON.parse(body) as { placement: string }).placement
}

async function call({ url }: ServerProcess, path: string, method = 'GET') {
  const client = await mintingPartner({ app: system.app, settings: { publicUrl: url } })
  const token = await client.mint({ person, partner: teller.partner, feature: teller.feature })
  return client.call(token, `/partner/v1${path}`, { method, purpose })
}

/** Of the card as it is stored now; `none` where there is a tombstone. */
async function hashOf(message: MessageId): Promise<string> {
  const [row] = await rows<{ card: object | null }>('select card from messages where message_id = $1', [
    uuidOf(message),
  ])
  if (row === undefined) throw new Error('the message is gone')
  return row.card === null
    ? 'none'
    : createHash('sha256')
        .update(canonicalJson(row.card as never))
        .digest('hex')
}

/** What the ledger has of a card: every taking away and bringing back, in order, with the hash. */
const recorded = async ({ placement }: Placed): Promise<readonly string[]> =>
  (
    await rows<{ kind: string; hash: string }>(
      `select kind, record ->> 'card_hash' as hash from entries
       where kind in ('placement_removed', 'placement_restored') and record ->> 'placement' = $1 order by leaf_index`,
      [placement],
    )
  ).map(({ kind, hash }) => `${kind.replace('placement_', '')} ${hash}`)

/** The status of a delete; `broken off` when the server died over it. */
function remove(server: ServerProcess, { name }: Placed): Promise<number | 'broken off'> {
  return call(server, `/placements/${name}`, 'DELETE').then(
    ({ status }) => status,
    () => 'broken off' as const,
  )
}

/** Ana at her browser on a server. */
async function browserAt({ url }: ServerProcess) {
  const headers = { origin: url, 'content-type': 'application/json' }
  const post = (path: string, body: object, more = {}): Promise<Response> =>
    fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: { ...headers, ...more },
      body: JSON.stringify(body),
    })
  const signedIn = await post('/session', { login: world.login('ana'), password: worldPassword })
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  return (message: MessageId): Promise<number | 'broken off'> =>
    post(`/threads/${thread}/messages/${message}/restore`, {}, { cookie }).then(
      ({ status }) => status,
      () => 'broken off' as const,
    )
}

/** Before the commit nothing of it may be there; behind it all of it must be, although nobody was told. */
const points = [
  ['appended', false],
  ['committed', true],
] as const

describe('a server that is killed', { timeout: 120_000 }, () => {
  it.each(points)(
    '%s: a card was taken away wholly or not at all, once, and comes back with its hash',
    async (point, done) => {
      const card = await placeCard()
      const victim = await startServerProcess(place)
      const stands = victim.standAt(point, 1)
      const asked = remove(victim, card)
      await stands
      await victim.kill()
      expect(await asked).toBe('broken off')
      expect(await hashOf(card.message)).toBe(done ? 'none' : card.hash)
      expect(await recorded(card)).toEqual(done ? [`removed ${card.hash}`] : [])
      // Asked again it is done, and entered once.
      expect(await remove(survivor, card)).toBe(204)
      expect(await hashOf(card.message)).toBe('none')
      expect(await recorded(card)).toEqual([`removed ${card.hash}`])
      const second = await startServerProcess(place)
      const restore = await browserAt(second)
      const standsAgain = second.standAt(point, 1)
      const restored = restore(card.message)
      await standsAgain
      await second.kill()
      expect(await restored).toBe('broken off')
      expect(await hashOf(card.message)).toBe(done ? card.hash : 'none')
      if (!done) expect(await (await browserAt(survivor))(card.message)).toBe(200)
      expect(await hashOf(card.message)).toBe(card.hash)
      expect(await recorded(card)).toEqual([`removed ${card.hash}`, `restored ${card.hash}`])
    },
  )

  it('among many: what was acknowledged stays away, and all of it comes back as it was', async () => {
    const since = Date.now()
    const cards: Placed[] = []
    for (let i = 0; i < 24; i++) cards.push(await placeCard())
    const victim = await startServerProcess(place)
    let acknowledged = 0
    const outcomes = await Promise.all(
      cards.map(async (card, i) => {
        const outcome = await remove(i % 2 === 0 ? victim : survivor, card)
        if (outcome === 204 && ++acknowledged === 6) await victim.kill()
        return outcome
      }),
    )
    await victim.kill()
    expect(outcomes.filter((outcome) => outcome !== 204 && outcome !== 'broken off')).toEqual([])
    for (const [i, card] of cards.entries()) {
      const gone = (await hashOf(card.message)) === 'none'
      if (outcomes[i] === 204) expect(gone).toBe(true)
      expect(await recorded(card)).toEqual(gone ? [`removed ${card.hash}`] : [])
    }
    const { restored } = await restorePlacements(system, { partner: teller.partner, since })
    expect(restored).toBeGreaterThanOrEqual(acknowledged)
    for (const card of cards) expect(await hashOf(card.message)).toBe(card.hash)
    await assertWholeLedger(database.owner, system)
  })
})
