// A decision stands until the next start or end among its facts.
import { expect, test } from 'vitest'
import { grant, id, manifest, person } from './_example.ts'
import { INACTIVITY_MS } from './allowance.ts'
import type { Facts } from './facts.ts'
import { horizon } from './horizon.ts'

const quiet: Facts = {
  partner: { partner: manifest.partner, suspended: false, certifiedUntil: 0 },
  feature: { feature: manifest.feature, partner: manifest.partner, startAt: 0, endAt: null },
  liveManifest: manifest,
  person: person([]),
  thread: null,
  others: new Map(),
}
const granting = person([
  { grant: grant({ startAt: 30, endAt: 40 }), manifest, screenVoided: false, signed: true },
])
const member = { person: id('person'), joinedAt: 30, leftAt: 40 }

test.each<[string, Partial<Facts>, number, number]>([
  ['nothing ahead', {}, 10, Number.POSITIVE_INFINITY],
  ['a certification', { partner: { ...quiet.partner, certifiedUntil: 20 } }, 10, 20],
  ['a feature that begins', { feature: { ...quiet.feature, startAt: 20 } }, 10, 20],
  ['a feature that ends', { feature: { ...quiet.feature, endAt: 20 } }, 10, 20],
  ['a grant that begins', { person: granting }, 10, 30],
  ['a grant that ends', { person: granting }, 30, 40],
  ['a verb that lapses', { person: granting }, 40, 30 + INACTIVITY_MS],
  ["another person's grant", { others: new Map([[id('person', 2), granting]]) }, 10, 30],
  [
    'somebody who comes',
    { thread: { thread: id('thread'), setting: 'author', memberships: [member] } },
    10,
    30,
  ],
  [
    'somebody who goes',
    { thread: { thread: id('thread'), setting: 'author', memberships: [member] } },
    30,
    40,
  ],
])('%s', (_, more, now, next) => {
  expect(horizon({ ...quiet, ...more }, now)).toBe(next)
})
