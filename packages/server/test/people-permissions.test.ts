// The privacy centre over HTTP: permissions, the master switch, who got what.
import { uuidOf } from '@countersign/protocol'
import { onServer } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { withdrawGrant } from '../src/acts/withdraw-grant.ts'
import { problem, type Reply, signedInBrowser } from './_people-browser.ts'
import { peopleServer } from './_people-server.ts'

const { system, url, world, database } = await peopleServer()
const { ana: anaId, ben: benId } = world.people
const ana = await signedInBrowser(url, world.login('ana'))
const ben = await signedInBrowser(url, world.login('ben'))
const emil = await signedInBrowser(url, world.login('emil'))
const readAndSee = ['messages.read', 'members.see'] as const

describe('permissions', () => {
  it("somebody else's are not there", async () => {
    const { id } = await world.grant('ana')
    expect((await ben.get('/grants')).body.items).toEqual([])
    expect(problem(await ben.delete(`/grants/${id}`))).toBe('404 NOT_FOUND')
    expect(problem(await ben.patch(`/grants/${id}`, { history: false }))).toBe('404 NOT_FOUND')
    expect((await ana.get('/grants')).body.items[0].standing).toBe('live')
  })

  it.each([
    ['nothing', {}],
    ['a wish for more history', { history: true }],
    ['a word that is no verb', { verbs: ['messages.steal'] }],
    ['a time without zone', { ends_at: '2026-07-01T00:00:00' }],
    ['renewing by itself', { auto_renew: true }],
  ])('refuses changing %s', async (_, body) => {
    const { id } = await world.grant('ana')
    expect(problem(await ana.patch(`/grants/${id}`, body))).toBe('400 BAD_REQUEST')
  })

  it('are only ever made narrower (PER-05)', async () => {
    const grant = await world.grant('ana', { verbs: readAndSee })
    const later = new Date(grant.endAt + 1).toISOString()
    const elsewhere = (await ana.post('/threads', { kind: 'group', members: [] })).body.id
    const refused = [
      [{ verbs: ['messages.read', 'threads.list'] }, '422 WOULD_WIDEN'],
      [{ threads: [world.thread, elsewhere] }, '422 WOULD_WIDEN'],
      [{ ends_at: later }, '422 WOULD_WIDEN'],
      [{ ends_at: '2014-01-01T00:00:00Z' }, '422 END_NOT_AFTER_START'],
      [{ verbs: [] }, '422 NOTHING_CHOSEN'],
      [{ threads: [] }, '422 THREADS_MISSING'],
    ] as const
    for (const [body, answer] of refused)
      expect(problem(await ana.patch(`/grants/${grant.id}`, body))).toBe(answer)
  })

  it('a narrowing acts at once, on the partner and on the list', async () => {
    const grant = await world.grant('ana', { verbs: readAndSee })
    await world.say('ana', 'still mine')
    expect((await world.read('ana')).items).toHaveLength(1)
    const reply = await ana.patch(`/grants/${grant.id}`, { verbs: ['members.see'] })
    expect(reply.body).toMatchObject({ verbs: ['members.see'], fields: ['member.name', 'member.joined_at'] })
    expect(reply.body.changes.map(({ kind }: { kind: string }) => kind)).toEqual([
      'grant_given',
      'grant_amended',
    ])
    await expect(world.read('ana')).rejects.toMatchObject({ code: 'VERB_NOT_GRANTED' })
  })

  it('a withdrawal is one call, holds at the next read and is not done twice (SUN-03)', async () => {
    const { id } = await world.grant('ana')
    await world.read('ana')
    expect((await ana.delete(`/grants/${id}`)).status).toBe(204)
    await expect(world.read('ana')).rejects.toMatchObject({ code: 'WITHDRAWN' })
    expect(problem(await ana.delete(`/grants/${id}`))).toBe('409 ALREADY')
    expect(problem(await ana.patch(`/grants/${id}`, { history: false }))).toBe('409 ALREADY')
  })

  it('a withdrawal of 200 threads changes one row of permissions', async () => {
    const threads = []
    for (let i = 0; i < 200; i++)
      threads.push((await ana.post('/threads', { kind: 'group', members: [benId] })).body.id)
    const { id } = await world.grant('ana', { threads })
    const before = await touched()
    await ana.delete(`/grants/${id}`)
    const after = await touched()
    expect(after.grants - before.grants).toBe(1)
    expect(after.notices - before.notices).toBe(0)
  })

  it('say by whom they were ended: the person, the partner giving back, a replayed code', async () => {
    for (const by of ['person', 'partner', 'replay'] as const) {
      const { id: grant } = await world.grant('emil', {})
      await withdrawGrant(system, { person: world.people.emil, grant, by })
    }
    const why = await onServer(database.owner, async (client) => {
      const sql = `select record ->> 'why' as why from entries where kind = 'grant_withdrawn' and person_id = $1 order by leaf_index`
      return (await client.query(sql, [uuidOf(world.people.emil)])).rows.map((row) => row.why)
    })
    expect(why).toEqual(['withdrawn', 'given_back', 'code_replayed'])
  })

  it('three live and two ended: five entries with every field (TRN-02)', async () => {
    const dora = await signedInBrowser(url, world.login('dora'))
    const other = await world.partner('matinee')
    const first = await world.grant('dora')
    const second = await world.grant('dora', { verbs: readAndSee })
    await world.grant('dora', { purpose: 'share_content', verbs: ['messages.write'], threads: [] })
    await world.grant('dora', { partner: other })
    const gone = await world.grant('dora', {
      partner: other,
      purpose: 'share_content',
      verbs: ['messages.write'],
    })
    await world.withdraw('dora', gone.id)
    await world.say('dora', 'la la')
    await world.read('dora')
    const { items } = (await dora.get('/grants')).body
    expect(items.map(({ standing }: { standing: string }) => standing).sort()).toEqual([
      'live',
      'live',
      'live',
      'superseded',
      'withdrawn',
    ])
    const read = items.find(({ id }: { id: string }) => id === second.id)
    expect(read).toMatchObject({
      partner: { id: world.jukebox.partner, name: 'Jukebox' },
      feature: { id: world.jukebox.feature, name: 'Group songs' },
      purpose: 'group_activity',
      verbs: readAndSee,
      threads: [world.thread],
      history: false,
      given_at: new Date(second.startAt).toISOString(),
      ends_at: new Date(second.endAt).toISOString(),
      ended_at: null,
      disclosures: 1,
      changes: [{ kind: 'grant_given', at: new Date(second.startAt).toISOString() }],
    })
    expect(read.consequence).toContain('Jukebox gets nothing more')
    const superseded = items.find(({ id }: { id: string }) => id === first.id)
    expect(superseded.ended_at).not.toBeNull()
    expect(superseded.changes.map(({ kind }: { kind: string }) => kind)).toEqual([
      'grant_given',
      'grant_withdrawn',
    ])
  })
})

