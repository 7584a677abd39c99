// What a new version takes that the old one did not, each thing by name (PER-05).
import { expect, test } from 'vitest'
import { manifest } from './_example.ts'
import { offerFor, offersVerb, widenings } from './manifest.ts'

const next = (more: Partial<typeof manifest>) => widenings(manifest, { ...manifest, version: 2, ...more })
const [read, list] = manifest.offers

test('names a new power, purpose, field, term and reach', () => {
  const offers = [
    { purpose: 'group_activity', verb: 'messages.read', fields: ['message.text', 'message.sent_at'] },
    { purpose: 'advertising', verb: 'messages.read', fields: [] },
    { purpose: 'group_activity', verb: 'messages.delete', fields: [] },
  ] as const
  expect(next({ offers, termDays: 181, harvestBudget: 101 })).toEqual([
    'message.sent_at of messages.read for group_activity',
    'messages.read for advertising',
    'messages.delete for group_activity',
    '181 days instead of 180',
    'reach of 101 people',
  ])
})

test('finds nothing in the same or less', () => {
  expect(next({})).toEqual([])
  expect(next({ offers: list ? [list] : [], termDays: 1, harvestBudget: 1 })).toEqual([])
})

test('an offer is for one purpose', () => {
  expect(offerFor(manifest, 'group_activity', 'messages.read')).toBe(read)
  expect(offerFor(manifest, 'advertising', 'messages.read')).toBeUndefined()
  expect([offersVerb(manifest, 'messages.read'), offersVerb(manifest, 'messages.delete')]).toEqual([
    true,
    false,
  ])
})
