// Review before people are reached: two people for anything beyond writing, nobody twice, nobody for themselves (OVR-02).
import type { FeatureId, PartnerId, PersonId, ReviewId } from '@countersign/protocol'
import { makeWorld, onServer, testSystem, worldPassword } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { nameReviewer } from '../src/acts/name-reviewer.ts'
import { openAccount } from '../src/acts/open-account.ts'
import { readPartnerFile } from '../src/acts/read-partner-file.ts'
import { registerPartner } from '../src/acts/register-partner.ts'
import { reviewManifest, showReview } from '../src/acts/review-manifest.ts'
import { type SubmittedFeature, submitManifest } from '../src/acts/submit-manifest.ts'
import { transferPartner } from '../src/acts/transfer-partner.ts'
import type { Problem } from '../src/problems.ts'
import { manifestsOf } from '../src/store/features.ts'

const opened = await testSystem()
const { system, clock, database } = opened
const world = await makeWorld(system, clock)
const { ana, ben, chika, dora } = world.people
for (const person of [ana, ben, chika]) await nameReviewer(system, { person, reviews: true })

const read = { purpose: 'group_activity', verb: 'messages.read', fields: ['message.text'] } as const
const write = { purpose: 'share_content', verb: 'messages.write', fields: [] } as const

function declared(more: Partial<SubmittedFeature> = {}): SubmittedFeature {
  return {
    offers: [write],
    harvest_budget: 100,
    term_days: 90,
    texts: { en: { name: 'Songs', summary: 'Sends songs you pick to people you chat with.' } },
    ...more,
  }
}

/** A partner's file, with one more line about its one feature. */
const fileOf = (slug: string, more = ''): string => `
slug: ${slug}
name: ${slug}
homepage: https://${slug}.example
client:
  redirect_uris: [https://${slug}.example/callback]
  jwks: { keys: [{ kty: OKP, crv: Ed25519, x: ${'A'.repeat(43)}, kid: one }] }
features:
  - slug: songs
    start_at: 2020-01-01
    offers: [{ purpose: share_content, verb: messages.write }]
    harvest_budget: 10
    texts: { en: { name: Songs, summary: Sends songs. } }
    ${more}
`

/** Where a file is refused. */
function problemsOf(text: string): readonly string[] {
  try {
    readPartnerFile(text)
    return []
  } catch (error) {
    return (error as Problem).errors.map(({ at }) => at)
  }
}

let made = 0
/** A partner whose one feature nobody has reviewed. */
async function newPartner(): Promise<{ partner: PartnerId; feature: FeatureId }> {
  const slug = `fresh-${++made}`
  const { partner, features } = await registerPartner(system, readPartnerFile(fileOf(slug)))
  const feature = features[0]?.feature
  if (feature === undefined) throw new Error('no feature')
  return { partner, feature }
}
const submit = async (
  at: { partner: PartnerId; feature: FeatureId },
  more: Partial<SubmittedFeature> = {},
) => {
  const submitted = await submitManifest(system, { ...at, declared: declared(more), by: dora })
  if (submitted.review === null) throw new Error('it waits for nobody')
  return { ...submitted, review: submitted.review }
}
const say = (reviewer: PersonId, review: ReviewId, verdict: 'approve' | 'reject' = 'approve') =>
  reviewManifest(system, { reviewer, review, verdict, note: 'looked at it' })
const joins = (partner: PartnerId, person: PersonId, role = 'developer') =>
  onServer(database.owner, (db) =>
    db.query(`insert into partner_staff (partner_id, person_id, role, since) values ($1, $2, $3, 0)`, [
      partner.slice(8),
      person.slice(7),
      role,
    ]),
  )
const leaves = (person: PersonId) =>
  onServer(database.owner, (db) =>
    db.query('delete from partner_staff where person_id = $1', [person.slice(7)]),
  )
const inForce = async ({ partner, feature }: { partner: PartnerId; feature: FeatureId }) =>
  (await manifestsOf(system.app, partner, feature)).filter(({ reviewId }) => reviewId !== null).at(-1)

