// The harvest breaker: people reached per owner against the reviewed budget, stopped in the turn that would reach one too many (COP-08).
import { type PersonId, parsePartnerFile } from '@countersign/protocol'
import { makeWorld, musicOffers, onServer, testSystem, type WorldPartner } from '@countersign/testkit'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { endFeature } from '../src/acts/end-feature.ts'
import { registerPartner } from '../src/acts/register-partner.ts'
import { createHarvestBreaker } from '../src/gate/harvest.ts'
import { openDatabase } from '../src/store/database.ts'
import { findPartner } from '../src/store/partners.ts'
import { reachOf } from '../src/store/reach.ts'

const opened = await testSystem()
const { system, clock, database } = opened
const world = await makeWorld(system, clock)
const key = { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43), kid: 'one' }

let made = 0
async function partnerWith(
  budget: number,
  group = `group-${++made}`,
): Promise<WorldPartner & { group: string }> {
  const slug = `reader-${++made}`
  const file = parsePartnerFile({
    slug,
    name: slug,
    homepage: `https://${slug}.example`,
    ownership_group: group,
    client: { redirect_uris: [`https://${slug}.example/callback`], jwks: { keys: [key] } },
    features: [
      {
        slug: 'songs',
        start_at: '2014-01-01',
        offers: musicOffers,
        harvest_budget: budget,
        texts: { en: { name: 'Songs', summary: 'Shows songs.' } },
        review_id: 'r',
      },
    ],
  })
  if (!file.ok) throw new Error(JSON.stringify(file.error))
  const { partner, features } = await registerPartner(system, file.value)
  const [feature] = features
  if (feature === undefined) throw new Error('no feature')
  return { partner, feature: feature.feature, manifestVersion: 1, group }
}

const outcome = (who: 'ana' | 'ben' | 'chika', partner: WorldPartner, on = system) =>
  world.ask(who, { partner }, on).then(
    async (answer) => {
      await answer.release(async () => true)
      return 'permit'
    },
    (error: { code: string }) => error.code,
  )

async function disclosedTo({ partner }: WorldPartner): Promise<ReadonlySet<string>> {
  const { rows } = await onServer(database.owner, (db) =>
    db.query("select distinct person_id from entries where kind = 'disclosure' and partner_id = $1::uuid", [
      partner.slice(8),
    ]),
  )
  return new Set(rows.map(({ person_id }) => person_id as PersonId))
}

beforeEach(() => clock.advance(1_000))

describe('a partner within its budget', () => {
  it('reaches the same people as often as it likes, and is counted once for each', async () => {
    const reader = await partnerWith(2)
    await world.grant('ana', { partner: reader })
    await world.countersign('ben', { partner: reader })
    await world.say('ana', 'hello')
    await world.say('ben', 'hello you')
    for (let i = 0; i < 3; i++) expect(await outcome('ana', reader)).toBe('permit')
    expect(await reachOf(system.app, reader.group)).toBe(2)
  })

  it('goes on with those it has when the budget shrinks below them, and is stopped at the next person', async () => {
    const large = await partnerWith(2)
    const small = await partnerWith(1, large.group)
    for (const who of ['ana', 'ben'] as const) await world.grant(who, { partner: large })
    await world.grant('ana', { partner: small })
    for (const who of ['ana', 'ben'] as const) await world.say(who, `still ${who}`)
    expect(await outcome('ana', large)).toBe('permit')
    expect(await reachOf(system.app, large.group)).toBe(2)
    await endFeature(system, { partner: large.partner, feature: large.feature, at: null })
    expect(await outcome('ana', small)).toBe('permit')
    await world.grant('chika', { partner: small })
    await world.say('chika', 'somebody new')
    expect(await outcome('chika', small)).toBe('SUSPENDED')
    expect(await reachOf(system.app, large.group)).toBe(2)
  })

  it('is not counted for whom it tries to reach and does not', async () => {
    const reader = await partnerWith(5)
    expect(await outcome('ana', reader)).toBe('NO_GRANT')
    expect(await reachOf(system.app, reader.group)).toBe(0)
  })
})

