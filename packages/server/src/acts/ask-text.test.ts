// The ask card's words: from the manifest, in one of its languages, without a word about any person.
import { type Manifest, type Offer, parseId } from '@countersign/protocol'
import { describe, expect, it } from 'vitest'
import { askLabels, askText, termDaysOf } from './ask-text.ts'

const zeros = '0190c0ffee0070008000000000000000'
const manifest = (offers: readonly Offer[], more: Partial<Manifest> = {}): Manifest => ({
  partner: parseId('partner', `partner_${zeros}`)!,
  feature: parseId('feature', `feature_${zeros}`)!,
  version: 1,
  offers,
  harvestBudget: 10,
  termDays: 90,
  texts: {
    en: { name: 'Group songs', summary: 'Shows songs.' },
    de: { name: 'Lieder', summary: 'Zeigt Lieder.' },
  },
  reviewId: null,
  publishedAt: 0,
  ...more,
})
const read: Offer = {
  purpose: 'group_activity',
  verb: 'messages.read',
  fields: ['message.text', 'message.sent_at'],
}
const write: Offer = { purpose: 'share_content', verb: 'messages.write', fields: [] }
const own: Offer = { purpose: 'assistance', verb: 'contact.own', fields: ['contact.email'] }
const of = (one: Manifest, purpose: Offer['purpose'], locale = 'en') =>
  askText(one, { partnerName: 'Jukebox', owner: 'jukebox', purpose, locale })

describe('the ask card', () => {
  it('is not there for what takes nothing of others', () => {
    const all = manifest([read, write, own])
    expect(of(all, 'share_content')).toBeUndefined()
    expect(of(all, 'assistance')).toBeUndefined()
    expect(of(all, 'advertising')).toBeUndefined()
  })

  it('names what would be taken for this purpose, and no more', () => {
    const text = of(manifest([read, write, own]), 'group_activity')!
    expect(text.lines).toContain('Of messages you write it would get: your words, when you sent them.')
    expect(text.content).not.toMatch(/e-mail|names of files/)
    expect(text.content).toContain('90 days at most')
  })

  it("is read in the person's language, else in English, else in what there is", () => {
    const both = manifest([read])
    expect(of(both, 'group_activity', 'de-CH')?.locale).toBe('de')
    expect(of(both, 'group_activity', 'fr')?.locale).toBe('en')
    expect(
      of(manifest([read], { texts: { pt: { name: 'n', summary: 's' } } }), 'group_activity')?.locale,
    ).toBe('pt')
  })

  it('has another hash for every word that differs', () => {
    const hashes = [
      of(manifest([read]), 'group_activity'),
      of(manifest([read]), 'group_activity', 'de'),
      of(manifest([read], { termDays: 91 }), 'group_activity'),
      of(manifest([{ ...read, fields: ['message.text'] }]), 'group_activity'),
    ].map((text) => text?.hash)
    expect(new Set(hashes).size).toBe(4)
    expect(of(manifest([read]), 'group_activity')?.hash).toBe(hashes[0])
  })

  it('offers yes and no alike, and its labels are part of what is hashed (UX-02)', () => {
    const { content } = of(manifest([read]), 'group_activity')!
    for (const label of Object.values(askLabels)) expect(content.split('\n')).toContain(label)
    expect(Math.abs(askLabels.allow.length - askLabels.never.length)).toBeLessThanOrEqual(2)
  })

  it('never promises more than 180 days (design §3)', () => {
    expect(termDaysOf(manifest([read], { termDays: 365 }))).toBe(180)
    expect(of(manifest([read], { termDays: 365 }), 'group_activity')?.content).toContain('180 days')
  })
})
