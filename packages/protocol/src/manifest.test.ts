// What a version offers: for one purpose, by one power.
import { expect, test } from 'vitest'
import { manifest } from './_example.ts'
import { offerFor, offersVerb } from './manifest.ts'

const [read] = manifest.offers

test('an offer is for one purpose', () => {
  expect(offerFor(manifest, 'group_activity', 'messages.read')).toBe(read)
  expect(offerFor(manifest, 'advertising', 'messages.read')).toBeUndefined()
  expect([offersVerb(manifest, 'messages.read'), offersVerb(manifest, 'messages.delete')]).toEqual([
    true,
    false,
  ])
})
