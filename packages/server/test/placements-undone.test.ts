// What a partner takes away can be undone, is bounded, and leaves proof (WRT-04).
import { DAY_MS } from '@countersign/protocol'
import { onServer, testClock } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { removePlacement } from '../src/acts/remove-placement.ts'
import { restorePlacements } from '../src/acts/restore-placement.ts'
import { resumePartner } from '../src/acts/suspend-partner.ts'
import { openOpaqueIds } from '../src/gate/opaque-ids.ts'
import { eraseSealed } from '../src/jobs/erase-sealed-cards.ts'
import { appBrowser } from './_app-browser.ts'
import { problem } from './_people-browser.ts'
import { placementServer } from './_placements.ts'

const {
  url,
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
  ben,
  place,
  remove,
  said,
  rows,
  shown,
  recordsOf,
  forgetTokens,
  lastTitle,
  hashOf,
  signIn,
  // A browser drops a cookie that has run out by its own clock, so the server's begins at the real time.
} = await placementServer({ testClock: testClock(Date.now()) })
const app = await appBrowser(url)

describe('a tombstone (WRT-04)', () => {
  it('is not there for partners, and nobody can answer, forward, quote or react to it', async () => {
    const { placement, message } = await place()
    const read = async (): Promise<string> => (await world.read('ana', { partner: other, limit: 100 })).body
    const title = lastTitle().replaceAll('"', '\\"')
    expect(await read()).toContain(title)
    await ben.put(`/threads/${thread}/messages/${message}/reactions/${encodeURIComponent('👍')}`)
    await remove(placement)
    expect(await read()).not.toContain(title)
    const acts = [
      await ana.post(`/threads/${thread}/messages`, { text: 'about that', reply_to: message }),
      await ana.post(`/threads/${thread}/forwards`, { from: thread, message }),
      await ben.put(`/threads/${thread}/messages/${message}/reactions/${encodeURIComponent('🎵')}`),
    ]
    expect(acts.map(problem)).toEqual(Array(3).fill('404 NOT_FOUND'))
    const page = JSON.stringify(await shown(message, ben))
    expect(page).not.toContain('Blue Ferry')
    expect(page).not.toContain('👍')
    expect(
      await rows('select from messages where message_id = $1 and card is not null', [message.slice(8)]),
    ).toEqual([])
  })

  it('tells its author, who alone brings it back, with the bytes and the hash it had', async () => {
    const { placement, message } = await place()
    await ben.put(`/threads/${thread}/messages/${message}/reactions/${encodeURIComponent('👍')}`)
    const bytes = () =>
      rows<{ card: string }>('select card::text from messages where message_id = $1', [message.slice(8)])
    const [before, beforeBytes] = [await shown(message), await bytes()]
    await remove(placement)
    const { items } = (await ana.get('/notices')).body
    expect(items[0]).toMatchObject({ kind: 'placement_removed', partner: { name: 'Teller' }, thread })
    const restore = `/threads/${thread}/messages/${message}/restore`
    expect(problem(await ben.post(restore, {}))).toBe('403 NOT_ALLOWED')
    expect((await ana.post(restore, {})).status).toBe(200)
    expect(await bytes()).toEqual(beforeBytes)
    expect(await shown(message)).toEqual(before)
    const [removed, restored] = [
      (await recordsOf('placement_removed')).at(-1),
      (await recordsOf('placement_restored')).at(-1),
    ]
    expect(removed?.['card_hash']).toBe(hashOf(before.card))
    expect(restored).toMatchObject({
      card_hash: hashOf(before.card),
      by: 'author',
      placement: removed?.['placement'],
    })
    expect(problem(await ana.post(restore, {}))).toBe('404 NOT_FOUND')
  })

  it('says in the thread who took it, and lets its author alone bring it back, with one click', async () => {
    const { placement } = await place()
    await remove(placement)
    const there = (who: 'ana' | 'ben') => app.at(world.login(who), `/threads/${thread}`)
    const [anas, bens] = [await there('ana'), await there('ben')]
    for (const { page: shown } of [anas, bens]) {
      await shown.getByText('Removed by Teller.').first().waitFor()
      expect(await shown.getByText(String(lastTitle().split(' — ')[1])).count()).toBe(0)
    }
    expect(await bens.page.getByRole('button', { name: 'Bring it back' }).count()).toBe(0)
    expect(JSON.stringify((await ana.get('/notices')).body)).toContain('placement_removed')
    await anas.page.getByRole('button', { name: 'Bring it back' }).last().click()
    await bens.page
      .getByRole('article')
      .getByText(`3 o’clock ${lastTitle().split(' ').at(-1)}`)
      .waitFor()
    await Promise.all([anas.close(), bens.close()])
  })

  it('becomes its author’s own when they delete it for good', async () => {
    const { placement, message } = await place()
    await remove(placement)
    expect(problem(await ben.delete(`/threads/${thread}/messages/${message}`))).toBe('403 NOT_ALLOWED')
    expect((await ana.delete(`/threads/${thread}/messages/${message}`)).status).toBe(204)
    expect(problem(await ana.post(`/threads/${thread}/messages/${message}/restore`, {}))).toBe(
      '404 NOT_FOUND',
    )
    expect(await rows('select from sealed_cards where message_id = $1', [message.slice(8)])).toEqual([])
  })

  it('is not brought back when what was kept is not what the ledger names', async () => {
    const { placement, message } = await place()
    await remove(placement)
    await rows(
      `update sealed_cards set card = jsonb_set(card, '{title}', '"Another"') where message_id = $1`,
      [message.slice(8)],
    )
    expect(problem(await ana.post(`/threads/${thread}/messages/${message}/restore`, {}))).toBe('500 INTERNAL')
    expect((await shown(message)).card).toBe(null)
  })

  it('cannot be read by any login that serves people or partners', async () => {
    for (const role of ['countersign_app', 'countersign_gate'] as const) {
      const reading = onServer(database.as(role), (pg) => pg.query('select card from sealed_cards'))
      await expect(reading).rejects.toMatchObject({ code: '42501' })
    }
  })
})