describe('the master switch (COP-05)', () => {
  it('refuses anything but yes and no', async () => {
    for (const body of [{}, { on: 'yes' }, { on: 1 }, { on: true, for: 'jukebox' }])
      expect(problem(await ana.put('/switch', body))).toBe('400 BAD_REQUEST')
  })

  it('on: nothing of theirs leaves through anybody, and nobody is told', async () => {
    await world.grant('ana')
    await world.countersign('ben')
    await world.say('ben', 'from ben')
    expect((await world.read('ana')).body).toContain('from ben')
    const told = (await ana.get('/notices')).body.items.length
    expect((await ben.put('/switch', { on: true })).body).toEqual({ on: true })
    expect((await world.read('ana')).body).not.toContain('from ben')
    expect((await ana.get('/notices')).body.items).toHaveLength(told)
    expect((await ben.get('/session')).body.restricted).toBe(true)
  })

  it('off again: permissions count again; setting what is set enters nothing', async () => {
    await ben.put('/switch', { on: false })
    await ben.put('/switch', { on: false })
    expect((await world.read('ana')).body).toContain('from ben')
    const entries = await onServer(database.owner, async (client) => {
      const sql = `select record -> 'on' as on from entries where kind = 'switch_set' and person_id = $1 order by leaf_index`
      return (await client.query(sql, [uuidOf(benId)])).rows.map((row) => row.on)
    })
    expect(entries).toEqual([true, false])
  })
})

