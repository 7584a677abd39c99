// What a reader would stumble over in a declaration's texts: hard or long sentences, empty wording, claims its powers contradict.
import type { FeatureDeclaration, Field, Verb } from '@countersign/protocol'
import { syllable } from 'syllable'
import type { Remark } from './lint-partner-file.ts'
import { phrases, type Topic } from './lint-phrases.ts'

/** A longer sentence is read twice. */
const MOST_WORDS = 25
/** School grade a text may need (UX-01). */
const HIGHEST_GRADE = 8
/** From here on a text is difficult in any language written with an alphabet (Björnsson, Läsbarhet, 1968). */
const HARDEST_LIX = 50
/** The formulas count rather than read: of a handful of words they tell nothing. */
const FEWEST_WORDS = 8

/** What contradicts each claim: a text that denies it holds one of these all the same. */
const contradicting: Readonly<Record<Topic, readonly (Field | Verb)[]>> = {
  reading: ['message.text'],
  names: ['message.author', 'member.name', 'friend.name'],
  contacts: ['contact.email', 'contact.phone'],
  friends: ['friends.list', 'friends.contact'],
  files: ['message.attachments'],
  sending: ['messages.write'],
  deleting: ['messages.delete'],
}

/**
 * What is doubtful about the texts of one feature.
 * @param languages every locale the file's features have between them
 */
export function remarksOnWords(
  { texts, offers }: FeatureDeclaration,
  languages: readonly string[],
): readonly Remark[] {
  const held = new Set(offers.flatMap(({ verb, fields }): (Field | Verb)[] => [verb, ...fields]))
  const remarks = languages
    .filter((locale) => !(locale in texts))
    .map(
      (locale): Remark => ({
        rule: 'missing-language',
        level: 'warning',
        at: 'texts',
        problem: `Has no text in ${locale}, which another feature has. People who read ${locale} would be asked in English.`,
      }),
    )
  for (const [locale, { name, summary }] of Object.entries(texts)) {
    const at = `texts.${locale}`
    for (const [key, text] of Object.entries({ name, summary }))
      remarks.push(...remarksOnText(text, locale, held).map((remark) => ({ ...remark, at: `${at}.${key}` })))
    if (phrases[languageOf(locale)] === undefined)
      remarks.push({
        rule: 'unread-language',
        level: 'note',
        at,
        problem: `How easy it reads is checked in ${locale}, what it says is not. Have somebody who speaks it look for empty wording and wrong claims.`,
      })
  }
  return remarks
}

type RemarkOnText = Omit<Remark, 'at'>

function remarksOnText(
  text: string,
  locale: string,
  held: ReadonlySet<Field | Verb>,
): readonly RemarkOnText[] {
  const sentences = sentencesOf(text, locale)
  return [
    ...sentences.flatMap((sentence) => remarksOnSentence(sentence, locale, held)),
    ...remarksOnReading(sentences, locale),
  ]
}

interface Sentence {
  readonly text: string
  readonly words: readonly string[]
}

function remarksOnSentence(
  { text, words }: Sentence,
  locale: string,
  held: ReadonlySet<Field | Verb>,
): readonly RemarkOnText[] {
  const remarks: RemarkOnText[] = []
  if (words.length > MOST_WORDS)
    remarks.push({
      rule: 'long-sentence',
      level: 'warning',
      problem: `A sentence of ${words.length} words. Make two of it; ${MOST_WORDS} words are enough for one.`,
    })
  const known = phrases[languageOf(locale)]
  if (known === undefined) return remarks
  if (known.generic.some((wording) => wording.test(text)))
    remarks.push({
      rule: 'generic-wording',
      level: 'error',
      problem: 'Says nothing a person could decide by. Name what is done with what.',
    })
  if (!known.denial.test(text)) return remarks
  for (const [topic, about] of Object.entries(known.topics) as [Topic, RegExp][]) {
    const against = contradicting[topic].filter((power) => held.has(power))
    if (against.length > 0 && about.test(text))
      remarks.push({
        rule: 'claim-contradicts',
        level: 'error',
        problem: `Seems to deny what the feature asks for: ${against.join(', ')}. Say what it does, or give that up (UX-03).`,
      })
  }
  return remarks
}

/** How hard the whole text is: by school grade in English, by LIX where an alphabet has capitals, elsewhere not at all. */
function remarksOnReading(sentences: readonly Sentence[], locale: string): readonly RemarkOnText[] {
  const words = sentences.flatMap((sentence) => sentence.words)
  if (words.length < FEWEST_WORDS) return []
  if (languageOf(locale) === 'en') {
    const grade = gradeOf(words, sentences.length)
    if (grade <= HIGHEST_GRADE) return []
    return [hard(`Needs school grade ${Math.ceil(grade)} to read, ${HIGHEST_GRADE} is the most (UX-01).`)]
  }
  if (
    !words.every((word) => /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}\p{P}]+$/u.test(word))
  )
    return []
  const lix = lixOf(words, sentences.length)
  return lix < HARDEST_LIX
    ? []
    : [hard(`Is hard to read (LIX ${Math.round(lix)}, ${HARDEST_LIX} is difficult).`)]
}

function hard(problem: string): RemarkOnText {
  return { rule: 'hard-to-read', level: 'warning', problem: `${problem} Use shorter words and sentences.` }
}

/** School grade (Kincaid and others, 1975). */
function gradeOf(words: readonly string[], sentences: number): number {
  const syllables = words.reduce((sum, word) => sum + Math.max(1, syllable(word)), 0)
  return 0.39 * (words.length / sentences) + 11.8 * (syllables / words.length) - 15.59
}

/** Words a sentence, and how many of a hundred have more than six letters (Björnsson, 1968). */
function lixOf(words: readonly string[], sentences: number): number {
  const long = words.filter((word) => [...word].length > 6).length
  return words.length / sentences + (100 * long) / words.length
}

function sentencesOf(text: string, locale: string): readonly Sentence[] {
  const [sentences, words] = (['sentence', 'word'] as const).map(
    (granularity) => new Intl.Segmenter(locale, { granularity }),
  )
  return [...(sentences?.segment(text) ?? [])].map(({ segment }) => ({
    text: segment,
    words: [...(words?.segment(segment) ?? [])].filter((one) => one.isWordLike).map((one) => one.segment),
  }))
}

function languageOf(locale: string): string {
  return locale.split('-')[0] ?? locale
}