describe('many at once (WRT-04)', () => {
  it('fifty in a minute, on two servers, then BULK_STOP and a frozen partner; all come back with the hash they had', {
    timeout: 120_000,
  }, async () => {
    const placed = []
    for (let i = 0; i < 60; i++) placed.push(await place())
    const { partner, feature } = teller
    const ids = openOpaqueIds(system.keys.cursorKey('opaque ids'), { partner, person: people.ana })
    const since = clock.now()
    const [removed, restored] = [
      (await recordsOf('placement_removed')).length,
      (await recordsOf('placement_restored')).length,
    ]
    const all = await Promise.allSettled(
      placed.map(({ placement }, i) =>
        removePlacement(i % 2 === 0 ? system : second.system, {
          partner,
          feature,
          person: people.ana,
          purpose,
          placement: ids.openPlacement(placement),
        }),
      ),
    )
    const codes = all.map((one) =>
      one.status === 'fulfilled' ? 'done' : (one.reason as { code: string }).code,
    )
    const count = (code: string): number => codes.filter((one) => one === code).length
    expect([count('done'), count('BULK_STOP'), count('SUSPENDED')]).toEqual([50, 1, 9])
    expect(said(await remove(placed[0]?.placement ?? ''))).toBe('403 SUSPENDED')
    expect(await rows(`select detail from incidents where kind = 'bulk_stop'`)).toEqual([
      { detail: { deletions: 50 } },
    ])
    expect(await rows(`select from register_entries where kind = 'partner_suspended'`)).toHaveLength(1)
    const outcomes = await Promise.all([
      restorePlacements(system, { partner, since }),
      restorePlacements(second.system, { partner, since }),
    ])
    expect(outcomes.map((one) => one.restored).reduce((a, b) => a + b)).toBe(50)
    expect(await restorePlacements(system, { partner, since })).toEqual({ restored: 0, gone: 0 })
    const hashes = (records: Record<string, string>[]): string[] =>
      records.map(({ placement, card_hash }) => `${placement} ${card_hash}`).toSorted()
    const back = (await recordsOf('placement_restored')).slice(restored)
    expect(hashes(back)).toEqual(hashes((await recordsOf('placement_removed')).slice(removed)))
    expect(back.every(({ by }) => by === 'operator')).toBe(true)
    await resumePartner(system, { partner, why: 'the test is over' })
    clock.advance(61_000)
    forgetTokens()
    expect(said(await remove(placed[0]?.placement ?? ''))).toBe('204')
  })
})

describe('thirty days (WRT-04)', () => {
  it('can be brought back to the last millisecond of thirty days; then the card is gone, and a job erases it', async () => {
    const [last, late] = [await place(), await place()]
    await remove(last.placement)
    const kept = Date.parse((await shown(last.message)).restorable_until)
    expect(kept).toBe(clock.now() + 30 * DAY_MS)
    await remove(late.placement)
    const lateKept = Date.parse((await shown(late.message)).restorable_until)
    clock.set(kept - 1)
    const later = await signIn('ana')
    const restore = ({ message }: { message: string }) =>
      later.post(`/threads/${thread}/messages/${message}/restore`, {})
    expect((await restore(last)).status).toBe(200)
    clock.set(lateKept)
    expect(problem(await restore(late))).toBe('410 RESTORE_OVER')
    const sealed = () => rows('select from sealed_cards where message_id = $1', [late.message.slice(8)])
    expect(await sealed()).toHaveLength(1)
    await eraseSealed(system).run({ since: null, at: clock.now() })
    expect(await sealed()).toEqual([])
    expect(problem(await restore(late))).toBe('410 RESTORE_OVER')
  })
})
