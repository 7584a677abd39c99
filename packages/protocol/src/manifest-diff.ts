// Two versions of a feature side by side, in plain words: what it takes more, what it takes less, what it says differently.
import { type Manifest, type Offer, offerFor } from './manifest.ts'
import { purposes } from './purposes.ts'
import type { Field } from './verbs.ts'
import { fieldWords, verbWords } from './words.ts'

/** What of a version a person, a reviewer or a partner's own people compare. */
export type ManifestTerms = Pick<Manifest, 'offers' | 'harvestBudget' | 'termDays' | 'texts'>

/** How a version differs from the one before it, one sentence each. */
export interface ManifestDiff {
  /** What it takes more: whoever said yes before must be asked again for it (PER-05). */
  readonly widens: readonly string[]
  /** What it takes less, for everybody, from its publication on. */
  readonly narrows: readonly string[]
  /** What it says differently. */
  readonly rewords: readonly string[]
}

/** The difference between a version and the next; `before` null for a feature that is new, all of which is more. */
export function diffManifests(before: ManifestTerms | null, after: ManifestTerms): ManifestDiff {
  if (before === null)
    return {
      widens: [
        ...after.offers.map(powerWords),
        `It may reach ${count(after.harvestBudget)} people in all.`,
        `A yes lasts ${count(after.termDays)} days at most.`,
      ],
      narrows: [],
      rewords: [],
    }
  return {
    widens: [...takenMore(before, after), ...numbers(before, after, (old, next) => next > old)],
    narrows: [
      ...takenMore(after, before).map(lessWords),
      ...numbers(before, after, (old, next) => next < old),
    ],
    rewords: rewordings(before, after),
  }
}

/** Whether a version only takes less than the one before, in the same words: then nobody needs to look at it again. */
export function onlyNarrows(before: ManifestTerms, after: ManifestTerms): boolean {
  const { widens, rewords } = diffManifests(before, after)
  return widens.length === 0 && rewords.length === 0
}

/** Whether a version is basic: it writes what a person confirms each time, and takes nothing. Anything more needs two reviewers. */
export function isBasic({ offers }: Pick<ManifestTerms, 'offers'>): boolean {
  return offers.every(({ verb }) => verb === 'messages.write')
}

function takenMore(before: ManifestTerms, after: ManifestTerms): readonly string[] {
  return after.offers.flatMap((offer) => {
    const known = offerFor(before, offer.purpose, offer.verb)
    if (known === undefined) return [powerWords(offer)]
    const added = offer.fields.filter((field) => !known.fields.includes(field))
    return added.length === 0 ? [] : [`To ${purposeAnd(offer)}, it gets: ${fieldList(added)}.`]
  })
}

function powerWords(offer: Offer): string {
  const gets = offer.fields.length === 0 ? '' : ` It gets: ${fieldList(offer.fields)}.`
  return `It may ${purposeAnd(offer)}.${gets}`
}

function purposeAnd({ verb, purpose }: Offer): string {
  return `${verbWords[verb]} (${verb}), for ${purposes[purpose].words}`
}

function lessWords(more: string): string {
  return `No more: ${more.charAt(0).toLowerCase()}${more.slice(1)}`
}

/** Its reach and its term, where `apart` says that they are. */
function numbers(
  before: ManifestTerms,
  after: ManifestTerms,
  apart: (before: number, after: number) => boolean,
): readonly string[] {
  const reach = `It may reach ${count(after.harvestBudget)} people in all, instead of ${count(before.harvestBudget)}.`
  const term = `A yes lasts ${count(after.termDays)} days at most, instead of ${count(before.termDays)}.`
  return [
    ...(apart(before.harvestBudget, after.harvestBudget) ? [reach] : []),
    ...(apart(before.termDays, after.termDays) ? [term] : []),
  ]
}

function rewordings(before: ManifestTerms, after: ManifestTerms): readonly string[] {
  const locales = [...new Set([...Object.keys(before.texts), ...Object.keys(after.texts)])].sort()
  return locales.flatMap((locale) => {
    const [old, next] = [before.texts[locale], after.texts[locale]]
    if (old === undefined && next !== undefined)
      return [`It is now said in ${locale}: “${next.name}: ${next.summary}”`]
    if (next === undefined) return [`It is no longer said in ${locale}.`]
    if (old?.name === next.name && old.summary === next.summary) return []
    return [
      `In ${locale}: “${next.name}: ${next.summary}” instead of “${old?.name ?? ''}: ${old?.summary ?? ''}”`,
    ]
  })
}

function fieldList(fields: readonly Field[]): string {
  const words = fields.map((field) => fieldWords[field])
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

const count = (number: number): string => number.toLocaleString('en-GB')
