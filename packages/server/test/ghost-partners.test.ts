// The 152 companies of the record in one world: hidden ones, mislabelled ones, ended ones, ones that want more time (PER-06, TRN-03, SUN-06).
import { DAY_MS, idOf, type Offer } from '@countersign/protocol'
import { makeWorld, onServer, testServer, type WorldPartner } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { askException } from '../src/acts/make-exception.ts'
import { nameReviewer } from '../src/acts/name-reviewer.ts'
import { openAccount } from '../src/acts/open-account.ts'
import { readPartnerFile } from '../src/acts/read-partner-file.ts'
import { registerPartners } from '../src/acts/register-partner.ts'
import { Problem } from '../src/problems.ts'

const ALL = 152
const server = await testServer()
const { system, database, clock, url } = server
const world = await makeWorld(server.system, clock)
const key = { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43), kid: 'k1' }
const now = clock.now()
const day = (days: number): string => new Date(now + days * DAY_MS).toISOString()
const reading: readonly Offer[] = [
  { purpose: 'group_activity', verb: 'messages.read', fields: ['message.text'] },
]

/** Companies 0 to 11 call themselves service providers; 0 to 8 of them have something of their own. 91 to 151 have an end. */
const files = Array.from({ length: ALL - 1 }, (_, i) => ({
  slug: `company-${i}`,
  name: `Company ${i}`,
  homepage: `https://company-${i}.example`,
  ...(i < 12 && {
    role: 'processor',
    facts: {
      own_purpose: i < 3,
      own_retention: i >= 3 && i < 6,
      own_customers: i >= 6 && i < 9,
    },
  }),
  client: { redirect_uris: [`https://company-${i}.example/callback`], jwks: { keys: [key] } },
  features: [
    {
      slug: 'listen',
      start_at: '2014-01-01',
      // The first 21 of those with an end have come to it, four years ago; the others come to it in ten days.
      ...(i >= 90 && { end_at: day(i < 111 ? -1461 : 10) }),
      offers: reading,
      harvest_budget: 1_000,
      texts: { en: { name: 'Listen', summary: 'Shows a chat the songs its people talk about.' } },
      review_id: 'operator-1',
    },
  ],
}))
const registered = await registerPartners(
  system,
  files.map((file) => ({ file: readPartnerFile(JSON.stringify(file)) })),
)
const companies: readonly WorldPartner[] = registered.map(({ partner, features: [feature] }) => {
  if (feature === undefined) throw new Error('a company without its feature')
  return { partner, feature: feature.feature, manifestVersion: feature.version }
})

interface Listed {
  readonly id: string
  readonly slug: string
  readonly declared_role: string
  readonly role: string
  readonly features: readonly { readonly exception: { readonly reason: string } | null }[]
}
async function register(): Promise<readonly Listed[]> {
  const response = await fetch(`${url}/register.json`)
  return ((await response.json()) as { partners: readonly Listed[] }).partners
}

it('12 call themselves service providers; 9 have something of their own and are third parties (PER-06)', async () => {
  const claimed = (await register()).filter(({ declared_role: declared }) => declared === 'processor')
  expect(claimed).toHaveLength(12)
  expect(claimed.filter(({ role }) => role === 'third_party')).toHaveLength(9)
})

it('a service provider needs a grant like everybody (PER-06)', async () => {
  for (const i of [0, 8, 9, 11])
    await expect(world.read('ana', { partner: companies[i]! })).rejects.toMatchObject({ code: 'NO_GRANT' })
})

describe('with traffic of every company', () => {
  it('those whose feature ended years ago get nothing: 21 of 152', { timeout: 90_000 }, async () => {
    const all = [world.jukebox, ...companies]
    // Who has ended cannot be granted anything any more either.
    await Promise.all(all.map((partner) => world.grant('ana', { partner }).catch(() => undefined)))
    await world.say('ana', 'One line for everybody')
    // All at once: the turnstile takes together those that wait.
    const outcomes = await Promise.all(
      all.map((partner) =>
        world.read('ana', { partner }).then(
          ({ items }) => `${items.length} item`,
          (error: unknown) => (error instanceof Problem ? error.code : 'failed'),
        ),
      ),
    )
    const counts = [...Map.groupBy(outcomes, (outcome) => outcome)].map(([what, of]) => [what, of.length])
    expect(Object.fromEntries(counts)).toEqual({ '1 item': ALL - 21, FEATURE_ENDED: 21 })
  })

  it('register and traffic match: difference 0 both ways (TRN-03)', async () => {
    const { rows } = await onServer(database.owner, (db) =>
      db.query(`select distinct partner_id as id from entries where kind in ('decision', 'delivery')`),
    )
    const traffic = new Set(rows.map(({ id }) => idOf('partner', id) as string))
    const listed = new Set((await register()).map(({ id }) => id))
    expect([traffic.size, listed.size]).toEqual([ALL, ALL])
    expect([...traffic].filter((id) => !listed.has(id))).toEqual([])
    expect([...listed].filter((id) => !traffic.has(id))).toEqual([])
  })
})

it('of 61 requests for more time, 21 are refused because it is over, 10 for being too long, 30 are public (SUN-06)', async () => {
  const account = { login: 'rita', displayName: 'Rita', password: 'correct horse battery' }
  const by = await openAccount(system, account)
  await nameReviewer(system, { person: by, reviews: true })
  const outcomes = new Map<string, number>()
  for (const [i, { partner, feature }] of companies.slice(90).entries()) {
    const until = now + (i >= 51 ? 60 : 30) * DAY_MS
    const outcome = await askException(system, { partner, feature, until, reason: `Request ${i}`, by }).then(
      () => 'public',
      (error: unknown) => (error instanceof Problem ? error.code : 'failed'),
    )
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  }
  expect(Object.fromEntries(outcomes)).toEqual({ FEATURE_ENDED: 21, TERM_TOO_LONG: 10, public: 30 })
  const shown = (await register()).flatMap(({ features }) =>
    features.flatMap(({ exception }) => exception ?? []),
  )
  expect(shown).toHaveLength(30)
  // Asking moves nothing: every feature still has the end it had.
  const { rows } = await onServer(database.owner, (db) =>
    db.query('select max(end_at) as last from features'),
  )
  expect(Number(rows[0].last)).toBe(now + 10 * DAY_MS)
})