describe('a review', () => {
  it('of what only writes takes one person, who gives it its id (OVR-02)', async () => {
    const at = await newPartner()
    const { review, needed, outcome } = await submit(at)
    expect([outcome, needed]).toEqual(['waiting', 1])
    expect(await inForce(at)).toBeUndefined()
    expect(await say(ana, review)).toMatchObject({ state: 'approved' })
    expect(await inForce(at)).toMatchObject({ reviewId: review, termDays: 90 })
  })

  it('of anything more takes two different people', async () => {
    const at = await newPartner()
    const { review, needed } = await submit(at, { offers: [write, read] })
    expect(needed).toBe(2)
    expect(await say(ana, review)).toMatchObject({ state: 'waiting' })
    await expect(say(ana, review)).rejects.toMatchObject({ code: 'ALREADY' })
    expect(await inForce(at)).toBeUndefined()
    expect(await say(ben, review)).toMatchObject({ state: 'approved' })
    expect(await inForce(at)).toMatchObject({ reviewId: review })
    await expect(say(chika, review)).rejects.toMatchObject({ code: 'ALREADY' })
  })

  it('is nobody’s who was not named, has submitted it, or is named no more', async () => {
    const at = await newPartner()
    const { review } = await submit(at)
    const stranger = await openAccount(system, {
      login: 'stranger',
      password: worldPassword,
      displayName: 'Stranger',
    })
    await expect(say(stranger, review)).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    await nameReviewer(system, { person: dora, reviews: true })
    await expect(say(dora, review)).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    await nameReviewer(system, { person: dora, reviews: false })
    await nameReviewer(system, { person: chika, reviews: false })
    await expect(say(chika, review)).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    await nameReviewer(system, { person: chika, reviews: true })
    await expect(nameReviewer(system, { person: chika, reviews: true })).rejects.toMatchObject({
      code: 'ALREADY',
    })
  })

  it('is nobody’s who works for the partner, whoever submitted it', async () => {
    const at = await newPartner()
    const { review } = await submit(at)
    await joins(at.partner, ana)
    await expect(say(ana, review)).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    expect(await say(ben, review)).toMatchObject({ state: 'approved' })
  })

  it('is nobody’s who works for another company of the same owner', async () => {
    const [at, sibling] = [await newPartner(), await newPartner()]
    const { review } = await submit(at)
    await transferPartner(system, { partner: at.partner, to: 'one-owner' })
    await transferPartner(system, { partner: sibling.partner, to: 'one-owner' })
    await joins(sibling.partner, ana)
    await expect(say(ana, review)).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    expect(await say(ben, review)).toMatchObject({ state: 'approved' })
  })

  it('forgets the approval of somebody who was struck off since, and counts it again once they are named again', async () => {
    const at = await newPartner()
    const { review } = await submit(at, { offers: [write, read] })
    await say(ana, review)
    await nameReviewer(system, { person: ana, reviews: false })
    expect(await say(ben, review)).toMatchObject({ state: 'waiting' })
    expect(await inForce(at)).toBeUndefined()
    await nameReviewer(system, { person: ana, reviews: true })
    expect(await say(chika, review)).toMatchObject({ state: 'approved' })
  })

  it('forgets the approval of somebody who works for the company since, or for another one of its owner', async () => {
    const sibling = await newPartner()
    await transferPartner(system, { partner: sibling.partner, to: 'another-owner' })
    for (const joined of ['itself', 'sibling']) {
      const at = await newPartner()
      await transferPartner(system, { partner: at.partner, to: 'another-owner' })
      const { review } = await submit(at, { offers: [write, read] })
      await say(ana, review)
      await joins(joined === 'itself' ? at.partner : sibling.partner, ana)
      expect([joined, (await say(ben, review)).state]).toEqual([joined, 'waiting'])
      const { rows } = await onServer(database.owner, (db) =>
        db.query(
          `select record ->> 'stands' as stands from register_entries where record ->> 'review' = $1 order by n`,
          [review],
        ),
      )
      expect(rows.map(({ stands }) => stands).filter(Boolean)).toEqual(['waiting', 'waiting'])
      await leaves(ana)
      expect(await say(chika, review)).toMatchObject({ state: 'approved' })
    }
  })

  it('ends with one rejection, and leaves what people have as it was', async () => {
    const at = await newPartner()
    const first = await submit(at)
    await say(ana, first.review)
    const wider = await submit(at, { offers: [write, read] })
    await say(ana, wider.review)
    expect(await say(ben, wider.review, 'reject')).toMatchObject({ state: 'rejected' })
    expect(await inForce(at)).toMatchObject({ reviewId: first.review })
  })

  it('is of the newest submission: one before it cannot be approved any more', async () => {
    const at = await newPartner()
    const old = await submit(at)
    const newer = await submit(at, { term_days: 60 })
    await expect(say(ana, old.review)).rejects.toMatchObject({ code: 'ALREADY' })
    await say(ana, newer.review)
    expect(await inForce(at)).toMatchObject({ reviewId: newer.review, termDays: 60 })
  })

  it('by two servers at once counts one person once', async () => {
    const at = await newPartner()
    const { review } = await submit(at, { offers: [write, read] })
    const other = await opened.second()
    const verdict = { reviewer: ana, review, verdict: 'approve', note: 'twice' } as const
    const said = await Promise.allSettled([
      reviewManifest(system, verdict),
      reviewManifest(other.system, verdict),
    ])
    expect(said.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await inForce(at)).toBeUndefined()
  })
})

