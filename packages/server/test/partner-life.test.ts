// How the power of a partner ends: a year without certification, another owner, a voided screen, a feature's end.
import { DAY_MS, type ExceptionId, type PartnerFile, parsePartnerFile, uuidOf } from '@countersign/protocol'
import { makeWorld, onServer, testSystem } from '@countersign/testkit'
import { beforeEach, describe, expect, it } from 'vitest'
import { askCard } from '../src/acts/ask-card.ts'
import { certifyPartner } from '../src/acts/certify-partner.ts'
import { endFeature, previewEnd } from '../src/acts/end-feature.ts'
import { listNotices } from '../src/acts/list-notices.ts'
import { agreeToException, askException } from '../src/acts/make-exception.ts'
import { nameReviewer } from '../src/acts/name-reviewer.ts'
import { registerPartners } from '../src/acts/register-partner.ts'
import { resumePartner } from '../src/acts/suspend-partner.ts'
import { transferPartner } from '../src/acts/transfer-partner.ts'
import { voidScreen } from '../src/acts/void-screen.ts'
import { warnOfCertification } from '../src/acts/warn-of-certification.ts'
import { listExceptions } from '../src/store/exceptions.ts'
import { findPartner } from '../src/store/partners.ts'

const { system, clock, database } = await testSystem()
const world = await makeWorld(system, clock)
const { ana, ben, chika } = world.people
await nameReviewer(system, { person: ana, reviews: true })
await nameReviewer(system, { person: ben, reviews: true })

function endingFile(slug: string, endAt: number): PartnerFile {
  const file = parsePartnerFile({
    slug,
    name: slug,
    homepage: `https://${slug}.example`,
    client: {
      redirect_uris: [`https://${slug}.example/callback`],
      jwks: { keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43), kid: 'one' }] },
    },
    features: [
      {
        slug: 'songs',
        start_at: '2014-01-01',
        end_at: new Date(endAt).toISOString(),
        offers: [{ purpose: 'share_content', verb: 'messages.write' }],
        harvest_budget: 10,
        texts: { en: { name: 'Songs', summary: 'Sends songs.' } },
        review_id: 'r',
      },
    ],
  })
  if (!file.ok) throw new Error(JSON.stringify(file.error))
  return file.value
}

let made = 0
const freshPartner = () => world.partner(`company-${++made}`)
let jukebox = await freshPartner()
beforeEach(async () => {
  jukebox = await freshPartner()
})

const outcome = (who: 'ana' | 'ben' | 'chika' = 'ana') =>
  world.read(who, { partner: jukebox }).then(
    () => 'permit',
    (error: { code: string }) => error.code,
  )
const registered = async (kind: string): Promise<readonly Record<string, unknown>[]> => {
  const { rows } = await onServer(database.owner, (db) =>
    db.query('select record from register_entries where kind = $1 and partner_id = $2 order by n', [
      kind,
      jukebox.partner.slice(8),
    ]),
  )
  return rows.map(({ record }) => record)
}
const kindsOf = async (person: typeof ana) =>
  (await listNotices(system, { person, limit: 100, before: null }))
    .filter(({ partner }) => partner === jukebox.partner)
    .map(({ kind }) => kind)

describe('certification (OVR-01)', () => {
  it('that is overdue refuses every call from its hour on; certifying gives them back', async () => {
    const { certifiedUntil } = (await findPartner(system.app, jukebox.partner)) ?? { certifiedUntil: 0 }
    clock.set(certifiedUntil - 2 * DAY_MS)
    await world.grant('ana', { partner: jukebox })
    clock.set(certifiedUntil - 1_001)
    expect(await outcome()).toBe('permit')
    clock.set(certifiedUntil - 1_000)
    expect(await outcome()).toBe('CERT_OVERDUE')
    const until = await certifyPartner(system, { partner: jukebox.partner })
    expect(until - clock.now()).toBe(365 * DAY_MS)
    expect(await outcome()).toBe('permit')
    expect(await registered('partner_certified')).toMatchObject([{ certified_until: until }])
  })

  it('warns the partner’s own people once, sixty days before, and nobody else', async () => {
    await onServer(database.owner, (db) =>
      db.query(`insert into partner_staff (partner_id, person_id, role, since) values ($1, $2, 'owner', 0)`, [
        jukebox.partner.slice(8),
        ben.slice(7),
      ]),
    )
    const { certifiedUntil } = (await findPartner(system.app, jukebox.partner)) ?? { certifiedUntil: 0 }
    clock.set(certifiedUntil - 60 * DAY_MS - 1)
    await warnOfCertification(system)
    expect(await kindsOf(ben)).toEqual([])
    clock.advance(1)
    expect(await warnOfCertification(system)).toEqual([ben])
    expect(await warnOfCertification(system)).toEqual([])
    expect(await kindsOf(ben)).toEqual(['certification_due'])
    expect(await kindsOf(ana)).toEqual([])
  })

  it('cannot be piled up', async () => {
    await expect(certifyPartner(system, { partner: jukebox.partner })).rejects.toMatchObject({
      code: 'ALREADY',
    })
  })
})

