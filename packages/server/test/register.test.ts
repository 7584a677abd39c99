// The public register at its full size: found by words, power, purpose and state, told company by company, kept as data.
import { DAY_MS, uuidOf } from '@countersign/protocol'
import { makeWorld, onServer, testServer } from '@countersign/testkit'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { endFeature } from '../src/acts/end-feature.ts'
import { agreeToException, askException } from '../src/acts/make-exception.ts'
import { nameReviewer } from '../src/acts/name-reviewer.ts'
import { openAccount } from '../src/acts/open-account.ts'
import { readPartnerFile } from '../src/acts/read-partner-file.ts'
import { registerPartner } from '../src/acts/register-partner.ts'
import { demoCompanies } from '../src/demo/companies.ts'
import { loadDemoRegister } from '../src/demo/register.ts'
import { wholeRegister } from '../src/everyone/register-model.ts'
import { reader } from './_pages.ts'

const server = await testServer()
const { system, url, clock, database } = server
const world = await makeWorld(system, clock)
const stranger = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
const { x } = await exportJWK(stranger.publicKey)
const key = { kty: 'OKP', crv: 'Ed25519', x, kid: 'demo' }
const help = {
  slug: 'help',
  start_at: '2020-01-01',
  harvest_budget: 10,
  texts: { en: { name: 'Help', summary: 'Helps you send.' } },
  offers: [{ purpose: 'share_content', verb: 'messages.write' }],
}
const turn = async (): Promise<number> =>
  Number((await onServer(database.owner, (db) => db.query('select turn from ledger_heads'))).rows[0].turn)
const before = await turn()
await loadDemoRegister(system, () => key)
const turns = (await turn()) - before

interface Shown {
  readonly slug: string
  readonly standing: string
  readonly reached: string
  readonly features: readonly {
    state: string
    end_at: string | null
    manifest: { offers: { verb: string }[] } | null
  }[]
}
interface Listed {
  readonly total: number
  readonly partners: readonly Shown[]
  readonly next: string | null
}

async function data(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url + path, { headers })
}
const listed = async (query = ''): Promise<Listed> =>
  (await data(`/register.json${query}`)).json() as Promise<Listed>

describe('the demo register', () => {
  it('is 148 companies, registered in a few turns and once; with four example partners they are 152', async () => {
    expect(demoCompanies).toHaveLength(148)
    // Four, and what jobs do meanwhile: the head of the ledger is held neither for long nor for each company.
    expect(turns).toBeGreaterThanOrEqual(4)
    expect(turns).toBeLessThan(20)
    expect(await loadDemoRegister(system, () => key)).toBe('already there')
    // Jukebox is the world's.
    expect((await listed()).total).toBe(149)
  })

  it('has ended features, checks due and overdue, and what nobody reviewed', async () => {
    const { partners } = await listed()
    const count = (standing: string) => partners.filter((one) => one.standing === standing).length
    expect(count('running')).toBeGreaterThan(80)
    expect(count('ended')).toBeGreaterThan(40)
    expect(count('testing')).toBe(1)
    expect(count('overdue')).toBe(2)
    expect((await listed('?state=due')).total).toBeGreaterThanOrEqual(5)
    const ends = partners.flatMap(({ features }) => features.flatMap(({ end_at: end }) => end ?? []))
    expect(ends.filter((end) => end < '2016').length).toBeGreaterThan(20)
  })
})

describe('a client that is not in the register (TRN-03)', () => {
  const made = 'client_0190a000-0000-7000-8000-000000000001'
  async function ask(path: string, client: string): Promise<{ status: number; error: string }> {
    const assertion = await new SignJWT({ iss: client, sub: client, aud: url, jti: crypto.randomUUID() })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'demo' })
      .setIssuedAt()
      .setExpirationTime('1m')
      .sign(stranger.privateKey)
    const body = new URLSearchParams({
      client_id: client,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
      response_type: 'code',
      grant_type: 'authorization_code',
      code: 'made-up',
      redirect_uri: 'https://stranger.example/callback',
      scope: 'openid',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    })
    const response = await fetch(url + path, { method: 'POST', body })
    const { error } = (await response.json()) as { error: string }
    return { status: response.status, error }
  }

  it.each(['/oauth/par', '/oauth/token'])('gets nothing at %s', async (path) => {
    expect(await ask(path, made)).toEqual({ status: 401, error: 'invalid_client' })
  })

  it('cannot register itself either', async () => {
    const body = JSON.stringify({
      redirect_uris: ['https://stranger.example/callback'],
      jwks: { keys: [key] },
    })
    for (const path of ['/oauth/register', '/oauth/reg', '/connect/register'])
      expect(
        (await fetch(url + path, { method: 'POST', body, headers: { 'content-type': 'application/json' } }))
          .status,
      ).toBe(404)
    const { registration_endpoint: endpoint } = (await (
      await data('/.well-known/openid-configuration')
    ).json()) as { registration_endpoint?: string }
    expect(endpoint).toBeUndefined()
  })

  it('does not exist: every client belongs to a partner of the register', async () => {
    const { rows } = await onServer(database.owner, (db) =>
      db.query(`select client_id from clients c where not exists
        (select from partners p where p.partner_id = c.partner_id) or not exists
        (select from register_entries e where e.partner_id = c.partner_id and e.kind = 'partner_registered')`),
    )
    expect(rows).toEqual([])
  })
})

