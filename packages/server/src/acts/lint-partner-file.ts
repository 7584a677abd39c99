// Reads a declaration as a reviewer would: its mistakes, and what is allowed but would be asked about, each at its line.
import { type FeatureDeclaration, parsePartnerFile } from '@countersign/protocol'
import { remarksOnPowers } from './lint-powers.ts'
import { remarksOnWords } from './lint-words.ts'
import { openPartnerText, type Position } from './read-partner-file.ts'

/** One thing a reviewer would say about a feature. */
export interface Remark {
  /** Its stable name. */
  readonly rule: string
  /** An error keeps the declaration from review, a warning has to be explained there, a note is to be read. */
  readonly level: 'error' | 'warning' | 'note'
  /** The part of the feature or of the file: `offers.0.fields`. */
  readonly at: string
  /** What is doubtful, and what to do. */
  readonly problem: string
}

/** A remark and where in the text it belongs. */
export type Finding = Remark & Position

/** Everything there is to say about a declaration's text, in the order of its lines. Empty for one nobody would ask about. */
export function lintPartnerFile(text: string): readonly Finding[] {
  const { value, mistakes, positionOf } = openPartnerText(text)
  if (mistakes.length > 0) return mistakes.map((one) => ({ rule: 'not-yaml', level: 'error', ...one }))
  return remarksOn(value)
    .map((remark) => ({ ...remark, ...positionOf(remark.at) }))
    .sort((a, b) => a.line - b.line || a.column - b.column)
}

function remarksOn(value: unknown): readonly Remark[] {
  const parsed = parsePartnerFile(value)
  if (!parsed.ok)
    return parsed.error.map(({ at, problem }) => ({ rule: 'mistake', level: 'error', at, problem }))
  const { features } = parsed.value
  const languages = [...new Set(features.flatMap(({ texts }) => Object.keys(texts)))]
  return features.flatMap((feature, i) => {
    const at = `features.${i}`
    const remarks = [...remarksOnFeature(feature, languages)]
    if (feature.review_id === undefined)
      remarks.push({
        rule: 'unreviewed',
        level: 'note',
        at: 'slug',
        problem:
          'Has no review_id yet, so it reaches test accounts only. Ask for a review before it meets people.',
      })
    return remarks.map((remark) => ({ ...remark, at: `${at}.${remark.at}` }))
  })
}

/**
 * What a reviewer would say of one feature, without a note about its review.
 * @param languages every locale the partner speaks elsewhere
 */
export function remarksOnFeature(
  feature: FeatureDeclaration,
  languages: readonly string[] = Object.keys(feature.texts),
): readonly Remark[] {
  return [...remarksOnPowers(feature), ...remarksOnWords(feature, languages)]
}