describe('who got what (TRN-01)', () => {
  it('is empty for somebody nobody got anything of', async () => {
    expect((await emil.get('/disclosures')).body).toEqual({ items: [], next: null })
    expect((await emil.get('/disclosures/totals')).body.items).toEqual([])
  })

  it('seven calls by three partners are seven events by three names, and totals equal the ledger', async () => {
    const chika = await signedInBrowser(url, world.login('chika'))
    await world.say('chika', 'one')
    const partners = [world.jukebox, await world.partner('teller'), await world.partner('rolodex')]
    for (const [i, partner] of partners.entries()) {
      await world.grant('chika', { partner, history: true })
      for (let call = 0; call < [3, 2, 2][i]!; call++) await world.read('chika', { partner })
    }
    const { items } = (await chika.get('/disclosures')).body
    expect(items).toHaveLength(7)
    expect(new Set(items.map((item: { partner: { name: string } }) => item.partner.name))).toEqual(
      new Set(['Jukebox', 'Teller', 'Rolodex']),
    )
    expect(items[0]).toMatchObject({
      partner: { name: 'Rolodex' },
      feature: { name: 'Group songs' },
      purpose: 'group_activity',
      through: 'own',
      items: 1,
      kinds: { message: 1 },
      delivered: true,
    })
    const totals = (await chika.get('/disclosures/totals')).body.items
    const ledger = await onServer(database.owner, async (client) => {
      const sql = `select count(*)::int as disclosures, sum(json_array_length(record -> 'items'))::int as items
                   from entries where kind = 'disclosure' and person_id = $1`
      return (await client.query(sql, [uuidOf(world.people.chika)])).rows[0]
    })
    const sum = (key: string): number =>
      totals.reduce((all: number, total: Record<string, number>) => all + total[key]!, 0)
    expect({ disclosures: sum('disclosures'), items: sum('items') }).toEqual(ledger)
    expect(ledger).toEqual({ disclosures: 7, items: 7 })
  })

  it('pages walk every event once', async () => {
    const chika = await signedInBrowser(url, world.login('chika'))
    const indexes: number[] = []
    for (let query: string | null = '?limit=3'; query !== null; ) {
      const reply: Reply = await chika.get(`/disclosures${query}`)
      const { items, next } = reply.body
      indexes.push(...items.map((item: { ledger: { index: number } }) => item.ledger.index))
      query = next === null ? null : `?limit=3&cursor=${next}`
    }
    expect(indexes).toHaveLength(7)
    expect(indexes).toEqual([...indexes].sort((a, b) => b - a))
    expect(problem(await ana.get('/disclosures?limit=3&cursor=AAAA'))).toBe('400 BAD_CURSOR')
  })

  it('shows people who gave no grant what left about them, never through whom (TRN-04)', async () => {
    const { items } = (await ben.get('/disclosures')).body
    const answer = (await ben.get('/answers')).body.items[0]
    expect(items.length).toBeGreaterThan(0)
    for (const item of items)
      expect(item).toMatchObject({ through: 'other', under: answer.id, partner: { name: 'Jukebox' } })
    const text = JSON.stringify(items)
    expect(text).not.toContain(anaId)
    expect(text).not.toContain(world.thread)
    expect(text).not.toMatch(/Ana|still mine|from ben/)
    expect(answer.disclosures).toBe(items.length)
  })

  it('an answer of which no byte left is shown as not delivered, and not counted (design §5)', async () => {
    const emils = await world.grant('emil', { history: true })
    await world.say('emil', 'never sent')
    const before = (await emil.get('/disclosures/totals')).body.items
    const unsent = await world.ask('emil')
    await unsent.release(async () => false)
    const [last] = (await emil.get('/disclosures')).body.items
    expect(last).toMatchObject({ under: emils.id, delivered: false, items: 1 })
    expect((await emil.get('/disclosures/totals')).body.items).toEqual(before)
    expect((await emil.get('/grants')).body.items[0]).toMatchObject({ id: emils.id, disclosures: 0 })
  })

  it('the first of them was told at the latest when it happened (COP-04)', async () => {
    const notices = (await ben.get('/notices')).body.items.filter(
      ({ kind }: { kind: string }) => kind === 'first_disclosure',
    )
    const { items } = (await ben.get('/disclosures')).body
    expect(notices).toHaveLength(1)
    expect(Date.parse(notices[0].at)).toBeLessThanOrEqual(Date.parse(items.at(-1).at))
    expect(JSON.stringify(notices)).not.toContain(anaId)
  })
})

async function touched(): Promise<{ grants: number; notices: number }> {
  return onServer(database.owner, async (client) => {
    const { rows } =
      await client.query(`select (select count(*)::int from grants where state <> 'given') as grants,
      (select count(*)::int from notices) as notices`)
    return rows[0]
  })
}
