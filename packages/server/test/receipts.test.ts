// REC-02, REC-01: a receipt after each event, which a stranger can check and nobody can change.
import { consentReceipt, DAY_MS } from '@countersign/protocol'
import { makeWorld, onServer, testServer } from '@countersign/testkit'
import { base64url, compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose'
import { describe, expect, it } from 'vitest'
import { endFeature } from '../src/acts/end-feature.ts'
import { voidScreen } from '../src/acts/void-screen.ts'
import { problem, signedInBrowser } from './_people-browser.ts'

const { system, url, clock, database } = await testServer()
const world = await makeWorld(system, clock)
const ana = await signedInBrowser(url, world.login('ana'))
const ben = await signedInBrowser(url, world.login('ben'))
const keySet: JSONWebKeySet = await (await fetch(`${url}/receipt-keys.json`)).json()
const keys = createLocalJWKSet(keySet)

interface Item {
  readonly id: string
  readonly event: string
  readonly jws: string
  readonly receipt: Record<string, unknown>
}
const receiptsOf = async (path: string, browser = ana): Promise<readonly Item[]> =>
  (await browser.get(`${path}/receipts`)).body.items
/** What a stranger does: fetch the keys, check the signature, read what was signed. */
async function checked({ jws }: Item) {
  const { payload, protectedHeader } = await compactVerify(jws, keys)
  expect(protectedHeader).toMatchObject({ alg: 'EdDSA', typ: 'countersign-receipt' })
  return consentReceipt.parse(JSON.parse(new TextDecoder().decode(payload)))
}
const events = (items: readonly Item[]) => items.map(({ event }) => event)

describe('refused', () => {
  it("somebody else's, and what is not there", async () => {
    const { id } = await world.grant('ana')
    const answer = await world.countersign('ana')
    expect(problem(await ben.get(`/grants/${id}/receipts`))).toBe('404 NOT_FOUND')
    expect(problem(await ben.get(`/answers/${answer}/receipts`))).toBe('404 NOT_FOUND')
    expect(
      problem(await ana.get(`/grants/${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}/receipts`)),
    ).toMatch(/^40[04] /)
  })

  it('a receipt with any byte of payload, header or signature flipped (REC-02)', async () => {
    const { id } = await world.grant('ana')
    const [item] = await receiptsOf(`/grants/${id}`)
    const parts = item?.jws.split('.') ?? []
    await expect(compactVerify(parts.join('.'), keys)).resolves.toBeDefined()
    for (const [part, text] of parts.entries()) {
      const bytes = base64url.decode(text)
      for (let i = 0; i < bytes.length; i++) {
        const flipped = Uint8Array.from(bytes, (byte, at) => (at === i ? byte ^ 1 : byte))
        const forged = parts.with(part, base64url.encode(flipped)).join('.')
        await expect(compactVerify(forged, keys)).rejects.toThrow()
      }
    }
  })

  it('a receipt without any one of its fields', async () => {
    const { id } = await world.grant('ana')
    const [item] = await receiptsOf(`/grants/${id}`)
    const paths: (readonly string[])[] = []
    const walk = (value: unknown, path: readonly string[]): void => {
      if (typeof value !== 'object' || value === null) return
      for (const [name, inner] of Object.entries(value)) {
        if (!Array.isArray(value)) paths.push([...path, name])
        walk(inner, [...path, name])
      }
    }
    walk(item?.receipt, [])
    expect(paths.length).toBeGreaterThan(60)
    for (const path of paths) {
      const copy = structuredClone(item?.receipt)
      // biome-ignore lint/suspicious/noExplicitAny: it walks whatever is there
      const parent = path.slice(0, -1).reduce<any>((inner, name) => inner[name], copy)
      delete parent[path.at(-1) ?? '']
      expect([path, consentReceipt.safeParse(copy).success]).toEqual([path, false])
    }
  })
})

describe('four events, four receipts', () => {
  it('of a permission: given, changed, withdrawn; each names the exact screen (REC-01)', async () => {
    const grant = await world.grant('ana', { verbs: ['messages.read', 'members.see'] })
    await ana.patch(`/grants/${grant.id}`, { verbs: ['members.see'] })
    clock.advance(1_000)
    await ana.delete(`/grants/${grant.id}`)
    const items = await receiptsOf(`/grants/${grant.id}`)
    expect(events(items)).toEqual(['given', 'changed', 'withdrawn'])
    const [given, changed, withdrawn] = await Promise.all(items.map(checked))
    for (const receipt of [given, changed, withdrawn])
      expect(receipt?.['dpv:hasRecordOfActivity']['dpv:hasNotice']).toMatchObject({
        'countersign:sha256': grant.screenHash,
        'dct:language': 'en',
        'dct:description': 'A permission screen of the tests for group_activity',
      })
    const statuses = withdrawn?.['dpv:hasRecordOfActivity']['dpv:hasConsentStatus']
    expect(statuses?.map((status) => status['@type'][0])).toEqual([
      'dpv:ConsentGiven',
      'dpv:ConsentGiven',
      'dpv:ConsentWithdrawn',
    ])
    const process = changed?.['dpv:hasRecordOfActivity']['dpv:hasProcess']
    expect(process?.['countersign:terms']['countersign:verbs']).toEqual(['members.see'])
    expect(process?.['dpv:hasPurpose']['@type']).toBe('dpv:RequestedServiceProvision')
    // Each entry it rests on is in the ledger at the place it names.
    const named = statuses?.map((status) => status['countersign:ledger']?.['countersign:index'])
    const there = await onServer(database.owner, (client) =>
      client.query(`select leaf_index from entries where record ->> 'grant' = $1 order by leaf_index`, [
        grant.id,
      ]),
    )
    expect(named).toEqual(there.rows.map((row) => Number(row.leaf_index)))
  })

  it('of one that ran out; the same receipts are the same bytes whenever they are asked for', async () => {
    const grant = await world.grant('ana', { endAt: clock.now() + DAY_MS })
    const [before] = await receiptsOf(`/grants/${grant.id}`)
    clock.advance(2 * DAY_MS)
    const items = await receiptsOf(`/grants/${grant.id}`)
    expect(events(items)).toEqual(['given', 'expired'])
    expect(items[0]?.jws).toBe(before?.jws)
    const last = await checked(items[1] as Item)
    expect(last['dct:created']).toBe(new Date(grant.endAt).toISOString())
    expect(last['dpv:hasRecordOfActivity']['dpv:hasConsentStatus'].at(-1)).toMatchObject({
      '@type': ['dpv:ConsentExpired', 'dpv:ExplicitlyExpressedConsent'],
      'countersign:ledger': null,
    })
  })

  it('of answers: a yes that is changed into a never, and that one taken back', async () => {
    const yes = await world.countersign('ana', { thread: null })
    const never = await world.countersign('ana', { thread: null, answer: 'never' })
    clock.advance(1_000)
    await ana.delete(`/answers/${never}`)
    expect(events(await receiptsOf(`/answers/${yes}`))).toEqual(['given', 'withdrawn'])
    const items = await receiptsOf(`/answers/${never}`)
    expect(events(items)).toEqual(['refused', 'withdrawn'])
    const [refused] = await Promise.all(items.map(checked))
    const record = refused?.['dpv:hasRecordOfActivity']
    expect(record?.['dpv:hasConsentStatus'][0]?.['@type'][0]).toBe('dpv:ConsentRefused')
    expect(record?.['dpv:hasProcess']['dpv:hasPersonalData'].map((one) => one['dct:identifier'])).toContain(
      'message.text',
    )
  })

  it('of one whose screen was voided, and of one whose feature ended', async () => {
    const matinee = await world.partner('matinee')
    const voided = await world.grant('ana', {
      partner: matinee,
      purpose: 'share_content',
      verbs: ['messages.write'],
    })
    await voidScreen(system, { hash: voided.screenHash })
    const teller = await world.partner('teller')
    const ended = await world.grant('ana', { partner: teller })
    await endFeature(system, { partner: teller.partner, feature: teller.feature, at: clock.now() + 1_000 })
    clock.advance(2_000)
    expect(events(await receiptsOf(`/grants/${voided.id}`))).toEqual(['given', 'void'])
    expect(events(await receiptsOf(`/grants/${ended.id}`))).toEqual(['given', 'ended'])
  })
})

it('none is signed while what was done last waits beside the ledger', async () => {
  const { id } = await world.grant('ana')
  const setLedger = (change: string): Promise<unknown> =>
    onServer(database.owner, (client) => client.query(`${change} countersign_turnstile`))
  await setLedger('revoke update on ledger_heads from')
  expect((await ana.delete(`/grants/${id}`)).status).toBe(204)
  expect(problem(await ana.get(`/grants/${id}/receipts`))).toBe('503 LEDGER_UNAVAILABLE')
  await setLedger('grant update on ledger_heads to')
  await expect
    .poll(async () => (await ana.get(`/grants/${id}/receipts`)).status, { timeout: 8_000 })
    .toBe(200)
  expect(events(await receiptsOf(`/grants/${id}`))).toEqual(['given', 'withdrawn'])
})

it('a receipt holds nothing of others: no name, no words, no title of a thread', async () => {
  await world.say('ben', 'a word of mine')
  const grant = await world.grant('ana')
  const [item] = await receiptsOf(`/grants/${grant.id}`)
  const text = JSON.stringify(item?.receipt)
  for (const word of ['Ben', 'Chika', 'Friday songs', 'a word of mine', world.people.ben, world.login('ana')])
    expect(text).not.toContain(word)
})