describe('a change of owner (SUN-06)', () => {
  it('suspends, and lifting that gives nobody’s permission back: they agree anew', async () => {
    const asked = { ...jukebox, purpose: 'group_activity' } as const
    await world.grant('ana', { partner: jukebox })
    await world.countersign('chika', { partner: jukebox })
    const before = (await askCard(system.app, { person: chika, ...asked })).text
    expect(await outcome()).toBe('permit')
    expect(await transferPartner(system, { partner: jukebox.partner, to: 'big-holding' })).toEqual({
      people: 2,
    })
    expect(await outcome()).toBe('SUSPENDED')
    await resumePartner(system, { partner: jukebox.partner, why: 'the new owner was looked at' })
    expect(await outcome()).toBe('CONSENT_VOID')
    expect(await kindsOf(ana)).toContain('owner_changed')
    expect(await kindsOf(chika)).toContain('owner_changed')
    const after = (await askCard(system.app, { person: chika, ...asked })).text
    expect(after.hash).not.toBe(before.hash)
    expect(after.content).toContain('big-holding')
    await expect(
      transferPartner(system, { partner: jukebox.partner, to: 'big-holding' }),
    ).rejects.toMatchObject({ code: 'ALREADY' })
    expect(await registered('partner_transferred')).toMatchObject([{ to_group: 'big-holding' }])
    expect(await registered('partner_suspended')).toMatchObject([{ suspended: true }, { suspended: false }])
  })
})