describe('the register as data', () => {
  it('is filtered by words, power, purpose and state, and says how many match', async () => {
    const readers = await listed('?power=messages.read')
    expect(readers.total).toBeGreaterThan(3)
    for (const { features } of readers.partners) {
      const live = features.filter(({ state }) => state !== 'ended')
      expect(live.flatMap(({ manifest }) => manifest?.offers ?? []).map(({ verb }) => verb)).toContain(
        'messages.read',
      )
    }
    const ended = await listed('?power=messages.read&state=ended')
    expect(ended.total).toBeGreaterThan(3)
    expect((await listed('?q=AIDE%20memoire')).partners.map(({ slug }) => slug)).toEqual(['aide-memoire'])
    expect((await listed('?q=no-such-company')).total).toBe(0)
    const advertising = await listed('?purpose=advertising')
    expect(advertising.partners.map(({ slug }) => slug)).toEqual(['caliper-research'])
  })

  it('refuses what it does not know instead of showing everything', async () => {
    for (const query of ['?power=everything', '?state=secret', '?limit=0', '?purpose=business'])
      expect((await data(`/register.json${query}`)).status).toBe(400)
  })

  it('comes in pages without a gap', async () => {
    const seen: string[] = []
    let after: string | null = ''
    while (after !== null) {
      const page: Listed = await listed(`?limit=40${after === '' ? '' : `&after=${after}`}`)
      seen.push(...page.partners.map(({ slug }) => slug))
      after = page.next
    }
    expect(seen).toHaveLength(149)
    expect(new Set(seen).size).toBe(149)
    expect(seen).toEqual([...seen].sort())
  })

  it('is not sent again while nothing changed', async () => {
    const first = await data('/register.json')
    const tag = first.headers.get('etag') ?? ''
    expect(first.headers.get('cache-control')).toBe('public, no-cache')
    const again = await data('/register.json', { 'if-none-match': tag })
    expect([again.status, await again.text()]).toEqual([304, ''])
    const company = await data('/register/chorale.json')
    expect(company.headers.get('etag')).not.toBe(tag)
    expect((await data('/register.json', { 'if-none-match': '"something-else"' })).status).toBe(200)
  })

  it('tells one company with every entry of the ledger about it', async () => {
    const { history } = (await (await data('/register/bijou-street.json')).json()) as {
      history: { kind: string; index: number; record: object }[]
    }
    expect(history.map(({ kind }) => kind)).toEqual([
      'manifest_published',
      'manifest_published',
      'feature_ended',
      'client_changed',
      'partner_registered',
    ])
    const indexes = history.map(({ index }) => index)
    expect(indexes).toEqual(indexes.toSorted((a, b) => b - a))
    expect(history.at(-1)?.record).toMatchObject({ name: 'Bijou Street' })
    expect((await data('/register/nobody-here.json')).status).toBe(404)
  })

  it('shows a public exception with its reason, asked for and agreed, and no person (SUN-06)', async () => {
    const open = async (login: string) => {
      const account = { login, displayName: login, password: 'correct horse battery' }
      const person = await openAccount(system, account)
      await nameReviewer(system, { person, reviews: true })
      return person
    }
    const [rita, sven] = [await open('rita'), await open('sven')]
    const { partner, feature } = world.jukebox
    const end = clock.now() + 3 * DAY_MS
    await endFeature(system, { partner, feature, at: end })
    const asked = await askException(system, {
      partner,
      feature,
      until: end + 10 * DAY_MS,
      reason: 'Concerts in May',
      by: rita,
    })
    const { partners } = await listed('?state=exception')
    expect(partners.map(({ slug }) => slug)).toEqual(['jukebox'])
    expect(partners[0]?.features[0]).toMatchObject({
      exception: { reason: 'Concerts in May', agreed_at: null },
    })
    expect((await reader({ url }).get('/register/jukebox')).text).toContain('Nobody agreed.')
    clock.advance(DAY_MS)
    await agreeToException(system, { exception: asked.id, by: sven })
    const text = await (await data('/register/jukebox.json')).text()
    expect(text).toContain('exception_agreed')
    expect(text).not.toMatch(/person_/)
    expect((await reader({ url }).get('/register/jukebox')).text).toContain('A second person agreed')
  })

  it('tells what a company is by its facts, and that it calls itself otherwise (PER-06)', async () => {
    const file = {
      slug: 'helper',
      name: 'Helper',
      homepage: 'https://helper.example',
      role: 'processor',
      facts: { own_purpose: true, own_retention: false, own_customers: false },
      client: { redirect_uris: ['https://helper.example/callback'], jwks: { keys: [key] } },
      features: [help],
    }
    await registerPartner(system, readPartnerFile(JSON.stringify(file)))
    expect((await listed('?q=helper')).partners[0]).toMatchObject({
      declared_role: 'processor',
      role: 'third_party',
    })
    expect((await reader({ url }).get('/register/helper')).text).toContain('though it calls itself otherwise')
  })
})

