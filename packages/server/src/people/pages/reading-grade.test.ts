// The words of the pages are plain: school grade 8 at most by Flesch and Kincaid (UX-01).
import { DAY_MS } from '@countersign/protocol'
import { describe, expect, it } from 'vitest'
import { type Html, htmlText } from '../../http/html.ts'
import { openDoors } from './_open-doors.ts'
import { doors } from './doors.ts'
import { privacyPage } from './privacy-view.ts'
import { tourPage } from './tour-view.ts'

const now = Date.UTC(2026, 5, 1)
const grant = 'grant_01980000000070008000000000000001'
const company = {
  id: 'partner_01980000000070008000000000000001',
  name: 'Jukebox',
  homepage: 'https://jukebox.example',
  permissions: [
    {
      id: grant,
      feature: 'Songs',
      purpose: 'group_activity',
      verbs: ['threads.list', 'messages.read', 'members.see'],
      fields: ['thread.title', 'message.text', 'message.sent_at', 'member.name'],
      threads: ['Friday music'],
      history: false,
      givenAt: now - DAY_MS,
      endsAt: now + 180 * DAY_MS,
      ended: null,
      withdrawable: true,
      lastUsedAt: null,
      disclosures: 2,
    },
  ],
  answers: [],
  drawn: [],
  disclosures: [],
  totals: { reads: 2, items: 9, itemsThroughOthers: 3 },
  refused: null,
} as const

const pages: readonly (readonly [string, Html])[] = [
  ['the tour', tourPage({ person: null, demo: [], doors: doors(openDoors) })],
  [
    'the privacy centre',
    privacyPage({ restricted: false, companies: [company], notices: [], done: null }, now),
  ],
  [
    'the empty privacy centre',
    privacyPage({ restricted: true, companies: [], notices: [], done: null }, now),
  ],
]

/** Whole sentences of a page: paragraphs and list items, without labels and buttons. */
function sentencesOf(piece: Html): readonly string[] {
  return [...htmlText(piece).matchAll(/<(p|li)(?: [^>]*)?>(.*?)<\/\1>/gs)]
    .map(([, , inner = '']) =>
      inner
        .replace(/<[^>]*>/g, ' ')
        .replaceAll('&#39;', "'")
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .flatMap((text) => text.match(/[^.:?!]+[.:?!]/g) ?? [])
    .filter((sentence) => sentence.split(' ').length > 3)
}

/** Runs of vowels, without a silent e at the end: close enough to syllables for a grade. */
function syllables(word: string): number {
  const letters = word.toLowerCase().replace(/[^a-z]/g, '')
  const runs = letters.match(/[aeiouy]+/g)?.length ?? 1
  return Math.max(1, runs - (/[^aeiouyl]e$/.test(letters) ? 1 : 0))
}

/** Flesch–Kincaid grade level: 0.39 words per sentence + 11.8 syllables per word − 15.59. */
function gradeOf(sentences: readonly string[]): number {
  const words = sentences.flatMap((sentence) => sentence.split(' ').filter((word) => /[a-z]/i.test(word)))
  const sounds = words.reduce((sum, word) => sum + syllables(word), 0)
  return 0.39 * (words.length / sentences.length) + 11.8 * (sounds / words.length) - 15.59
}

describe('plain words', () => {
  it('can tell a hard text from an easy one', () => {
    expect(gradeOf(['The cat sat on the mat and had a nap.'])).toBeLessThan(3)
    expect(
      gradeOf(['Personally identifiable information may be disclosed to affiliated organisations.']),
    ).toBeGreaterThan(12)
  })

  it.each(pages)('%s reads at grade 8 or below', (_, piece) => {
    const sentences = sentencesOf(piece)
    expect(sentences.length).toBeGreaterThan(0)
    expect(gradeOf(sentences)).toBeLessThanOrEqual(8)
  })
})