describe('a version', () => {
  it('that only takes less, in the same words, is in force at once under the same review (PER-05)', async () => {
    const at = await newPartner()
    const { review } = await submit(at, { offers: [write, read] })
    await say(ana, review)
    await say(ben, review)
    const byStranger = submitManifest(system, { ...at, declared: declared({ term_days: 30 }), by: dora })
    await expect(byStranger).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await joins(at.partner, dora, 'owner')
    const less = await submitManifest(system, { ...at, declared: declared({ term_days: 30 }), by: dora })
    expect(less).toMatchObject({ outcome: 'published', review: null })
    expect(await inForce(at)).toMatchObject({ reviewId: review, offers: [write], termDays: 30 })
    const again = await submitManifest(system, { ...at, declared: declared({ term_days: 30 }), by: dora })
    expect(again).toMatchObject({ outcome: 'unchanged' })
    // What was taken back is more again, and has to be looked at again.
    expect(await submit(at, { offers: [write, read] })).toMatchObject({ outcome: 'waiting', needed: 2 })
  })

  it('that denies what it takes reaches no reviewer (OVR-02)', async () => {
    const at = await newPartner()
    const named = { ...read, fields: ['message.author'] } as const
    const texts = { en: { name: 'Songs', summary: 'We get no names. It shows songs.' } }
    const refused = submitManifest(system, {
      ...at,
      declared: declared({ offers: [named], texts }),
      by: dora,
    })
    await expect(refused).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      errors: [{ at: 'texts.en.summary' }],
    })
  })

  it('cannot name its own review', async () => {
    const at = await newPartner()
    const smuggled = { ...declared(), review_id: 'review-1' }
    await expect(submitManifest(system, { ...at, declared: smuggled, by: dora })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      errors: [{ at: 'review_id' }],
    })
    // Nor in a file: what looks like the id of a given review is refused, and nothing else is wrong with the file.
    expect(problemsOf(fileOf('fresh', 'review_id: review_1'))).toEqual(['features.0.review_id'])
    expect(problemsOf(fileOf('fresh', 'review_id: operator-1'))).toEqual([])
  })
})

describe('what a reviewer reads', () => {
  it('is the difference to what people have, in plain words', async () => {
    const at = await newPartner()
    await joins(at.partner, dora, 'owner')
    const first = await submit(at)
    expect((await showReview(system.app, first.review)).diff.widens[0]).toBe(
      'It may send a card that you confirm each time (messages.write), for sending things you picked to people you chat with.',
    )
    await say(ana, first.review)
    const second = await submit(at, { offers: [write, read], term_days: 30 })
    expect(await showReview(system.app, second.review)).toMatchObject({
      inForce: { reviewId: first.review },
      diff: {
        widens: [expect.stringContaining('It may read messages in the threads you picked')],
        narrows: ['A yes lasts 30 days at most, instead of 90.'],
        rewords: [],
      },
    })
  })
})

it('every submission and verdict is in the public register, and a declared review never looks like a given one', async () => {
  const at = await newPartner()
  const { review } = await submit(at, { offers: [write, read] })
  await say(ana, review)
  await say(ben, review)
  const { rows } = await onServer(database.owner, (db) =>
    db.query(
      'select kind, record from register_entries where partner_id = (select partner_id from features where feature_id = $1::uuid) order by n',
      [at.feature.slice(8)],
    ),
  )
  expect(rows.map(({ kind }) => kind)).toEqual([
    'partner_registered',
    'client_changed',
    'manifest_published',
    'manifest_published',
    'manifest_submitted',
    'manifest_reviewed',
    'manifest_reviewed',
    'manifest_published',
  ])
  expect(rows.slice(5).map(({ record }) => [record.reviewer ?? record.review, record.stands])).toEqual([
    [ana, 'waiting'],
    [ben, 'approved'],
    [review, undefined],
  ])
})
