// No forgotten door: what belongs to no feature is closed by the next run, reported, and an incident (SUN-05, TRN-03).
import { randomBytes } from 'node:crypto'
import { makeWorld, onServer, testSystem } from '@countersign/testkit'
import { beforeEach, expect, it } from 'vitest'
import { endFeature } from '../src/acts/end-feature.ts'
import { reconcile } from '../src/acts/reconcile.ts'
import { allJobs } from '../src/jobs/index.ts'
import { runDueJobs } from '../src/jobs/runner.ts'
import { findClient, findClientOf } from '../src/store/clients.ts'

const { system, clock, database } = await testSystem()
const world = await makeWorld(system, clock)
const { partner, feature } = world.jukebox
const client = (await findClientOf(system.app, partner))?.id
const sql = async (text: string, values: readonly unknown[] = []) =>
  (await onServer(database.owner, (db) => db.query(text, [...values]))).rows

async function token(model: 'AccessToken' | 'RefreshToken', payload: object): Promise<string> {
  const id = randomBytes(8).toString('hex')
  await sql('insert into oauth_models (model, id, payload) values ($1, $2, $3)', [
    model,
    id,
    JSON.stringify(payload),
  ])
  return id
}
const own = {
  clientId: client,
  rar: [{ feature: 'group-songs' }],
  extra: { countersign_partner: partner, countersign_feature: feature },
}
const tokens = async (): Promise<readonly string[]> =>
  (await sql('select id from oauth_models order by id')).map(({ id }) => String(id))
const incidents = () => sql("select detail from incidents where kind = 'reconciliation'")

beforeEach(async () => {
  await sql('delete from oauth_models')
  await sql('delete from incidents')
})

it('finds nothing where everything belongs to a feature, and leaves it alone', async () => {
  const kept = [
    await token('AccessToken', own),
    await token('RefreshToken', { clientId: client, rar: own.rar }),
    // A pure sign-in is for no feature, and for a partner of the register.
    await token('AccessToken', {
      clientId: client,
      extra: { countersign_partner: partner, countersign_feature: null },
    }),
  ]
  await world.grant('ana')
  await world.read('ana')
  expect(await reconcile(system)).toEqual({ tokens: 0, routes: 0, hooks: 0, ended: 0, unregistered: [] })
  expect(await tokens()).toEqual(kept.sort())
  expect(await incidents()).toEqual([])
})

it('closes a planted token, a planted route and whatever names another feature, and says so (SUN-05)', async () => {
  const stands = await token('AccessToken', own)
  await token('RefreshToken', { clientId: client, rar: [{ feature: 'never-registered' }] })
  const ghost = 'client_0190b5e27cc07a31a5c64dd8e1f2a3b4'
  await sql(
    `insert into clients (client_id, partner_id, redirect_uris, jwks, made_at)
     values ($1, gen_random_uuid(), '{https://ghost.example/callback}', '{"keys": [{"kty": "OKP"}]}', 0)`,
    [ghost],
  )
  await token('RefreshToken', { clientId: ghost })
  expect(await reconcile(system)).toEqual({ tokens: 2, routes: 1, hooks: 0, ended: 0, unregistered: [] })
  expect(await tokens()).toEqual([stands])
  expect(await findClient(system.app, ghost)).toMatchObject({ redirectUris: [], jwks: { keys: [] } })
  expect(await incidents()).toEqual([{ detail: { tokens: 2, routes: 1, hooks: 0, unregistered: [] } }])
  expect(await reconcile(system)).toEqual({ tokens: 0, routes: 0, hooks: 0, ended: 0, unregistered: [] })
  expect(await incidents()).toHaveLength(1)
})

it('names a partner that has traffic and is not in the register (TRN-03)', async () => {
  await sql(
    `insert into chains (person_id, log_id, partner_id, chain, last_n)
     select person_id, 1, '00000000-0000-7000-8000-000000000001', 'partner', 1 from persons limit 1`,
  )
  const found = await reconcile(system)
  expect(found.unregistered).toEqual(['partner_00000000000070008000000000000001'])
  expect(await incidents()).toHaveLength(1)
  await sql("delete from chains where partner_id = '00000000-0000-7000-8000-000000000001'")
})

it('runs by itself every day, and clears away what an ended feature left without an incident', async () => {
  const other = await world.partner('shortlived')
  await endFeature(system, { ...other, at: null })
  const its = (await findClientOf(system.app, other.partner))?.id
  await token('RefreshToken', { clientId: its, rar: [{ feature: 'group-songs' }] })
  expect(await runDueJobs(system, allJobs(system))).toContain('reconcile')
  expect(await tokens()).toEqual([])
  expect(await incidents()).toEqual([])
  clock.advance(86_400_000 - 1)
  expect(await runDueJobs(system, allJobs(system))).not.toContain('reconcile')
  clock.advance(1)
  expect(await runDueJobs(system, allJobs(system))).toContain('reconcile')
})
