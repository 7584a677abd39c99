// What changed about a company and when, in words: the entries of the register's own chain in the ledger.
import {
  diffManifests,
  type FeatureId,
  type LedgerRecord,
  type Manifest,
  type Offer,
  type PartnerRole,
  type RecordOf,
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
    case 'manifest_submitted':
      return [
        `Version ${record.manifest_version} of “${nameOf(record.feature, partner)}” was put before ${record.needed === 1 ? 'a reviewer' : `${record.needed} reviewers`}.`,
      ]
    case 'manifest_reviewed':
      return [
        `A reviewer ${record.verdict === 'approve' ? 'approved' : 'rejected'} version ${record.manifest_version} of “${nameOf(record.feature, partner)}”.`,
        ...(record.stands === 'waiting' ? ['Another one must look at it.'] : []),
      ]
    case 'partner_certified':
      return [`Certified until ${dayWords(record.certified_until, 0)}.`]
    case 'partner_transferred':
      return [
        `It belongs to ${record.to_group} now, and no longer to ${record.from_group}. What people had allowed counts no more.`,
      ]
    case 'partner_role_derived':
      return [roleWords(record.declared, record.role)]
    case 'exception_asked':
      return [
        `Somebody asked that “${nameOf(record.feature, partner)}” end on ${dayWords(record.would_end_at, 0)} instead of ${dayWords(record.ends_at, 0)}: “${record.reason}”`,
      ]
    case 'exception_agreed':
      return [
        `A second person agreed: “${nameOf(record.feature, partner)}” ends on ${dayWords(record.ends_at, 0)}, once and no later.`,
      ]
    case 'partner_renamed':
      return renamedWords(record)
    case 'client_changed':
      return [clientWords(record)]
    case 'webhook_changed':
      return [webhookWords(record)]
    case 'catalogue_changed':
      return [catalogueWords(record, partner)]
    default:
      throw new Error(`the register holds an entry of kind ${record.kind}`)
  }
}

function renamedWords({
  from_name: from,
  to_name: to,
  from_homepage: before,
  to_homepage: now,
}: RecordOf<'partner_renamed'>): readonly string[] {
  return [
    ...(from === to ? [] : [`It is called “${to}” from here on. Until then it was called “${from}”.`]),
    ...(before === now ? [] : [`Its website is ${now} now, and no longer ${before}.`]),
  ]
}

/** Keys by the beginning of their thumbprints, which the data has in full: enough to see which one came or went. */
function clientWords({ keys, redirect_uris: uris }: RecordOf<'client_changed'>): string {
  const named = listWords(keys.map((thumbprint) => `${thumbprint.slice(0, 8)}…`))
  const signs =
    keys.length === 0
      ? 'without any key, so not at all'
      : `with the ${keys.length === 1 ? 'key' : 'keys'} ${named}`
  return `Its software signs in ${signs}, and brings people back to ${listWords(uris)} from here on.`
}

/** The secret by the beginning of its hash, which the data has in full: enough to see that it is another one. */
function webhookWords({ address, secret_hash: secret }: RecordOf<'webhook_changed'>): string {
  return address === null || secret === null
    ? 'What happens is sent to no address of it any more.'
    : `What happens is sent to ${address}, signed with the secret ${secret.slice(0, 8)}…, from here on.`
}

function catalogueWords(
  { feature, search_url: searchUrl }: RecordOf<'catalogue_changed'>,
  partner: RegisteredPartner,
): string {
  const name = nameOf(feature, partner)
  return searchUrl === null
    ? `What “${name}” sends cannot be searched from a thread any more.`
    : `What people search for “${name}” from a thread is sent to ${searchUrl} from here on.`
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
  const { widens, narrows } = diffManifests(before, now)
  return [
    `“${name}” became version ${version}.`,
    ...(widens.length > 0 ? ['It takes more, which needs a new yes of everybody.'] : []),
    ...widens,
    ...narrows,
    ...(widens.length + narrows.length === 0 ? ['It takes the same.'] : []),
    review,
  ]
}

function roleWords(declared: PartnerRole, role: PartnerRole): string {
  const names = { processor: 'somebody acting on instructions alone', third_party: 'a third party' }
  if (declared === role) return `By what it says of itself it is ${names[role]}.`
  return `It called itself ${names[declared]}. By its facts it is ${names[role]}.`
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