describe('the pages', () => {
  const browser = reader({ url })

  it('show all companies, what ended too, and answer a search without scripts', async () => {
    const { text } = await browser.get('/register')
    expect(text).toMatch(/All 1(49|50) companies/)
    expect(text).toContain('href="/register/evening-lamp"')
    expect(text).not.toContain('<script')
    const found = await browser.get('/register?power=friends.contact&purpose=&state=ended&q=mobile')
    expect(found.text).toContain('<option value="friends.contact" selected>')
    expect(found.text).toContain('href="/register/bluefin-mobile"')
    expect(found.text).not.toContain('href="/register/chorale"')
    expect((await browser.get('/register?power=nonsense&state=secret')).text).toMatch(
      /All 1(49|50) companies/,
    )
  })

  it('tell each company, its owner’s others, its ends and what changed when', async () => {
    const { text } = await browser.get('/register/bluefin-mobile')
    expect(text).toContain('bluefin-holdings')
    expect(text).toContain('href="/register/petrel-devices"')
    expect(text).toContain('Bluefin Mobile entered the register.')
    expect(text).toMatch(/ended for everybody on \d/)
    expect((await browser.get('/register/nobody-here')).status).toBe(404)
  })

  it('an overdue company says so, and the day before it did not', async () => {
    const { partners } = await wholeRegister(system.app, clock.now() - 20 * DAY_MS)
    expect(partners.find(({ slug }) => slug === 'evening-lamp')?.standing).not.toBe('overdue')
    expect((await browser.get('/register/evening-lamp')).text).toContain('yearly check overdue')
  })
})

it('the register costs the same few statements however many companies there are', async () => {
  const asked: string[] = []
  const counting = {
    query: (text: string, values?: readonly unknown[]) => {
      asked.push(text)
      return system.app.query(text, values as never)
    },
  } as typeof system.app
  const { partners } = await wholeRegister(counting, clock.now())
  expect(partners.length).toBeGreaterThan(148)
  expect(asked).toHaveLength(6)
})

it('the register shows in a band how many people everything of an owner reached, as the breaker counts (COP-08)', async () => {
  const sister = {
    slug: 'jukebox-sister',
    name: 'Jukebox Sister',
    homepage: 'https://sister.example',
    ownership_group: 'jukebox',
    client: { redirect_uris: ['https://sister.example/callback'], jwks: { keys: [key] } },
    features: [help],
  }
  await registerPartner(system, readPartnerFile(JSON.stringify(sister)))
  const trial = await world.partner('trial')
  await onServer(database.owner, (db) =>
    db.query('update persons set test = true where person_id = $1::uuid', [uuidOf(world.people.ben)]),
  )
  for (const [who, partner] of [
    ['ana', world.jukebox],
    ['ben', trial],
  ] as const) {
    await world.grant(who, { partner })
    await world.say(who, 'for the band')
    expect((await world.read(who, { partner })).body).toContain('for the band')
  }
  const reachedBy = async (slug: string) =>
    ((await (await data(`/register/${slug}.json`)).json()) as Shown).reached
  expect(await reachedBy('jukebox')).toBe('1 to 10')
  expect(await reachedBy('jukebox-sister')).toBe('1 to 10')
  // A test account is nobody.
  expect(await reachedBy('trial')).toBe('none')
  const { partners } = await listed('?q=jukebox')
  expect(partners.map(({ reached }) => reached)).toEqual(['1 to 10', '1 to 10'])
  const browser = reader({ url })
  expect((await browser.get('/register/jukebox-sister')).text).toContain('1 to 10 people')
  expect((await browser.get('/register?q=jukebox')).text.match(/1 to 10 people/g)).toHaveLength(2)
  expect((await browser.get('/register/trial')).text).toContain('<dd>nobody</dd>')
})
