// While the ledger cannot be written: people chat on, what takes permission away holds at once, the rest waits (design §5).
import { onServer } from '@countersign/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problem, signedInBrowser } from './_people-browser.ts'
import { peopleServer } from './_people-server.ts'

const { url, world, database } = await peopleServer()
const ana = await signedInBrowser(url, world.login('ana'))
const ben = await signedInBrowser(url, world.login('ben'))
const here = `/threads/${world.thread}/messages`
const grant = await world.grant('ana')
const yes = await world.countersign('ben')
await world.say('ben', 'words of ben')
const setLedger = (verb: 'revoke' | 'grant'): Promise<unknown> =>
  onServer(database.owner, (client) =>
    client.query(`${verb} update on ledger_heads ${verb === 'revoke' ? 'from' : 'to'} countersign_turnstile`),
  )
const entered = async (kind: string): Promise<number> =>
  onServer(database.owner, async (client) =>
    Number((await client.query('select count(*) from entries where kind = $1', [kind])).rows[0].count),
  )

describe('the ledger cannot be written', () => {
  beforeAll(() => setLedger('revoke'))
  afterAll(() => setLedger('grant'))

  it('nothing leaves to partners (REC-04)', async () => {
    await expect(world.read('ana')).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' })
  })

  it('people chat on', async () => {
    const sent = await ana.post(here, { text: 'still here?' })
    expect(sent.status).toBe(201)
    expect((await ben.put(`${here}/${sent.body.id}/reactions/${encodeURIComponent('👍')}`)).status).toBe(204)
    expect((await ana.patch(`${here}/${sent.body.id}`, { text: 'yes' })).body.text).toBe('yes')
    expect((await ana.delete(`${here}/${sent.body.id}`)).status).toBe(204)
  })

  it('what would loosen is refused, and says so', async () => {
    const { partner, feature } = world.jukebox
    const query = `partner=${partner}&feature=${feature}&manifest_version=1&purpose=group_activity`
    const { body: card } = await ben.get(`/answers/card?${query}`)
    const allow = {
      partner,
      feature,
      purpose: 'group_activity',
      manifest_version: 1,
      thread: null,
      answer: 'allow',
      screen_hash: card.screen_hash,
    }
    const refused = [
      await ben.put('/answers', allow),
      await ana.post('/threads', { kind: 'group', members: [] }),
      await ana.post(`/threads/${world.thread}/asks`, { grant: grant.id }),
    ]
    expect(refused.map(problem)).toEqual(refused.map(() => '503 LEDGER_UNAVAILABLE'))
    expect((await ben.put('/answers', { ...allow, answer: 'never' })).status).toBe(200)
  })

  it('withdrawing, taking back and the master switch are acknowledged', async () => {
    expect((await ana.delete(`/grants/${grant.id}`)).status).toBe(204)
    expect((await ben.delete(`/answers/${yes}`)).status).toBe(204)
    expect((await ben.put('/switch', { on: true })).status).toBe(200)
    expect((await ana.get('/grants')).body.items[0].standing).toBe('withdrawn')
    expect(await entered('grant_withdrawn')).toBe(0)
  })
})

describe('the ledger can be written again', () => {
  it('they are entered before anything leaves, and hold', async () => {
    await expect(world.read('ana')).rejects.toMatchObject({ code: 'WITHDRAWN' })
    expect(await entered('grant_withdrawn')).toBe(1)
    expect(await entered('countersignature_ended')).toBe(1)
    expect(await entered('switch_set')).toBe(1)
    await world.grant('ana', { history: true })
    expect((await world.read('ana')).body).not.toContain('words of ben')
  })
})
