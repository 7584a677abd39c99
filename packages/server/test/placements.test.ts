// What a partner learns of its draft, and what it may take back: its own, and nothing of where it was (WRT-01, WRT-03).
import type { PersonId } from '@countersign/protocol'
import { onServer, type WorldPartner } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { prepareTicket } from '../src/acts/prepare-ticket.ts'
import { redeemTicket } from '../src/acts/redeem-ticket.ts'
import { openOpaqueIds } from '../src/gate/opaque-ids.ts'
import { placementServer } from './_placements.ts'

const {
  system,
  second,
  clock,
  database,
  world,
  people,
  thread,
  teller,
  other,
  purpose,
  ana,
  propose,
  place,
  ask,
  stateOf,
  remove,
  said,
  rows,
  shown,
  recordsOf,
  forgetTokens,
  lastTitle,
} = await placementServer()

describe('the state of a draft', () => {
  it('waits until nobody can confirm it any more, then has expired', async () => {
    const draft = await propose()
    expect(JSON.parse((await stateOf(draft)).body)).toEqual({ state: 'waiting' })
    clock.advance(65 * 60_000 - 1)
    forgetTokens()
    expect(JSON.parse((await stateOf(draft)).body)).toEqual({ state: 'waiting' })
    clock.advance(1)
    const answer = await stateOf(draft)
    expect(JSON.parse(answer.body)).toEqual({ state: 'expired' })
    expect(answer.headers.get('countersign-decision')).toMatch(/^decision_/)
  })

  it('is placed once confirmed, and says nothing of where', async () => {
    const { draft, message } = await place()
    const { body } = await stateOf(draft)
    expect(JSON.parse(body)).toEqual({ state: 'placed', placement: expect.stringMatching(/^plc_[\w-]{22}$/) })
    for (const secret of [message, thread, people.ana, people.ben])
      expect(body).not.toContain(secret.split('_')[1])
  })

  it('is the same 404 for another partner, another person, and one made up', async () => {
    const { draft } = await place()
    const answers = [
      await stateOf(draft, people.ana, other),
      await stateOf(draft, people.ben),
      await stateOf('draft_0190b5e27cc07a31a5c64dd8e1f2a3b4'),
      await stateOf('nonsense'),
    ]
    expect(answers.map(said)).toEqual(Array(4).fill('404 NOT_FOUND'))
  })

  it('takes the power to write: nobody else learns whether the person confirmed', async () => {
    const { draft } = await place()
    expect(said(await ask(`/drafts/${draft}`, { why: null }))).toBe('400 PURPOSE_REQUIRED')
    expect(said(await ask(`/drafts/${draft}`, { why: 'group_activity' }))).toBe('403 PURPOSE_MISMATCH')
  })

  it('names a placement that means nothing to another partner or for another person', async () => {
    const { placement, draft } = await place()
    const raw = (
      await rows<{ placement_id: string }>('select placement_id from placements where draft_id = $1', [
        draft.replace('draft_', ''),
      ])
    )[0]?.placement_id
    const ids = (person: PersonId, { partner }: WorldPartner) =>
      openOpaqueIds(system.keys.cursorKey('opaque ids'), { partner, person }).placement(
        `placement_${raw?.replaceAll('-', '')}`,
      )
    expect(ids(people.ana, teller)).toBe(placement)
    expect(new Set([placement, ids(people.ben, teller), ids(people.ana, other)]).size).toBe(3)
  })
})

describe('a draft is placed once (WRT-01)', () => {
  it('however often it is confirmed at once, with however many tickets, on two servers', async () => {
    const draft = await propose()
    const tickets = await Promise.all(
      Array.from({ length: 4 }, () => prepareTicket(system, { person: people.ana, draft, thread })),
    )
    const confirmed = await Promise.allSettled(
      [...tickets, ...tickets].map((ticket, i) =>
        redeemTicket(i % 2 === 0 ? system : second.system, {
          person: people.ana,
          ticket: ticket.id,
          cardHash: ticket.cardHash,
        }),
      ),
    )
    expect(confirmed.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const outcome of confirmed)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'TICKET' })
    const stands = await rows(`select from messages where card->>'title' = $1`, [lastTitle()])
    expect(stands).toHaveLength(1)
  })
})

describe('deleting (WRT-03)', () => {
  it('of its own leaves a tombstone; everything else is the same NOT_YOURS, and all are recorded', async () => {
    const own = await place()
    const bens = await place(people.ben)
    const others = await place(people.ana, other)
    const words = await world.say('ana', 'my own words')
    const before = (await recordsOf('decision')).length
    const refused = [
      bens.placement,
      others.placement,
      words,
      own.message,
      'plc_AAAAAAAAAAAAAAAAAAAAAA',
      'nonsense',
    ]
    const answers = []
    for (const id of refused) answers.push(await remove(id))
    answers.push(await remove(own.placement, people.ben), await remove(own.placement, people.ana, other))
    expect(answers.map(said)).toEqual(Array(8).fill('403 NOT_YOURS'))
    const bare = answers.map(({ body }) => ({ ...JSON.parse(body), request: '' }))
    expect(new Set(bare.map((one) => JSON.stringify(one))).size).toBe(1)
    const gone = await remove(own.placement)
    expect([gone.status, gone.body]).toEqual([204, ''])
    expect(gone.headers.get('countersign-decision')).toMatch(/^decision_/)
    const entered = (await recordsOf('decision')).slice(before)
    expect(entered.map(({ outcome }) => outcome)).toEqual([...Array(8).fill('NOT_YOURS'), 'permit'])
    expect(new Set(entered.map(({ verb, thread: where }) => `${verb} ${where}`))).toEqual(
      new Set(['messages.delete null']),
    )
    for (const { message } of [bens, others]) expect((await shown(message)).card).not.toBe(null)
    expect((await shown(words)).text).toBe('my own words')
    expect(await shown(own.message)).toMatchObject({ card: null, via: { partner: { name: 'Teller' } } })
  })

  it('is a power of its own: writing does not imply it (SCP-02)', async () => {
    const { placement } = await place()
    await world.grant('emil', { partner: teller, purpose, verbs: ['messages.write'], threads: [] })
    expect(said(await remove(placement, people.emil))).toBe('403 VERB_NOT_GRANTED')
    expect(said(await ask(`/placements/${placement}`, { method: 'DELETE', why: null }))).toBe(
      '400 PURPOSE_REQUIRED',
    )
  })

  it('again, or after its author has deleted it, changes nothing and says the same', async () => {
    const [twice, theirs] = [await place(), await place()]
    await ana.delete(`/threads/${thread}/messages/${theirs.message}`)
    const removed = (await recordsOf('placement_removed')).length
    const answers = [
      await remove(twice.placement),
      await remove(twice.placement),
      await remove(theirs.placement),
    ]
    expect(answers.map(said)).toEqual(['204', '204', '204'])
    expect(await recordsOf('placement_removed')).toHaveLength(removed + 1)
    expect((await shown(theirs.message)).restorable_until).toBe(null)
  })

  it('is refused, with nothing done, while the ledger cannot be written', async () => {
    const { placement, message } = await place()
    const owner = (text: string) => onServer(database.owner, (pg) => pg.query(text))
    await owner('revoke insert on leaves from countersign_turnstile')
    try {
      expect(said(await remove(placement))).toBe('503 LEDGER_UNAVAILABLE')
    } finally {
      await owner('grant insert on leaves to countersign_turnstile')
    }
    expect((await shown(message)).card).not.toBe(null)
    expect(said(await remove(placement))).toBe('204')
  })
})