describe('a partner that would reach one too many', () => {
  it('is suspended in that turn, with an incident, and nothing over budget leaves', async () => {
    const reader = await partnerWith(1)
    await world.grant('ana', { partner: reader })
    await world.say('ana', 'one')
    expect(await outcome('ana', reader)).toBe('permit')
    await world.countersign('ben', { partner: reader })
    await world.say('ben', 'two')
    expect(await outcome('ana', reader)).toBe('SUSPENDED')
    expect((await findPartner(system.app, reader.partner))?.suspended).toBe(true)
    expect((await disclosedTo(reader)).size).toBe(1)
    expect(await reachOf(system.app, reader.group)).toBe(1)
    const incidents = await onServer(database.owner, (db) =>
      db.query('select kind, detail from incidents where partner_id = $1::uuid', [reader.partner.slice(8)]),
    )
    expect(incidents.rows).toEqual([{ kind: 'harvest', detail: { reached: 2, budget: 1 } }])
    const { rows } = await onServer(database.owner, (db) =>
      db.query(
        "select record from register_entries where kind = 'partner_suspended' and partner_id = $1::uuid",
        [reader.partner.slice(8)],
      ),
    )
    expect(rows).toMatchObject([{ record: { suspended: true } }])
  })

  it('is stopped whoever of its owner reached the others, and for whatever purpose', async () => {
    const first = await partnerWith(2)
    const second = await partnerWith(2, first.group)
    await world.grant('ana', { partner: first })
    await world.grant('ben', { partner: second })
    for (const who of ['ana', 'ben', 'chika'] as const) await world.say(who, `from ${who}`)
    expect(await outcome('ana', first)).toBe('permit')
    expect(await outcome('ben', second)).toBe('permit')
    await world.grant('chika', { partner: second })
    await world.say('chika', 'since my own yes')
    expect(await outcome('chika', second)).toBe('SUSPENDED')
    expect(await reachOf(system.app, first.group)).toBe(2)
    // Who reaches nobody new goes on: the others of the owner are stopped at their own next person.
    expect(await outcome('ana', first)).toBe('permit')
  })

  it('is stopped on another server that remembers less', async () => {
    const reader = await partnerWith(1)
    const other = (await opened.second()).system
    await world.grant('ana', { partner: reader })
    await world.say('ana', 'one')
    expect(await outcome('ana', reader)).toBe('permit')
    expect(await outcome('ana', reader, other)).toBe('permit')
    await world.grant('ben', { partner: reader })
    await world.say('ben', 'two')
    expect(await outcome('ben', reader, other)).toBe('SUSPENDED')
    expect(await outcome('ana', reader)).toBe('SUSPENDED')
  })

  it('is stopped by many calls at once as by one after the other', async () => {
    const reader = await partnerWith(1)
    for (const who of ['ana', 'ben', 'chika'] as const) {
      await world.grant(who, { partner: reader })
      await world.say(who, 'now')
    }
    const asked = (['ana', 'ben', 'chika'] as const).flatMap((who) => Array.from({ length: 5 }, () => who))
    await Promise.all(asked.map((who) => outcome(who, reader)))
    expect((await disclosedTo(reader)).size).toBeLessThanOrEqual(1)
    expect(await reachOf(system.app, reader.group)).toBeLessThanOrEqual(1)
    expect((await findPartner(system.app, reader.partner))?.suspended).toBe(true)
  })
})

describe('partners of one owner in one turn', () => {
  const { ana, ben, chika } = world.people
  const turnstile = openDatabase(database.as('countersign_turnstile'), {
    size: 1,
    onIdleError: () => undefined,
  })
  afterAll(() => turnstile.close())

  type Answers = readonly (readonly [partner: WorldPartner, people: readonly PersonId[]])[]

  /** Weighs answers as one turn does: who trips, with how many, and how many the owner has reached after it. */
  function weigh(group: string, answers: Answers) {
    const reaching = answers.map(([{ partner }, people]) => ({
      partner,
      reaches: { group, budget: 2, people },
    }))
    return turnstile.transaction(async (session) => {
      const { trips } = await createHarvestBreaker().weigh(session, reaching, clock.now())
      return { trips, reached: await reachOf(session, group) }
    })
  }

  async function siblings() {
    const one = await partnerWith(2)
    return [one, await partnerWith(2, one.group)] as const
  }

  it('are not stopped for people whom another of them would have reached and did not', async () => {
    const [greedy, modest] = await siblings()
    const { partner } = greedy
    const tooMany = [greedy, [ana, ben, chika]] as const
    const trips = [{ partner, reached: 3, budget: 2 }]
    expect(await weigh(greedy.group, [[greedy, [ana]], tooMany, [modest, [ben, chika]]])).toEqual({
      trips,
      reached: 2,
    })
    const [hasty, slow] = await siblings()
    expect(
      await weigh(hasty.group, [
        [hasty, [ana, ben]],
        [slow, [chika]],
        [hasty, [chika]],
      ]),
    ).toEqual({ trips: [{ partner: hasty.partner, reached: 3, budget: 2 }], reached: 1 })
  })

  it('are stopped, the one of them that would reach one too many, in whatever order it comes', async () => {
    const [first, second] = await siblings()
    expect(
      await weigh(first.group, [
        [first, [ana, ben]],
        [second, [chika]],
        [first, [ana]],
      ]),
    ).toEqual({ trips: [{ partner: second.partner, reached: 3, budget: 2 }], reached: 2 })
    // Whom they reach between them is counted once.
    const [third, fourth] = await siblings()
    expect(
      await weigh(third.group, [
        [third, [ana, ben]],
        [fourth, [ben, ana]],
      ]),
    ).toEqual({ trips: [], reached: 2 })
  })
})
