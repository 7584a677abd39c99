// What changed about a company and when, in words: the entries of the register's own chain in the ledger.
import {
  type FeatureId,
  type LedgerRecord,
  type Manifest,
  type Offer,
  widenings,
} from '@countersign/protocol'
import { localText } from '../acts/local-text.ts'
import { dayWords } from '../http/dates.ts'
import { listWords, purposeWords, verbWords } from '../http/words.ts'
import type { RegisteredPartner } from './register-model.ts'

/** What an entry says, to stand after its date; the parts are sentences. */
export function entryWords(
  record: LedgerRecord,
  { partner, versions }: { readonly partner: RegisteredPartner; readonly versions: readonly Manifest[] },
): readonly string[] {
  switch (record.kind) {
    case 'partner_registered':
      return [`${record.name} entered the register.`]
    case 'partner_suspended':
      return [record.suspended ? 'Suspended: it gets nothing from here on.' : 'No longer suspended.']
    case 'manifest_published':
      return publishedWords(record.feature, record.manifest_version, versions)
    case 'feature_ended':
      return [
        `“${nameOf(record.feature, partner)}” ${record.ends_at <= record.at ? 'ended' : 'ends'} for everybody on ${dayWords(record.ends_at, 0)}.`,
      ]
    case 'screen_voided':
      return ['A permission screen was found wanting. What was given on it counts no more.']
    default:
      throw new Error(`the register holds an entry of kind ${record.kind}`)
  }
}

function nameOf(feature: FeatureId, { features }: RegisteredPartner): string {
  const found = features.find(({ id }) => id === feature)
  if (found === undefined) return 'A feature'
  return found.manifest === null ? found.slug : localText(found.manifest.texts, 'en').text.name
}

function publishedWords(
  feature: FeatureId,
  version: number,
  versions: readonly Manifest[],
): readonly string[] {
  const of = (number: number): Manifest | undefined =>
    versions.find((one) => one.feature === feature && one.version === number)
  const [now, before] = [of(version), of(version - 1)]
  if (now === undefined) return [`Version ${version} of a feature was published.`]
  const { name } = localText(now.texts, 'en').text
  const review = now.reviewId === null ? 'Not reviewed.' : `Review ${now.reviewId}.`
  if (before === undefined) return [`“${name}” was published. It may ask ${offersWords(now.offers)}.`, review]
  const more = widenings(before, now)
  const less = widenings(now, before)
  return [
    `“${name}” became version ${version}.`,
    more.length > 0 ? `It takes more: ${listWords(more)}. That needs a new yes of everybody.` : '',
    less.length > 0 ? `It no longer takes ${listWords(less)}.` : '',
    more.length + less.length === 0 ? 'It takes the same.' : '',
    review,
  ].filter((words) => words !== '')
}

/** "to read messages and see who is in them, for searching; to send a card, for sharing" */
function offersWords(offers: readonly Offer[]): string {
  const byPurpose = Map.groupBy(offers, ({ purpose }) => purpose)
  return [...byPurpose]
    .map(
      ([purpose, of]) =>
        `to ${listWords(of.map(({ verb }) => verbWords[verb]))}, for ${purposeWords(purpose)}`,
    )
    .join('; ')
}
