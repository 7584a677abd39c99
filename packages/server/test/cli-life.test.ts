// The commands of an operator and reviewers, each once with what it changes: reviews, ends, exceptions, owners, screens, cards.
import { DAY_MS } from '@countersign/protocol'
import { freePort, makeWorld, onServer, testClock, worldPassword } from '@countersign/testkit'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { draftCard } from '../src/acts/draft-card.ts'
import { prepareTicket } from '../src/acts/prepare-ticket.ts'
import { redeemTicket } from '../src/acts/redeem-ticket.ts'
import { removePlacement } from '../src/acts/remove-placement.ts'
import { submitManifest } from '../src/acts/submit-manifest.ts'
import { loadSettings } from '../src/cli/load-settings.ts'
import { openOwner, openSystem } from '../src/main.ts'
import { findPartner } from '../src/store/partners.ts'
import { objectOf, runHere, temporaryFolder } from './_cli.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const folder = await temporaryFolder()
const settings = await loadSettings({ log_level: 'silent' }, {}, folder)
// The database runs as beside a server: each command joins it, as an operator's does.
const { owner, stop } = await openOwner(settings, pino({ level: 'silent' }))
const { system, close } = await openSystem(settings)
afterAll(async () => {
  await close()
  await stop()
})
const sql = async (text: string, values: unknown[] = []) =>
  (await onServer(owner, (db) => db.query(text, values))).rows

const world = await makeWorld(system, testClock(Date.now()))
const { people, jukebox, thread } = world

/** What a command says, as whoever signs in as `as` with that password. */
async function run(args: readonly string[], as?: string, password = worldPassword) {
  const who = as === undefined ? [] : ['--as', as]
  const said = await runHere([...args, ...who, '--json'], {}, folder, `${password}\n`)
  return objectOf(said)
}
const outcome = () =>
  world.read('ana').then(
    () => 'permit',
    (error: { code: string }) => error.code,
  )

beforeAll(async () => {
  for (const who of ['ana', 'ben'] as const) {
    const said = await run(['reviewer', 'add', world.login(who)])
    if (said['ok'] !== true || said['reviews'] !== true) throw new Error(JSON.stringify(said))
  }
})

it('reviewer add, remove and list say who reviews', async () => {
  expect(await run(['reviewer', 'add', 'nobody@example.org'])).toMatchObject({ code: 'NOT_FOUND', exit: 1 })
  expect(await run(['reviewer', 'add', world.login('ana')])).toMatchObject({ code: 'ALREADY' })
  await run(['reviewer', 'add', world.login('chika')])
  expect(await run(['reviewer', 'remove', world.login('chika')])).toMatchObject({ ok: true, reviews: false })
  const { reviewers } = await run(['reviewer', 'list'])
  expect((reviewers as { person: string }[]).map(({ person }) => person).sort()).toEqual(
    [people.ana, people.ben].sort(),
  )
})

it('review list, show, approve and reject: two people, each by their own password (OVR-02)', async () => {
  const { partner, feature } = await world.partner('tunes')
  await sql(`insert into partner_staff (partner_id, person_id, role, since) values ($1, $2, 'owner', 0)`, [
    partner.slice(8),
    people.dora.slice(7),
  ])
  const submit = (summary: string) =>
    submitManifest(system, {
      partner,
      feature,
      by: people.dora,
      declared: {
        offers: [{ purpose: 'share_content', verb: 'messages.delete', fields: [] }],
        harvest_budget: 100,
        term_days: 90,
        texts: { en: { name: 'Songs', summary } },
      },
    })
  const { review } = await submit('Takes back cards you sent through it.')
  if (review === null) throw new Error('it waits for nobody')
  expect((await run(['review', 'list'])).reviews).toMatchObject([{ id: review, state: 'waiting', needed: 2 }])
  expect(await run(['review', 'show', review])).toMatchObject({
    review: { id: review },
    diff: { widens: [expect.stringContaining('messages.delete')] },
  })
  const yes = ['review', 'approve', review, '--note', 'looked at it']
  expect(await run(yes)).toMatchObject({ code: 'USAGE', exit: 2 })
  expect(await run(yes, world.login('ana'), 'a guess')).toMatchObject({ code: 'WRONG_PASSWORD', exit: 1 })
  expect(await run(yes, world.login('chika'))).toMatchObject({ code: 'NOT_ALLOWED', exit: 1 })
  expect(await run(yes, world.login('ana'))).toMatchObject({ state: 'waiting' })
  expect(await run(yes, world.login('ana'))).toMatchObject({ code: 'ALREADY' })
  const no = ['review', 'reject', review, '--note', 'why?']
  expect(await run(no, world.login('ben'))).toMatchObject({ state: 'rejected', version: null })
  const second = (await submit('Takes back what you sent through it.')).review ?? ''
  for (const [who, state] of [
    ['ana', 'waiting'],
    ['ben', 'approved'],
  ] as const)
    expect(
      await run(['review', 'approve', second, '--note', 'looked at it'], world.login(who)),
    ).toMatchObject({ state })
  expect((await run(['review', 'list'])).reviews).toEqual([])
  expect((await run(['review', 'list', '--all'])).reviews).toMatchObject([
    { id: review, state: 'rejected' },
    { id: second, state: 'approved' },
  ])
})

