// The share sheet over HTTP: a card is placed once, by the person's own confirmation, with its label (WRT-01, WRT-02).
import type { Card, DraftId } from '@countersign/protocol'
import { mintingPartner, onServer } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { draftCard } from '../src/acts/draft-card.ts'
import { TICKET_MS } from '../src/acts/prepare-ticket.ts'
import { type Browser, problem, type Reply, signedInBrowser } from './_people-browser.ts'
import { peopleServer } from './_people-server.ts'

const { system, url, world, database, clock } = await peopleServer()
const { ana: anaId, ben: benId } = world.people
const ana = await signedInBrowser(url, world.login('ana'))
const ben = await signedInBrowser(url, world.login('ben'))
const card = {
  type: 'song',
  title: 'Golden Hour',
  artist: 'The Five',
  link: 'https://jukebox.example/songs/1',
} as const
const canWrite = { purpose: 'share_content', verbs: ['messages.write'], threads: [] } as const
const given = await world.grant('ana', canWrite)

const propose = async (person = anaId, proposed: Card = card): Promise<DraftId> => {
  const { partner, feature } = world.jukebox
  return (await draftCard(system, { partner, feature, person, purpose: 'share_content', card: proposed }))
    .draft
}
const pick = async (draft?: DraftId, who = ana): Promise<Reply> =>
  who.post('/tickets', { draft: draft ?? (await propose()), thread: world.thread })
const confirm = (
  ticket: { id: string; card_hash: string },
  who: Browser = ana,
  hash = ticket.card_hash,
): Promise<Reply> => who.post(`/tickets/${ticket.id}/redeem`, { card_hash: hash })
const cards = async (): Promise<number> =>
  onServer(database.owner, async (client) => {
    return Number((await client.query(`select count(*) from messages where kind = 'card'`)).rows[0].count)
  })
const lastDecision = async (): Promise<{ outcome: string; grant: string; thread: string | null }> =>
  onServer(database.owner, async (client) => {
    const sql = `select record from entries where kind = 'decision' and record ->> 'verb' = 'messages.write'
                 order by leaf_index desc limit 1`
    return (await client.query(sql)).rows[0].record
  })

describe('a draft', () => {
  it('is there for its person only', async () => {
    const draft = await propose()
    expect(problem(await ben.get(`/drafts/${draft}`))).toBe('404 NOT_FOUND')
    expect(problem(await pick(draft, ben))).toBe('404 NOT_FOUND')
    expect(problem(await ana.get(`/drafts/${world.thread}`))).toBe('400 BAD_REQUEST')
    const { body } = await ana.get(`/drafts/${draft}`)
    expect(body).toMatchObject({ id: draft, card, partner: { name: 'Jukebox' } })
    expect(body.card_hash).toMatch(/^[0-9a-f]{64}$/)
  })

  it('goes into threads of that person only', async () => {
    const { id } = (await ben.post('/threads', { kind: 'group', members: [] })).body
    expect(problem(await ana.post('/tickets', { draft: await propose(), thread: id }))).toBe('404 NOT_FOUND')
  })

  it('runs out', async () => {
    const draft = await propose()
    clock.advance(60 * 60_000)
    expect(problem(await pick(draft))).toBe('403 TICKET')
  })
})

