// What one person has allowed: no at any scope wins, and a yes is for its own feature, version, purpose and thread.
import { describe, expect, test } from 'vitest'
import { grant, id, manifest, person } from './_example.ts'
import {
  allowancesOf,
  grantRefusal,
  INACTIVITY_MS,
  inactiveFrom,
  type Scope,
  saidNever,
} from './allowance.ts'
import type { Countersignature } from './countersignature.ts'
import { withdrawGrant } from './grant.ts'
import { DAY_MS } from './time.ts'

const scope: Scope = {
  feature: manifest.feature,
  manifestVersion: 1,
  purpose: 'group_activity',
  verb: 'messages.read',
  thread: id('thread'),
  reviewed: true,
}
const NOW = 10 * DAY_MS

function answer(more: Partial<Countersignature> = {}, screenVoided = false, signed = true) {
  const countersignature = {
    id: id('countersignature'),
    person: id('person'),
    partner: manifest.partner,
    feature: manifest.feature,
    manifestVersion: 1,
    purpose: 'group_activity',
    thread: id('thread'),
    answer: 'allow',
    startAt: 0,
    endAt: 180 * DAY_MS,
    history: false,
    contactFields: [],
    screenHash: 'c'.repeat(64),
    state: 'given',
    ...more,
  } as Countersignature
  return { countersignature, screenVoided, signed }
}

describe('a yes that does not count', () => {
  test.each([
    ['another feature', answer({ feature: id('feature', 2) })],
    ['another version', answer({ manifestVersion: 2 })],
    ['another purpose', answer({ purpose: 'advertising' })],
    ['another thread', answer({ thread: id('thread', 2) })],
    ['one not begun', answer({ startAt: NOW + 1 })],
    ['one that ends now', answer({ endAt: NOW })],
    ['one taken back', answer({ state: 'ended', endedAt: 1 } as Partial<Countersignature>)],
    ['one on a voided screen', answer({}, true)],
    ['one that nobody signed', answer({}, false, false)],
  ])('%s', (_, given) => {
    expect(allowancesOf(person([], [given]), scope, NOW)).toEqual([])
  })

  test.each([
    ['of a shell', { account: 'shell' }],
    ['of a closed account', { account: 'closed' }],
    ['of somebody whose switch is on', { restricted: true }],
  ] as const)('%s', (_, more) => {
    expect(allowancesOf({ ...person([], [answer()]), ...more }, scope, NOW)).toEqual([])
  })

  test('to an unreviewed feature, unless by a test account', () => {
    const unreviewed = { ...scope, reviewed: false }
    expect(allowancesOf(person([], [answer()]), unreviewed, NOW)).toEqual([])
    expect(allowancesOf({ ...person([], [answer()]), test: true }, unreviewed, NOW)).toHaveLength(1)
  })
})

describe('never', () => {
  const no = (more: Partial<Countersignature> = {}, voided = false, signed = true) =>
    answer({ answer: 'never', ...more }, voided, signed)
  test.each([
    ['for all threads', no({ thread: null })],
    ['for this thread', no()],
    ['to another version', no({ manifestVersion: 7 })],
    ['on a voided screen', no({}, true)],
    ['that no key stands behind', no({}, false, false)],
  ])('%s beats a yes and an own grant', (_, never) => {
    const own = { grant: grant(), manifest, screenVoided: false, signed: true }
    const who = person([own], [answer(), answer({ thread: null }), never])
    expect(saidNever(who, scope, NOW)).toBe(true)
    expect(allowancesOf(who, scope, NOW)).toEqual([])
  })

  test.each([
    ['for another thread', no({ thread: id('thread', 2) })],
    ['for another purpose', no({ purpose: 'advertising' })],
    ['that was taken back', no({ state: 'ended', endedAt: 1 } as Partial<Countersignature>)],
    ['that has run out', no({ endAt: NOW })],
  ])('%s leaves the yes', (_, never) => {
    expect(allowancesOf(person([], [answer(), never]), scope, NOW)).toHaveLength(1)
  })
})

describe('a grant', () => {
  const given = { grant: grant(), manifest, screenVoided: false, signed: true }
  test('is refused for the first reason of design §4', () => {
    const withdrawn = withdrawGrant(grant(), 5)
    if (!withdrawn.ok) throw new Error(withdrawn.error)
    const late = 100 * DAY_MS
    expect(grantRefusal({ ...given, grant: grant({ startAt: NOW + 1 }) }, {}, 'messages.read', NOW)).toBe(
      'NO_GRANT',
    )
    const both = { ...given, grant: withdrawn.value, screenVoided: true }
    expect(grantRefusal(both, {}, 'messages.read', late)).toBe('CONSENT_VOID')
    expect(grantRefusal({ ...both, screenVoided: false }, {}, 'messages.read', late)).toBe('WITHDRAWN')
    expect(grantRefusal(given, {}, 'messages.read', late)).toBe('EXPIRED')
    expect(grantRefusal(given, {}, 'messages.read', NOW)).toBeUndefined()
  })

  test('lapses by verb, counted from its person’s own last use (SUN-04)', () => {
    expect(inactiveFrom(5, undefined)).toBe(5 + INACTIVITY_MS)
    expect(inactiveFrom(5, 3)).toBe(5 + INACTIVITY_MS)
    expect(inactiveFrom(5, 9)).toBe(9 + INACTIVITY_MS)
    const long = { ...given, grant: grant({ endAt: 180 * DAY_MS }) }
    const used = { 'threads.list': 80 * DAY_MS }
    expect(grantRefusal(long, used, 'messages.read', INACTIVITY_MS)).toBe('INACTIVE')
    expect(grantRefusal(long, used, 'threads.list', INACTIVITY_MS)).toBeUndefined()
  })

  test('of one’s own counts for its verbs, threads and fields', () => {
    expect(allowancesOf(person([given]), scope, NOW)).toMatchObject([{ fields: given.grant.fields }])
    expect(allowancesOf(person([given]), { ...scope, verb: 'members.see' }, NOW)).toEqual([])
    expect(allowancesOf(person([given]), { ...scope, thread: id('thread', 2) }, NOW)).toEqual([])
    expect(allowancesOf(person([given]), { ...scope, manifestVersion: 2 }, NOW)).toEqual([])
    expect(allowancesOf(person([{ ...given, signed: false }]), scope, NOW)).toEqual([])
  })
})
