// Registering a partner: idempotent, versioned, entered in the public register; what cannot change is refused by its place.
import { parsePartnerFile } from '@countersign/protocol'
import { onServer, testServer } from '@countersign/testkit'
import { exportJWK, generateKeyPair } from 'jose'
import { describe, expect, it } from 'vitest'
import { giveGrant } from '../src/acts/give-grant.ts'
import { openAccount } from '../src/acts/open-account.ts'
import { readPartnerFile } from '../src/acts/read-partner-file.ts'
import { registerPartner } from '../src/acts/register-partner.ts'
import { manifestsOf } from '../src/store/features.ts'
import { registerEntriesOf } from '../src/store/register.ts'
import { keepScreen } from '../src/store/screens.ts'

const opened = await testServer()
const { system, database, clock, url } = opened
const { publicKey } = await generateKeyPair('ES256', { extractable: true })
const key = { ...(await exportJWK(publicKey)), kid: 'k1' }

interface Change {
  readonly top?: object
  readonly feature?: object
  readonly uri?: string
}

function file({ top = {}, feature = {}, uri = 'https://music.example/callback' }: Change = {}) {
  const slug = 'slug' in top ? String(top.slug) : 'music'
  const parsed = parsePartnerFile({
    slug,
    name: slug === 'music' ? 'Music' : `Music of ${slug}`,
    homepage: 'https://music.example',
    client: { redirect_uris: [uri], jwks: { keys: [key] } },
    features: [
      {
        slug: 'listen',
        start_at: '2020-01-01',
        offers: [{ purpose: 'group_activity', verb: 'messages.read', fields: ['message.text'] }],
        harvest_budget: 100,
        texts: { en: { name: 'Listen', summary: 'Shows songs that were named.' } },
        ...feature,
      },
    ],
    ...top,
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return parsed.value
}

async function registerEntries(): Promise<string[]> {
  const { rows } = await onServer(database.owner, (db) =>
    db.query('select kind from register_entries order by leaf_index'),
  )
  return rows.map(({ kind }) => kind)
}

describe('a partner', () => {
  it('is registered once, however often its file is added', async () => {
    const first = await registerPartner(system, file())
    expect(first).toMatchObject({
      outcome: 'added',
      features: [{ slug: 'listen', version: 1, published: true, widenings: [] }],
    })
    const again = await registerPartner(system, file())
    expect(again).toMatchObject({ outcome: 'unchanged', partner: first.partner, client: first.client })
    expect(again.features[0]).toMatchObject({ version: 1, published: false })
    expect(await registerEntries()).toEqual(['partner_registered', 'client_changed', 'manifest_published'])
  })

  it('cannot take the name of another one, written otherwise either, and keeps its own', async () => {
    const other = { slug: 'echo', name: 'ＭＵＳＩＣ' }
    await expect(registerPartner(system, file({ top: other }))).rejects.toMatchObject({ code: 'NAME_TAKEN' })
    await registerPartner(system, file({ top: { ...other, name: 'Echo' } }))
    await expect(registerPartner(system, file({ top: { ...other, name: 'Music' } }))).rejects.toMatchObject({
      code: 'NAME_TAKEN',
    })
    expect((await registerPartner(system, file())).outcome).toBe('unchanged')
  })

  it('says in the register where searches of its works are sent, and where no more (TRN-03)', async () => {
    const catalogue = async (address?: string) => {
      const offers = [{ purpose: 'share_content', verb: 'messages.write' }]
      const feature = { offers, ...(address !== undefined && { catalogue: address }) }
      return (await registerPartner(system, file({ top: { slug: 'searched' }, feature }))).partner
    }
    const [first, second] = ['https://searched.example/one', 'https://searched.example/two']
    const partner = await catalogue(first)
    for (const address of [first, second, second, undefined, undefined]) await catalogue(address)
    const { entries } = await registerEntriesOf(system.app, partner, { before: null, limit: 50 })
    const searched = entries.flatMap(({ record }) =>
      record.kind === 'catalogue_changed' ? [record.search_url] : [],
    )
    expect(searched).toEqual([null, second, first])
    const page = await (await fetch(`${url}/register/searched`)).text()
    expect(page).toContain(`is sent to ${first} from here on`)
    expect(page).toContain('cannot be searched from a thread any more')
  })

  it('is added once by two servers at the same time', async () => {
    const { system: other } = await opened.second()
    const slug = { top: { slug: 'twice' } }
    const results = await Promise.allSettled([
      registerPartner(system, file(slug)),
      registerPartner(other, file(slug)),
    ])
    const done = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    expect(new Set(done.map(({ partner }) => partner)).size).toBe(1)
    const { rows } = await onServer(database.owner, (db) =>
      db.query(`select from partners where slug = 'twice'`),
    )
    expect(rows).toHaveLength(1)
  })

  it('gets a next version for what changed, and is told what it takes more (PER-05)', async () => {
    const offers = [
      { purpose: 'group_activity', verb: 'messages.read', fields: ['message.text', 'message.author'] },
      { purpose: 'group_activity', verb: 'members.see', fields: ['member.name'] },
    ]
    const wider = await registerPartner(system, file({ feature: { offers, term_days: 200 } }))
    expect(wider.features[0]).toMatchObject({
      version: 2,
      widenings: [
        expect.stringContaining(
          '(messages.read), for showing a chat what its people are enjoying together, it gets: who wrote what.',
        ),
        expect.stringContaining('(members.see)'),
        'A yes lasts 200 days at most, instead of 180.',
      ],
    })
    const versions = await manifestsOf(system.app, wider.partner, wider.features[0]!.feature)
    expect(versions.map(({ version }) => version)).toEqual([1, 2])
    const reviewed = await registerPartner(
      system,
      file({ feature: { offers, term_days: 200, review_id: 'review-7' } }),
    )
    expect(reviewed.features[0]).toMatchObject({ version: 3, widenings: [] })
  })

  it('can move its client, and its end only earlier', async () => {
    const moved = await registerPartner(
      system,
      file({ uri: 'https://music.example/other', feature: { end_at: '2030-01-01' } }),
    )
    expect(moved.outcome).toBe('changed')
    expect((await registerEntries()).slice(-3, -1)).toEqual(['client_changed', 'feature_ended'])
    for (const [change, at] of [
      [{ feature: { end_at: '2031-01-01' } }, 'features.0.end_at'],
      [{ feature: {} }, 'features.0.end_at'],
      [{ feature: { start_at: '2021-01-01', end_at: '2030-01-01' } }, 'features.0.start_at'],
      [{ top: { ownership_group: 'somebody-else' } }, 'ownership_group'],
    ] as const) {
      const refused = await registerPartner(system, file(change)).catch((error: unknown) => error)
      expect(refused).toMatchObject({ code: 'BAD_REQUEST', errors: [{ at }] })
    }
    await registerPartner(
      system,
      file({ uri: 'https://music.example/other', feature: { end_at: '2029-01-01' } }),
    )
  })

  it('that comes with another name or website says so in the register, once (TRN-03)', async () => {
    const slug = 'harmless'
    const was = { slug, name: 'Harmless Notes', homepage: 'https://harmless.example' }
    const { partner } = await registerPartner(system, file({ top: was }))
    const entered = async (sql: string) =>
      (await onServer(database.owner, (db) => db.query(sql, [partner.slice(8)]))).rows
    const renames = `select record from register_entries where kind = 'partner_renamed' and partner_id = $1::uuid order by n`
    const touches = `select count(*)::int as n from changes where partner_id = $1::uuid`
    await registerPartner(system, file({ top: was }))
    expect(await entered(renames)).toEqual([])
    const [before] = await entered(touches)
    const bank = { slug, name: 'Your Bank', homepage: 'https://bank.example' }
    expect(await registerPartner(system, file({ top: bank }))).toMatchObject({ partner, outcome: 'changed' })
    expect(await registerPartner(system, file({ top: bank }))).toMatchObject({ outcome: 'unchanged' })
    expect(await entered(renames)).toEqual([
      {
        record: expect.objectContaining({
          partner,
          from_name: 'Harmless Notes',
          to_name: 'Your Bank',
          from_homepage: 'https://harmless.example',
          to_homepage: 'https://bank.example',
        }),
      },
    ])
    expect(await entered(touches)).toEqual([{ n: before!['n'] + 1 }])
  })

  it('is what its facts make it, whatever it calls itself, and needs permission either way (PER-06)', async () => {
    const own = { own_purpose: false, own_retention: false, own_customers: false }
    const called = (slug: string, facts: object, feature = {}) =>
      registerPartner(system, file({ top: { slug, role: 'processor', facts }, feature }))
    expect(await called('hands', own)).toMatchObject({ role: 'processor' })
    expect(await called('eyes', { ...own, own_purpose: true })).toMatchObject({ role: 'third_party' })
    expect(await called('silent', {})).toMatchObject({ role: 'third_party' })
    const offers = [{ purpose: 'advertising', verb: 'messages.read', fields: ['message.text'] }]
    const { partner, role, features } = await called('seller', own, { offers, review_id: 'r' })
    expect(role).toBe('third_party')
    const { rows } = await onServer(database.owner, (db) =>
      db.query("select record from register_entries where kind = 'partner_role_derived' order by n"),
    )
    expect(rows.at(-1)?.record).toMatchObject({ partner, declared: 'processor', role: 'third_party' })
    const person = await openAccount(system, {
      login: 'customer',
      password: 'correct horse battery',
      displayName: 'Customer',
    })
    const call = { partner, feature: features[0]!.feature, person, purpose: 'advertising', fields: null }
    const asked = system.gate.threads({ ...call, at: clock.now() }, { limit: 1, cursor: null })
    await expect(asked).rejects.toMatchObject({ code: 'NO_GRANT' })
  })

  it('is read from YAML, with every mistake named', () => {
    expect(() => readPartnerFile('slug: [')).toThrow('The partner file is not YAML.')
    expect(() => readPartnerFile('a: &a [1]\nb: *a\n')).toThrow()
    try {
      readPartnerFile('slug: Music\nbypass: true\n')
      expect.unreachable()
    } catch (error) {
      const { errors } = error as { errors: { at: string }[] }
      expect(errors.map(({ at }) => at)).toEqual(
        expect.arrayContaining(['slug', 'name', 'client', 'features', 'bypass']),
      )
    }
  })
})

describe('a grant', () => {
  it('to a feature nobody reviewed is for test accounts only (OVR-02)', async () => {
    const { partner, features } = await registerPartner(system, file({ top: { slug: 'fresh' } }))
    const [feature] = features
    const hash = 'a'.repeat(64)
    await keepScreen(system.app, { partner, hash, locale: 'en', content: 'words' }, clock.now())
    const people = { real: false, trial: true }
    const given = Object.entries(people).map(async ([login, test]) => {
      const person = await openAccount(system, {
        login,
        password: 'correct horse battery',
        displayName: login,
        test,
      })
      return giveGrant(system, {
        person,
        partner,
        feature: feature!.feature,
        manifestVersion: 1,
        screenHash: hash,
        locale: 'en',
        choices: [{ purpose: 'share_content', verbs: [] }],
        oauthGrant: null,
        threads: [],
        endAt: null,
        history: false,
      })
    })
    const [real, trial] = await Promise.allSettled(given)
    expect(real).toMatchObject({ status: 'rejected', reason: { code: 'REVIEW_MISSING' } })
    expect(trial).toMatchObject({ status: 'rejected', reason: { code: 'NOTHING_CHOSEN' } })
  })
})