describe('a ticket (WRT-01)', () => {
  it('there must be one', async () => {
    const { body } = await pick()
    const none = await confirm({
      ...body,
      id: body.id.replace(/.$/, (last: string) => (last === '0' ? '1' : '0')),
    })
    expect(problem(none)).toBe('403 TICKET')
    expect(problem(await confirm(body, ben))).toBe('403 TICKET')
    expect(await cards()).toBe(0)
  })

  it('is for one card: another hash, or a card changed behind it, is refused and recorded', async () => {
    const { body } = await pick()
    const other = await confirm(body, ana, 'ab'.repeat(32))
    expect(problem(other)).toBe('403 TICKET')
    expect(other.headers.get('countersign-decision')).toMatch(/^decision_/)
    expect(await lastDecision()).toMatchObject({ outcome: 'TICKET', grant: given.id, thread: null })
    await onServer(database.owner, async (client) => {
      await client.query(`update drafts set card = jsonb_set(card, '{title}', '"Silver Hour"')`)
    })
    expect(problem(await confirm(body))).toBe('403 TICKET')
    expect(await cards()).toBe(0)
  })

  it('is good to the last millisecond of five minutes, then late', async () => {
    const { body } = await pick()
    expect(Date.parse(body.expires_at)).toBe(clock.now() + TICKET_MS)
    clock.advance(TICKET_MS)
    expect(problem(await confirm(body))).toBe('403 TICKET')
    const inTime = (await pick()).body
    clock.advance(TICKET_MS - 1)
    expect((await confirm(inTime)).status).toBe(201)
    expect(await cards()).toBe(1)
  })

  it('is good once, also twice at once', async () => {
    const before = await cards()
    const { body } = await pick()
    const both = await Promise.all([confirm(body), confirm(body)])
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 403])
    expect(problem(await confirm(body))).toBe('403 TICKET')
    expect(await cards()).toBe(before + 1)
  })

  it('is for the thread it was picked for: no other can be named when it is confirmed', async () => {
    const { id: elsewhere } = (await ana.post('/threads', { kind: 'group', members: [benId] })).body
    const before = await cards()
    const { body } = await pick()
    const redeem = `/tickets/${body.id}/redeem`
    const refused = [
      await ana.post(redeem, { card_hash: body.card_hash, thread: elsewhere }),
      await ana.post(`${redeem}?thread=${elsewhere}`, { card_hash: body.card_hash }),
      await ana.post(`/threads/${elsewhere}/messages`, { text: '', ticket: body.id }),
    ]
    expect(refused.map(problem)).toEqual(Array(3).fill('400 BAD_REQUEST'))
    expect(await cards()).toBe(before)
    expect((await confirm(body)).status).toBe(201)
    expect((await ana.get(`/threads/${elsewhere}/messages`)).body.items).toEqual([])
  })

  it('is for the partner that proposed: none redeems it, and no other’s power to write stands in for its own', async () => {
    const offers = [{ purpose: 'share_content', verb: 'messages.write', fields: [] }] as const
    const cinema = await world.partner('cinema', offers)
    const own = await world.grant('ana', { ...canWrite, partner: cinema })
    const before = await cards()
    const proposed = { ...cinema, person: anaId, purpose: 'share_content', card } as const
    const { body } = await pick((await draftCard(system, proposed)).draft)
    const partners = await mintingPartner(system)
    for (const { partner, feature } of [cinema, world.jukebox]) {
      const token = await partners.mint({ person: anaId, partner, feature })
      for (const [path, status] of [
        [`/api/v1/tickets/${body.id}/redeem`, 401],
        [`/partner/v1/tickets/${body.id}/redeem`, 404],
      ] as const)
        expect((await partners.call(token, path, { method: 'POST', headers: { origin: url } })).status).toBe(
          status,
        )
    }
    await world.withdraw('ana', own.id)
    expect(problem(await confirm(body))).toBe('403 WITHDRAWN')
    expect(await lastDecision()).toMatchObject({ outcome: 'WITHDRAWN', grant: own.id })
    expect(await cards()).toBe(before)
  })

  it('places nothing for a person who has left the thread', async () => {
    const { id } = (await ben.post('/threads', { kind: 'group', members: [anaId] })).body
    const { body } = await ana.post('/tickets', { draft: await propose(), thread: id })
    clock.advance(1_000)
    await ana.delete(`/threads/${id}/members/me`)
    expect(problem(await confirm(body))).toBe('404 NOT_FOUND')
  })
})

const receipt = { type: 'receipt', amount: 1_250, currency: 'EUR', from: 'Ana', to: 'Ben' } as const
const link = 'https://jukebox.example/1'
const otherCards = [
  { type: 'playlist', title: 'Fridays', songs: [{ title: 'Golden Hour', artist: 'The Five' }], link },
  { type: 'film', title: 'Nosferatu', year: 1922, director: 'F. W. Murnau', minutes: 94, link },
  { type: 'show', title: 'Tales', season: 1, episode: 2, episode_title: 'Ash', link },
  { ...receipt, state: 'requested' },
  { ...receipt, state: 'paid', paid_at: '2026-11-30T09:00:00Z', reference: 'Dinner' },
  { type: 'link', title: 'A page', author: 'Somebody', link },
  { type: 'note', text: 'Your table is ready.' },
] as const satisfies readonly Card[]