it('feature end and exception ask, agree, list: an end, and the one way it comes later (SUN-01, OVR-06)', async () => {
  const films = await world.partner('films')
  await world.grant('ana', { partner: films })
  const { slug } = (await sql('select slug from features where feature_id = $1', [films.feature.slice(8)]))[0]
  const feature = `films/${slug}`
  const end = Date.now() + 2 * DAY_MS
  const later = end + 30 * DAY_MS
  const until = ['--until', new Date(later).toISOString(), '--reason', 'The new one is late.']
  expect(await run(['exception', 'ask', feature, ...until], world.login('ana'))).toMatchObject({
    code: 'NOT_ALLOWED',
  })
  expect(await run(['feature', 'end', 'films/nothing'])).toMatchObject({ code: 'NOT_FOUND' })
  expect(await run(['feature', 'end', feature, '--at', 'soon'])).toMatchObject({ code: 'USAGE', exit: 2 })
  const preview = await run(['feature', 'end', feature, '--preview'])
  expect(preview).toMatchObject({ ok: true, grants: 1, people: 1 })
  expect(preview).not.toHaveProperty('ends_at')
  expect(await run(['feature', 'end', feature, '--at', new Date(end).toISOString()])).toMatchObject({
    ends_at: end,
  })
  const asked = await run(['exception', 'ask', feature, ...until], world.login('ana'))
  const agree = ['exception', 'agree', String(asked['id'])]
  expect(await run(agree, world.login('ben'))).toMatchObject({ code: 'NOT_ALLOWED' })
  await sql('update exceptions set asked_at = asked_at - $1::bigint', [DAY_MS])
  expect(await run(agree, world.login('ana'))).toMatchObject({ code: 'NOT_ALLOWED' })
  expect(await run(agree, world.login('ben'))).toMatchObject({ ok: true, newEndAt: later })
  expect((await run(['exception', 'list'])).exceptions).toMatchObject([
    { id: asked['id'], askedBy: people.ana, agreedBy: people.ben, oldEndAt: end, newEndAt: later },
  ])
  expect(await sql('select end_at from features where feature_id = $1', [films.feature.slice(8)])).toEqual([
    { end_at: String(later) },
  ])
})

it('placement restore brings back what was taken away, once (WRT-04)', async () => {
  const offers = (['messages.write', 'messages.delete'] as const).map((verb) => ({
    purpose: 'share_content' as const,
    verb,
    fields: [],
  }))
  const teller = await world.partner('teller', offers)
  const [person, purpose] = [people.ana, 'share_content'] as const
  const verbs = ['messages.write', 'messages.delete'] as const
  await world.grant('ana', { partner: teller, purpose, verbs, threads: [] })
  const { partner, feature } = teller
  const card = { type: 'note', text: 'Your table is ready.' } as const
  const { draft } = await draftCard(system, { partner, feature, person, purpose, card })
  const ticket = await prepareTicket(system, { person, draft, thread })
  const { message } = await redeemTicket(system, { person, ticket: ticket.id, cardHash: ticket.cardHash })
  const [{ placement }] = await sql(
    `select 'placement_' || replace(placement_id::text, '-', '') as placement from placements`,
  )
  const stands = () => sql('select card from messages where message_id = $1', [message.slice(8)])
  await removePlacement(system, { partner, feature, person, purpose, placement })
  expect(await stands()).toEqual([{ card: null }])
  const restore = (since: number) =>
    run(['placement', 'restore', '--partner', 'teller', '--since', new Date(since).toISOString()])
  expect(await restore(Date.now() + 60_000)).toMatchObject({ restored: 0, gone: 0 })
  expect(await stands()).toEqual([{ card: null }])
  const since = Date.now() - DAY_MS
  expect(await restore(since)).toEqual({ ok: true, partner, restored: 1, gone: 0 })
  expect(await stands()).toEqual([{ card }])
  expect(await restore(since)).toMatchObject({ restored: 0, gone: 0 })
})