describe('a voided screen (PER-04)', () => {
  it('is one row for everybody, who are told in the same transaction; other screens stand', async () => {
    const grant = await world.grant('ana', { partner: jukebox })
    await world.grant('ben', { partner: jukebox })
    await world.grant('chika', { partner: jukebox, purpose: 'share_content', verbs: ['messages.write'] })
    const turns = async () =>
      (await onServer(database.owner, (db) => db.query('select max(turn) as turn from ledger_turns'))).rows[0]
        ?.turn
    const before = Number(await turns())
    expect(await voidScreen(system, { hash: grant.screenHash })).toMatchObject({ people: 2 })
    expect(Number(await turns())).toBe(before + 1)
    expect([await outcome('ana'), await outcome('ben')]).toEqual(['CONSENT_VOID', 'CONSENT_VOID'])
    expect(await kindsOf(ana)).toEqual(['consent_void'])
    expect(await kindsOf(chika)).toEqual([])
    await expect(voidScreen(system, { hash: grant.screenHash })).rejects.toMatchObject({ code: 'ALREADY' })
    await expect(voidScreen(system, { hash: 'f'.repeat(64) })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('a feature’s end (SUN-01)', () => {
  it('holds from its millisecond on, comes only earlier, and is never in the past', async () => {
    await world.grant('ana', { partner: jukebox })
    const end = clock.now() + 10_000
    expect(await previewEnd(system, jukebox)).toEqual({
      grants: 1,
      people: 1,
      answers: 0,
      tokens: 0,
      drafts: 0,
    })
    await endFeature(system, { ...jukebox, at: end })
    clock.set(end - 1_001)
    expect(await outcome()).toBe('permit')
    clock.set(end - 1_000)
    expect(await outcome()).toBe('FEATURE_ENDED')
    for (const [at, code] of [
      [end + 1, 'ALREADY'],
      [null, 'ALREADY'],
      [end - 2, 'END_NOT_AFTER_START'],
    ] as const)
      await expect(endFeature(system, { ...jukebox, at })).rejects.toMatchObject({ code })
    expect(await registered('feature_ended')).toMatchObject([{ ends_at: end }])
  })
})

describe('an exception (SUN-06, OVR-06)', () => {
  const ask = (until: number, by = ana) =>
    askException(system, { ...jukebox, until, reason: 'The new one is a week late.', by })
  const agree = (exception: ExceptionId, by = ben) => agreeToException(system, { exception, by })

  it('is asked for in public, agreed by a second person a day later, and moves the end once', async () => {
    await world.grant('ana', { partner: jukebox })
    const end = clock.now() + 3 * DAY_MS
    await expect(ask(end)).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    await endFeature(system, { ...jukebox, at: end })
    await expect(ask(end + 30 * DAY_MS + 1)).rejects.toMatchObject({ code: 'TERM_TOO_LONG' })
    await expect(ask(end)).rejects.toMatchObject({ code: 'END_NOT_AFTER_START' })
    await expect(ask(end + DAY_MS, chika)).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    const { id } = await ask(end + 30 * DAY_MS)
    expect(await registered('exception_asked')).toMatchObject([{ reason: 'The new one is a week late.' }])
    await expect(agree(id)).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    clock.advance(DAY_MS)
    await expect(agree(id, ana)).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    await expect(agree(id, chika)).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    await agree(id)
    expect(await kindsOf(ana)).toEqual(['feature_extended'])
    clock.set(end)
    expect(await outcome()).toBe('permit')
    clock.set(end + 30 * DAY_MS)
    expect(await outcome()).toBe('FEATURE_ENDED')
    expect(await registered('exception_agreed')).toMatchObject([{ ends_at: end + 30 * DAY_MS }])
  })

  it('never brings back what has ended, and is never the second', async () => {
    const end = clock.now() + 2 * DAY_MS
    await endFeature(system, { ...jukebox, at: end })
    const { id } = await ask(end + DAY_MS)
    await expect(ask(end + 2 * DAY_MS)).rejects.toMatchObject({ code: 'ALREADY' })
    clock.set(end)
    await expect(agree(id)).rejects.toMatchObject({ code: 'FEATURE_ENDED' })
    jukebox = await freshPartner()
    await endFeature(system, { ...jukebox, at: null })
    await expect(ask(clock.now() + DAY_MS)).rejects.toMatchObject({ code: 'FEATURE_ENDED' })
  })

  it('stands on nobody who may not decide any more: whoever asked must still review, and work elsewhere', async () => {
    const asked: ExceptionId[] = []
    for (const fresh of [await freshPartner(), await freshPartner()]) {
      jukebox = fresh
      const end = clock.now() + 3 * DAY_MS
      await endFeature(system, { ...jukebox, at: end })
      asked.push((await ask(end + DAY_MS)).id)
    }
    const [struckOff, joined] = asked as [ExceptionId, ExceptionId]
    clock.advance(DAY_MS)
    await nameReviewer(system, { person: ana, reviews: false })
    await expect(agree(struckOff)).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    await nameReviewer(system, { person: ana, reviews: true })
    await onServer(database.owner, (db) =>
      db.query(
        `insert into partner_staff (partner_id, person_id, role, since) values ($1, $2, 'developer', 0)`,
        [uuidOf(jukebox.partner), uuidOf(ana)],
      ),
    )
    await expect(agree(joined)).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    expect(await agree(struckOff)).toMatchObject({ agreedBy: ben })
  })

  it('61 requests: none is silent', async () => {
    const before = (await listExceptions(system.app)).length
    const end = clock.now() + 5 * DAY_MS
    const registered = await registerPartners(
      system,
      Array.from({ length: 61 }, (_, i) => ({ file: endingFile(`late-${i}`, end) })),
    )
    const asked = await Promise.allSettled(
      registered.map(({ partner, features }, i) =>
        askException(system, {
          partner,
          feature: features[0]!.feature,
          until: end + (i % 2 === 0 ? 30 : 31) * DAY_MS,
          reason: 'More time.',
          by: ana,
        }),
      ),
    )
    const ids = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value.id] : []))
    clock.advance(DAY_MS)
    await Promise.all(ids.slice(0, 10).map((id) => agree(id)))
    const { rows } = await onServer(database.owner, (db) =>
      db.query(
        `select count(*)::int as later from features f where end_at > $1 and not exists (
           select from register_entries r where r.kind = 'exception_agreed' and r.record ->> 'feature' = 'feature_' || replace(f.feature_id::text, '-', ''))`,
        [end],
      ),
    )
    expect(asked.filter(({ status }) => status === 'rejected')).toHaveLength(30)
    expect((await listExceptions(system.app)).length - before).toBe(31)
    expect(rows).toEqual([{ later: 0 }])
    expect(
      (await listExceptions(system.app)).filter(
        ({ newEndAt, agreedAt }) => agreedAt !== null && newEndAt === end + 30 * DAY_MS,
      ),
    ).toHaveLength(10)
  })
})