describe('each type of card', () => {
  it.each(otherCards)(
    '$type is placed once, by ticket, with its label (WRT-01, WRT-02)',
    async (proposed) => {
      const before = await cards()
      const draft = await propose(anaId, proposed)
      const { body } = await pick(draft)
      expect(problem(await confirm(body, ana, 'ab'.repeat(32)))).toBe('403 TICKET')
      expect((await confirm(body)).body).toMatchObject({
        kind: 'card',
        card: proposed,
        via: { label: 'Sent through Jukebox' },
      })
      expect(problem(await confirm(body))).toBe('403 TICKET')
      expect(await cards()).toBe(before + 1)
    },
  )
})

describe('the card in the thread (WRT-02)', () => {
  it('says for everybody through whom it came; the partner is told nothing of the thread', async () => {
    const placed = await confirm((await pick()).body)
    expect(placed.body).toMatchObject({
      kind: 'card',
      text: '',
      card,
      author: { id: anaId },
      via: { partner: { id: world.jukebox.partner, name: 'Jukebox' }, label: 'Sent through Jukebox' },
    })
    for (const who of ['ana', 'ben', 'chika', 'dora', 'emil'] as const) {
      const browser = await signedInBrowser(url, world.login(who))
      const { items } = (await browser.get(`/threads/${world.thread}/messages?limit=1`)).body
      expect(items[0].via.label).toBe('Sent through Jukebox')
    }
    expect(await lastDecision()).toMatchObject({ outcome: 'permit', grant: given.id, thread: null })
  })

  it('no parameter hides the label', async () => {
    const { body } = await pick()
    const hidden = await ana.post(`/tickets/${body.id}/redeem`, { card_hash: body.card_hash, label: '' })
    expect(problem(hidden)).toBe('400 BAD_REQUEST')
  })

  it("is its person's to delete, and then gone from the database too", async () => {
    const placed = await confirm((await pick()).body)
    expect(problem(await ben.delete(`/threads/${world.thread}/messages/${placed.body.id}`))).toBe(
      '403 NOT_ALLOWED',
    )
    expect((await ana.delete(`/threads/${world.thread}/messages/${placed.body.id}`)).status).toBe(204)
    const [tombstone] = (await ben.get(`/threads/${world.thread}/messages?limit=1`)).body.items
    expect(tombstone).toMatchObject({
      id: placed.body.id,
      kind: 'card',
      card: null,
      via: { label: 'Sent through Jukebox' },
    })
  })

  it('cannot be forwarded without a ticket of its own', async () => {
    const placed = await confirm((await pick()).body)
    const { id } = (await ana.post('/threads', { kind: 'group', members: [benId] })).body
    const forwarded = await ana.post(`/threads/${id}/forwards`, {
      from: world.thread,
      message: placed.body.id,
    })
    expect(problem(forwarded)).toBe('403 NOT_ALLOWED')
  })
})

describe('the power to write', () => {
  it('lapses after 90 days unused, and picking a thread is use (SUN-04)', async () => {
    clock.advance(89 * 86_400_000)
    const signedIn = await signedInBrowser(url, world.login('ana'))
    clock.advance(2 * 86_400_000)
    const standing = async () =>
      (await signedIn.get('/grants')).body.items.find(({ id }: { id: string }) => id === given.id).standing
    expect(await standing()).toBe('inactive')
    const { body } = await pick(undefined, signedIn)
    expect(await standing()).toBe('live')
    expect((await confirm(body, signedIn)).status).toBe(201)
  })

  it('nothing is placed after a withdrawal, with a ticket made before it (SUN-03)', async () => {
    const signedIn = await signedInBrowser(url, world.login('ana'))
    const { body } = await pick(undefined, signedIn)
    const before = await cards()
    expect((await signedIn.delete(`/grants/${given.id}`)).status).toBe(204)
    const late = await confirm(body, signedIn)
    expect(problem(late)).toBe('403 WITHDRAWN')
    expect(await lastDecision()).toMatchObject({ outcome: 'WITHDRAWN', grant: given.id })
    expect(await cards()).toBe(before)
  })

  it('the master switch stops it before anything else (COP-05)', async () => {
    const signedIn = await signedInBrowser(url, world.login('ana'))
    await world.grant('ana', canWrite)
    const { body } = await pick(undefined, signedIn)
    await signedIn.put('/switch', { on: true })
    expect(problem(await confirm(body, signedIn))).toBe('403 RESTRICTED')
    await signedIn.put('/switch', { on: false })
    expect((await confirm(body, signedIn)).status).toBe(201)
  })
})
