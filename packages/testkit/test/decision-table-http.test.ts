// The decision table over HTTP: the same rows, asked of a running server by a partner with a token and a proof of its key (WRT-03 too).
import { randomBytes } from 'node:crypto'
import {
  newId,
  type PersonId,
  type PlacementId,
  refusals,
  type ThreadSetting,
  uuidOf,
} from '@countersign/protocol'
import { afterAll, describe, expect, test } from 'vitest'
import { openOpaqueIds } from '../../server/src/gate/opaque-ids.ts'
import { openDatabase } from '../../server/src/store/database.ts'
import { type BuiltRow, buildRow } from '../src/decision-table/build.ts'
import { type Answered, findItem, keysOf } from '../src/decision-table/found.ts'
import { notByHttp, reasonsInWords } from '../src/decision-table/inexpressible.ts'
import { decisionTable } from '../src/decision-table/load.ts'
import { loadWorld } from '../src/load-world.ts'
import { mintingPartner, type PartnerAnswer } from '../src/minted-token.ts'
import { testServer } from '../src/system.ts'

/** One server for each floor a row names: the floor is a setting of the deployment. */
const servers = {
  author: await start('author'),
  'all-parties': await start('all-parties'),
  closed: await start('closed'),
}
type Server = Awaited<ReturnType<typeof start>>

const START = servers.author.clock.now()
const all = decisionTable()
const rows = all.map((row, seed) => ({ row, seed, name: `${row.obligation} ${row.name}` }))
const expressible = rows.filter(({ row }) => notByHttp(row) === undefined)

describe('the decision table over HTTP', () => {
  // Decision time never goes back, so each row happens a second after the one before.
  test.each(expressible)('$name', async ({ row, seed }) => {
    const { system, clock, owner } = servers[row.floor]
    const built = buildRow(row, { now: START + (seed + 1) * 1_000, seed })
    await owner.transaction((session) => loadWorld(session, built.world))
    await system.keyring.create(inLedger(built))
    clock.set(built.now)
    const answer = await call(built, servers[row.floor])
    const { expected } = row
    const code = expected.outcome === 'refuse' && expected.code !== 'WITHHELD' ? expected.code : null
    await expectEntered(built, answer, code ?? 'permit')
    if (code !== null) {
      expect({ status: answer.status, code: JSON.parse(answer.body).code }).toEqual({
        status: refusals[code].status,
        code,
      })
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
      return
    }
    expect(answer.status).toBe({ 'messages.write': 201, 'messages.delete': 204 }[row.verb as string] ?? 200)
    if (row.item === null) return
    const { items } = JSON.parse(answer.body) as { items: Answered[] }
    const found = findItem(built, items, opaqueIds(built, system))
    if (expected.outcome === 'refuse') expect(found).toBe('withheld')
    else if (expected.fields === null) expect(found).not.toBe('withheld')
    else expect(found).toEqual(keysOf(expected.fields))
  })

  test('says which rows it could not express, and why', () => {
    process.stdout.write(
      `HTTP: ${expressible.length} of ${all.length} rows\n${reasonsInWords(all, notByHttp)}\n`,
    )
    expect(expressible.length).toBeGreaterThan(300)
  })
})

/** Who can get an entry, and so needs a key: Ana, and whoever has given anything. */
function inLedger({ world, people }: BuiltRow): readonly PersonId[] {
  const gave = world.persons.filter((one) => one.grants.length + one.countersignatures.length > 0)
  return [...new Set([people.ana, ...gave.map(({ person }) => person)])]
}

async function start(floor: ThreadSetting) {
  const { system, clock, database } = await testServer({ floor })
  const owner = openDatabase(database.owner, { size: 2, onIdleError: () => {} })
  afterAll(() => owner.close())
  return { system, clock, owner, partner: await mintingPartner(system) }
}

function opaqueIds({ request }: BuiltRow, system: Server['system']): ReturnType<typeof openOpaqueIds> {
  return openOpaqueIds(system.keys.cursorKey('opaque ids'), request)
}

async function call(built: BuiltRow, { partner, system }: Server): Promise<PartnerAnswer> {
  const { request, row, people } = built
  const { signedInOnly } = row.people.ana
  const token = await partner.mint({
    person: people.ana,
    partner: request.partner,
    feature: signedInOnly ? null : request.feature,
  })
  const thread = opaqueIds(built, system).thread(request.thread ?? built.thread)
  const asked = new URLSearchParams()
  if (request.fields !== null) asked.set('fields', request.fields.join())
  if (request.depth !== undefined) asked.set('depth', String(request.depth))
  const query = asked.size === 0 ? '' : `?${asked}`
  const { purpose } = request
  switch (request.verb) {
    case 'threads.list':
      return partner.call(token, `/partner/v1/threads${query}`, { purpose })
    case 'messages.read':
      return partner.call(token, `/partner/v1/threads/${thread}/messages${query}`, { purpose })
    case 'members.see':
      return partner.call(token, `/partner/v1/threads/${thread}/members${query}`, { purpose })
    case 'friends.list':
      return partner.call(token, `/partner/v1/friends${query}`, { purpose })
    case 'friends.contact':
      return partner.call(token, `/partner/v1/friends/contacts${query}`, { purpose })
    case 'contact.own':
      return partner.call(token, `/partner/v1/me/contact${query}`, { purpose })
    case 'messages.delete': {
      const placement = opaqueIds(built, system).placement(await placed(built))
      return partner.call(token, `/partner/v1/placements/${placement}`, { method: 'DELETE', purpose })
    }
    default:
      return partner.call(token, '/partner/v1/drafts', { method: 'POST', purpose, json: { card: songCard } })
  }
}

/** A placement of the feature's own for Ana (WRT-03), so that her permission alone decides. */
async function placed({ request, row, people, thread, now }: BuiltRow): Promise<PlacementId> {
  const id = newId('placement', now, randomBytes(10))
  const { partner, feature } = request
  await servers[row.floor].owner.query(
    `insert into placements (partner_id, placement_id, feature_id, person_id, draft_id, thread_id, message_id, placed_at)
     values ($1, $2, $3, $4, $2, $5, $2, 0)`,
    [partner, id, feature, people.ana, thread].map(uuidOf),
  )
  return id
}

/** REC-04: the decision the answer names is in the ledger, under the person, with this outcome. */
async function expectEntered(
  { people, request, row }: BuiltRow,
  { headers }: PartnerAnswer,
  outcome: string,
): Promise<void> {
  const decision = headers.get('countersign-decision')
  const { rows: entered } = await servers[row.floor].owner.query(
    `select record->>'outcome' as outcome, record->>'verb' as verb, record->>'person' as person
     from entries where kind = 'decision' and record->>'decision' = $1`,
    [decision],
  )
  expect(entered).toEqual([{ outcome, verb: request.verb, person: people.ana }])
}

const songCard = {
  type: 'song',
  title: 'Blue Ferry',
  artist: 'The Tides',
  link: 'https://partner.example/songs/blue-ferry',
}
