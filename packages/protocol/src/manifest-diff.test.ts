// Versions side by side: what is more, what is less, what only reads differently, each thing by name (PER-05).
import { expect, test } from 'vitest'
import { manifest } from './_example.ts'
import { diffManifests, isBasic, type ManifestTerms, onlyNarrows } from './manifest-diff.ts'

const next = (more: Partial<ManifestTerms>) => diffManifests(manifest, { ...manifest, ...more })
const [, list] = manifest.offers

test('names a new power, purpose, field, term and reach', () => {
  const offers = [
    { purpose: 'group_activity', verb: 'messages.read', fields: ['message.text', 'message.sent_at'] },
    { purpose: 'advertising', verb: 'messages.read', fields: [] },
  ] as const
  const { widens, narrows } = next({ offers, termDays: 181, harvestBudget: 101 })
  expect(widens).toEqual([
    'To read messages in the threads you picked (messages.read), for showing a chat what its people are enjoying together, it gets: times of sending.',
    'It may read messages in the threads you picked (messages.read), for choosing advertisements for you.',
    'It may reach 101 people in all, instead of 100.',
    'A yes lasts 181 days at most, instead of 180.',
  ])
  expect(narrows).toEqual([
    expect.stringMatching(/^No more: to read messages .*, it gets: who wrote what\.$/),
    expect.stringMatching(/^No more: it may see the list of threads/),
  ])
})

test('tells less from more, and words from both', () => {
  expect(next({})).toEqual({ widens: [], narrows: [], rewords: [] })
  const less = { ...manifest, offers: list ? [list] : [], termDays: 1, harvestBudget: 1 }
  expect(diffManifests(manifest, less)).toMatchObject({ widens: [], rewords: [] })
  expect(diffManifests(manifest, less).narrows).toHaveLength(3)
  expect(onlyNarrows(manifest, less)).toBe(true)
  expect(onlyNarrows(less, manifest)).toBe(false)
  const reworded = { ...less, texts: { en: { name: 'Other', summary: 'Says something else.' } } }
  expect(onlyNarrows(manifest, reworded)).toBe(false)
})

test('all of what is new is more', () => {
  const { widens, narrows } = diffManifests(null, manifest)
  expect(widens).toHaveLength(manifest.offers.length + 2)
  expect(narrows).toEqual([])
})

test('basic is writing what people confirm, and nothing else (OVR-02)', () => {
  const write = { purpose: 'share_content', verb: 'messages.write', fields: [] } as const
  expect(isBasic({ offers: [write] })).toBe(true)
  expect(isBasic({ offers: [write, { ...write, verb: 'messages.delete' }] })).toBe(false)
  expect(isBasic(manifest)).toBe(false)
})
