// The words of the pages are plain: school grade 8 at most by Flesch and Kincaid, and few of them for each choice (UX-01).

import { fieldsOf, type Offer, purposeNames, verbs } from '@countersign/protocol'
import { describe, expect, it } from 'vitest'
import { screenWords } from '../../server/src/oauth/screen-words.ts'
import { en } from '../../web/src/text/en.ts'
import { tourEn } from '../../web/src/text/tour-en.ts'

function wholeSentences(text: string): readonly string[] {
  return (text.match(/[^.:?!]+[.:?!]/g) ?? []).filter((sentence) => sentence.trim().split(' ').length > 3)
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

/** The app's sentences in English, by what they are about, with something said in each place. */
const appTexts = [
  ...Map.groupBy(Object.entries({ ...en, ...tourEn }), ([key]) => key.split('.')[0] ?? ''),
].flatMap(([about, all]) => {
  const sentences = all.flatMap(([, text]) => wholeSentences(saidOnce(text)))
  return sentences.length > 2 ? [[about, sentences] as const] : []
})

/** A text with its plurals and places said. */
function saidOnce(text: string): string {
  return text
    .replace(/\{\w+, plural,.*?other \{([^}]*)\}\}/g, '$1')
    .replaceAll('#', '9')
    .replace(/\{[^}]*\}/g, 'Jukebox')
}

/** The platform's sentences on a permission screen that asks for everything there is. */
const { en: says } = screenWords
const everything: readonly Offer[] = purposeNames.flatMap((purpose) =>
  verbs.map((verb) => ({ purpose, verb, fields: fieldsOf[verb] })),
)
const company = { name: 'Jukebox', homepage: 'https://jukebox.example', ownershipGroup: 'Jukebox' }
const screenSentences = [
  says.beyond(company.name),
  says.choicesNote,
  says.threadsNote(company.name),
  says.historyNote,
  says.untilNote(90, 365),
  says.notOthers,
  says.notAsked(['messages.delete', 'contact.own']),
  says.back(company.name),
  ...everything.map(({ verb }) => says.may(verb)),
].flatMap(wholeSentences)

describe('plain words', () => {
  it('can tell a hard text from an easy one', () => {
    expect(gradeOf(['The cat sat on the mat and had a nap.'])).toBeLessThan(3)
    expect(
      gradeOf(['Personally identifiable information may be disclosed to affiliated organisations.']),
    ).toBeGreaterThan(12)
  })

  it.each(appTexts)('the app’s %s reads at grade 8 or below', (_, sentences) => {
    expect(gradeOf(sentences)).toBeLessThanOrEqual(8)
  })

  it('the permission screen reads at grade 8 or below', () => {
    expect(screenSentences.length).toBeGreaterThan(70)
    expect(gradeOf(screenSentences)).toBeLessThanOrEqual(8)
  })

  it('no choice of a permission screen takes more than 120 words to read, in either language', () => {
    for (const { purpose, may, gets } of Object.values(screenWords))
      for (const offer of everything) {
        const words = [purpose(offer.purpose), may(offer.verb), gets(offer.fields)].join(' ').split(/\s+/)
        expect(words.length).toBeGreaterThan(5)
        expect(words.length).toBeLessThanOrEqual(120)
      }
  })
})