it('partner certify gives an overdue partner another year, and piles nothing up (OVR-01)', async () => {
  await world.grant('ana')
  expect(await run(['partner', 'certify', 'jukebox'])).toMatchObject({ code: 'ALREADY', exit: 1 })
  await system.turnstile.change({
    direction: 'tightens',
    async apply(session) {
      const { partner } = jukebox
      await session.query('update partners set certified_until = 0 where partner_id = $1', [partner.slice(8)])
      return { value: undefined, touches: [{ partner }], records: [] }
    },
  })
  expect(await outcome()).toBe('CERT_OVERDUE')
  const { certified_until: certified } = await run(['partner', 'certify', 'jukebox'])
  expect(Number(certified)).toBeGreaterThan(Date.now() + 364 * DAY_MS)
  expect(await outcome()).toBe('permit')
})

it('screen void and partner transfer end what people had allowed (PER-04, SUN-06)', async () => {
  const { screenHash } = await world.grant('ana')
  expect(await run(['screen', 'void', 'abc'])).toMatchObject({ code: 'USAGE', exit: 2 })
  expect(await run(['screen', 'void', 'f'.repeat(64)])).toMatchObject({ code: 'NOT_FOUND', exit: 1 })
  expect(await outcome()).toBe('permit')
  expect(await run(['screen', 'void', screenHash])).toMatchObject({ ok: true, people: 1 })
  expect(await outcome()).toBe('CONSENT_VOID')
  expect(await run(['partner', 'transfer', 'jukebox', 'Big Holding'])).toMatchObject({ code: 'USAGE' })
  expect(await run(['partner', 'transfer', 'jukebox', 'big-holding'])).toMatchObject({
    ok: true,
    ownership_group: 'big-holding',
  })
  expect(await findPartner(system.app, jukebox.partner)).toMatchObject({
    ownershipGroup: 'big-holding',
    suspended: true,
  })
  expect(await outcome()).toBe('SUSPENDED')
})

it('partner webhook, deliveries and replay: set, shown once, rotated, removed; what was tried, and again (TRN-03)', async () => {
  const { partner } = await world.partner('hooked')
  const hook = (...args: string[]) => run(['partner', 'webhook', 'hooked', ...args])
  const [dead, port] = [['partner', 'deliveries', 'hooked', '--dead'], await freePort()]
  const url = `http://localhost:${port}/events`
  const local = ['--outbound-local', String(port)]
  expect(await hook('--set', url)).toMatchObject({ code: 'BAD_REQUEST', exit: 1 })
  expect(await hook('--set', url, '--remove')).toMatchObject({ code: 'USAGE', exit: 2 })
  expect(await hook('--rotate')).toMatchObject({ code: 'NOT_FOUND', exit: 1 })
  const set = await hook('--set', url, ...local)
  expect(set).toMatchObject({ partner, url, secret: expect.stringMatching(/^whsec_/) })
  const rotated = await hook('--rotate')
  expect(rotated).toMatchObject({ url, secret: expect.stringMatching(/^whsec_/) })
  expect(rotated['secret']).not.toBe(set['secret'])
  const shown = await hook()
  expect(shown).toMatchObject({ url, set_at: expect.any(Number) })
  expect(shown).not.toHaveProperty('secret')
  const event = 'event_01a22c1b03ce74cf845868244541c52f'
  expect(await run(dead)).toMatchObject({ deliveries: [] })
  expect(await run(['partner', 'replay', 'hooked', event])).toMatchObject({ code: 'NOT_FOUND' })
  await sql(
    `insert into events (partner_id, event_id, n, kind, type, made_at, feature_id, data, state, handed_at, ended_at, tried_at, attempts, answered)
     values ($1, $2, 1, 'duty', 'feature.ended', 1, $1, '{"feature": "group-songs"}', 'dead', 1, 2, 2, 17, 500)`,
    [partner.slice(8), event.slice(6)],
  )
  expect((await run(dead))['deliveries']).toMatchObject([
    { event, state: 'dead', attempts: 17, answered: 500 },
  ])
  expect(await run(['partner', 'replay', 'hooked', event])).toMatchObject({ outcome: 'replayed' })
  expect((await run(dead))['deliveries']).toEqual([])
  expect(await hook('--remove')).toMatchObject({ url: null })
})
