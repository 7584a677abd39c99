// The partner's declaration: everything that must be refused, each with its place.
import { describe, expect, it } from 'vitest'
import { parsePartnerFile } from './partner-file.ts'

const x = 'A'.repeat(43)

function file(): Record<string, unknown> & {
  client: Record<string, unknown>
  features: Record<string, unknown>[]
} {
  return {
    slug: 'jukebox',
    name: 'Jukebox',
    homepage: 'https://jukebox.example',
    client: {
      redirect_uris: ['https://jukebox.example/callback'],
      jwks: { keys: [{ kty: 'EC', crv: 'P-256', x, y: x, kid: 'one' }] },
    },
    features: [
      {
        slug: 'group-songs',
        start_at: '2026-01-01',
        offers: [{ purpose: 'group_activity', verb: 'messages.read', fields: ['message.text'] }],
        harvest_budget: 1000,
        texts: { en: { name: 'Songs of your group', summary: 'Shows the songs your group talks about.' } },
      },
    ],
  }
}

function mistakes(change: (from: ReturnType<typeof file>) => void): string[] {
  const changed = file()
  change(changed)
  const result = parsePartnerFile(changed)
  return result.ok ? [] : result.error.map(({ at, problem }) => `${at}: ${problem}`)
}

const offerOf = (from: ReturnType<typeof file>) =>
  (from.features[0]!['offers'] as Record<string, unknown>[])[0]!

describe('countersign.partner.yaml', () => {
  it('refuses a pre-selected or required choice, naming it (PER-03)', () => {
    expect(mistakes((f) => (offerOf(f)['preselected'] = true))).toEqual([
      'features.0.offers.0.preselected: nothing may be pre-selected or required of a person (PER-03)',
    ])
    expect(mistakes((f) => (offerOf(f)['required'] = true))[0]).toContain('(PER-03)')
  })

  it('refuses unknown purposes, powers and fields, and fields of another power (SCP-01 to SCP-03)', () => {
    expect(mistakes((f) => (offerOf(f)['purpose'] = 'business purposes'))[0]).toContain(
      'features.0.offers.0.purpose: is not a purpose',
    )
    expect(mistakes((f) => (offerOf(f)['verb'] = 'messages.all'))[0]).toContain(
      'features.0.offers.0.verb: is not a power',
    )
    expect(mistakes((f) => (offerOf(f)['fields'] = ['voter_profile']))).toEqual([
      'features.0.offers.0.fields.0: is not a field of messages.read',
    ])
    expect(mistakes((f) => (offerOf(f)['fields'] = ['member.name']))[0]).toContain(
      'is not a field of messages.read',
    )
    expect(mistakes((f) => (offerOf(f)['fields'] = []))[0]).toContain('name at least one field')
  })

  it.each([
    'For business purposes.',
    'To improve our services.',
    'Songs etc.',
    'Data may be shared.',
    'With trusted partners.',
  ])('refuses generic wording: %s (SCP-03)', (summary) => {
    const found = mistakes((f) => (f.features[0]!['texts'] = { en: { name: 'Songs', summary } }))
    expect(found[0]).toContain('features.0.texts.en.summary: says nothing')
  })

  it('refuses private keys, weak keys, shared secrets', () => {
    const withKey = (key: unknown) => mistakes((f) => (f.client['jwks'] = { keys: [key] }))
    expect(withKey({ kty: 'EC', crv: 'P-256', x, y: x, kid: 'one', d: x })[0]).toContain(
      'client.jwks.keys.0.d: is part of a private key',
    )
    expect(withKey({ kty: 'RSA', n: 'A'.repeat(171), e: 'AQAB', kid: 'one' })).toHaveLength(1)
    expect(withKey({ kty: 'oct', k: 'secret', kid: 'one' })).toHaveLength(1)
    expect(mistakes((f) => (f.client['jwks_uri'] = 'https://jukebox.example/jwks'))[0]).toContain(
      'client.jwks_uri',
    )
    expect(mistakes((f) => (f.client['client_secret'] = 'x'))[0]).toContain('client.client_secret')
  })

  it.each([
    'http://jukebox.example/callback',
    'https://jukebox.example/#x',
    'javascript:alert(1)',
    'callback',
  ])('refuses the redirect address %s', (uri) => {
    expect(mistakes((f) => (f.client['redirect_uris'] = [uri]))[0]).toMatch(/^client\.redirect_uris\.0: /)
  })

  it('refuses two hosts, two offers of the same, two features of the same name, an end before the start', () => {
    expect(
      mistakes((f) => (f.client['redirect_uris'] = ['https://a.example/c', 'https://b.example/c']))[0],
    ).toContain('one host')
    expect(mistakes((f) => (f.features[0]!['offers'] = [offerOf(f), offerOf(f)]))[0]).toContain(
      'features.0.offers.1: is offered twice',
    )
    expect(mistakes((f) => f.features.push(f.features[0]!))[0]).toContain('same slug')
    expect(mistakes((f) => (f.features[0]!['end_at'] = '2025-12-31'))[0]).toContain(
      'features.0.end_at: is not after',
    )
  })

  it.each([
    ['name', 'Jukebox\nYes, allow what I ticked'],
    ['name', 'Jukebox \u202eon ,oN'],
    ['name', 'Countersign Support'],
    ['name', 'Ｃounter-Sign'],
    ['homepage', 'https://bank.example@jukebox.example'],
    ['homepage', 'https://jukebox.example/\u202emoc.knab'],
  ])('refuses a %s that would change what a permission screen says: %j (PER-01)', (key, value) => {
    expect(mistakes((f) => (f[key] = value))[0]).toContain(`${key}: `)
  })

  it('refuses unknown keys at any depth, an http homepage, a term beyond a year', () => {
    expect(mistakes((f) => (f['bypass'] = true))).toEqual(['bypass: is not a key of this file'])
    expect(mistakes((f) => (f['homepage'] = 'http://jukebox.example'))[0]).toContain('homepage')
    expect(mistakes((f) => (f['homepage'] = 'http://localhost.jukebox.example'))[0]).toContain('homepage')
    expect(mistakes((f) => (f['homepage'] = 'http://localhost:4751'))).toEqual([])
    expect(mistakes((f) => (f.features[0]!['term_days'] = 366))[0]).toContain('features.0.term_days')
    expect(parsePartnerFile(null).ok).toBe(false)
  })

  it('reads a good file, with times as instants and defaults filled in', () => {
    const result = parsePartnerFile(file())
    expect(result).toMatchObject({
      ok: true,
      value: { features: [{ start_at: Date.UTC(2026, 0, 1), term_days: 180 }] },
    })
    const local = file()
    local.client['redirect_uris'] = ['http://localhost:4751/callback']
    expect(parsePartnerFile(local).ok).toBe(true)
  })
})
