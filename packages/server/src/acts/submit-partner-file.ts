// A company's own people submit their declaration: what it says of each feature goes to review, and is compared before (OVR-02).
import {
  diffManifests,
  type FeatureId,
  type Manifest,
  type ManifestDiff,
  onlyNarrows,
  type PartnerFile,
  type PartnerId,
} from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { cataloguesOf } from '../store/catalogues.ts'
import { findClientOf } from '../store/clients.ts'
import type { Session } from '../store/database.ts'
import { featuresOf, manifestsOf } from '../store/features.ts'
import { findPartner } from '../store/partners.ts'
import type { System } from '../system.ts'
import { assertEntriesLeft } from './assert-entries-left.ts'
import { enterClient } from './enter-client.ts'
import { type Finding, lintPartnerFile } from './lint-partner-file.ts'
import { declaredContent } from './publish-manifest.ts'
import { readPartnerFile } from './read-partner-file.ts'
import { enter, featureOf, type Registering, roleFrom } from './register-partner.ts'
import { withKeys } from './save-client.ts'
import { assertOwner, assertStaff, type Staff } from './staff.ts'
import {
  type SubmittedFeature,
  type SubmittedManifest,
  submitManifest,
  takesAway,
} from './submit-manifest.ts'

/** What a feature of a file would become. */
export interface ComparedFeature {
  readonly slug: string
  /** Against what people have now; against nothing for a feature nobody was ever given. */
  readonly diff: ManifestDiff
  /** `narrows` is in force at once, `review` waits for it, `unchanged` changes nothing. */
  readonly effect: 'review' | 'narrows' | 'unchanged'
  /** Whether it takes something away from everybody, now or once it is reviewed: then an owner submits it. */
  readonly needsOwner: boolean
}

/** A file as a reviewer would read it, and what it would change. */
export interface CheckedFile {
  readonly findings: readonly Finding[]
  /** Empty while the file has mistakes. */
  readonly features: readonly ComparedFeature[]
}

/** Reads a file and compares it; changes nothing. @throws {Problem} NOT_FOUND */
export async function checkPartnerFile(
  { app }: Pick<System, 'app'>,
  staff: Staff,
  text: string,
): Promise<CheckedFile> {
  await assertStaff(app, staff)
  const findings = lintPartnerFile(text)
  if (findings.some(({ rule }) => rule === 'mistake' || rule === 'not-yaml'))
    return { findings, features: [] }
  const features = await comparePartnerFile(app, staff.partner, readPartnerFile(text))
  return { findings, features }
}

/** What each feature of a file would become, against what the register holds of its partner; null for one not registered. */
export async function comparePartnerFile(
  session: Session,
  partner: PartnerId | null,
  file: PartnerFile,
): Promise<readonly ComparedFeature[]> {
  const known = partner === null ? [] : await featuresOf(session, partner)
  return Promise.all(
    file.features.map(async (declared): Promise<ComparedFeature> => {
      const found = known.find(({ slug }) => slug === declared.slug)
      const versions = found === undefined ? [] : await manifestsOf(session, found.partner, found.id)
      const before = versions.findLast(({ reviewId }) => reviewId !== null) ?? null
      return compared(declared, before, versions.at(-1) ?? null)
    }),
  )
}

function compared(
  declared: PartnerFile['features'][number],
  before: Manifest | null,
  newest: Manifest | null,
): ComparedFeature {
  const after = declaredContent(declared)
  const diff = diffManifests(before, after)
  const last = newest === null ? null : diffManifests(newest, after)
  const same = last !== null && [last.widens, last.narrows, last.rewords].every((all) => all.length === 0)
  const narrows = before !== null && onlyNarrows(before, after)
  const effect = same ? 'unchanged' : narrows ? 'narrows' : 'review'
  const needsOwner = !same && before !== null && takesAway(before, after)
  return { slug: declared.slug, diff, effect, needsOwner }
}

/** What became of a feature of a file. */
export type SubmittedOfFile = SubmittedManifest & { readonly slug: string; readonly feature: FeatureId }

/**
 * Takes a file: its keys are added, its addresses taken over, its new features made, and each feature is submitted. Sending
 * the same file again changes nothing. Company, name and website are changed elsewhere and must be what they are; a catalogue is entered
 * by the operator.
 * @throws {Problem} BAD_REQUEST with every mistake and its place; NOT_FOUND; NOT_ALLOWED for a developer when it takes
 *   anything away from everybody, an earlier end among it; FEATURE_ENDED; TOO_MANY_SUBMISSIONS; LEDGER_UNAVAILABLE
 */
export async function submitPartnerFile(
  system: Pick<System, 'turnstile' | 'random'>,
  staff: Staff,
  text: string,
): Promise<readonly SubmittedOfFile[]> {
  const file = readPartnerFile(text)
  assertSubmittable(file, text)
  const features = await declareFeatures(system, staff, file)
  const submitted: SubmittedOfFile[] = []
  for (const [i, { slug, start_at: _start, end_at: _end, ...declared }] of file.features.entries()) {
    const feature = features[i]
    if (feature === undefined) throw new TypeError('a feature that was not declared')
    const given = {
      partner: staff.partner,
      feature,
      declared: declared as SubmittedFeature,
      by: staff.person,
    }
    submitted.push({ slug, feature, ...(await submitManifest(system, given)) })
  }
  return submitted
}

/** Before anything of it is done: a review is given and not declared, and nothing doubtful beyond argument is submitted. */
function assertSubmittable(file: PartnerFile, text: string): void {
  const errors = [
    ...file.features.flatMap(({ review_id }, i) =>
      review_id === undefined
        ? []
        : [{ at: `features.${i}.review_id`, problem: 'is given by the review; leave it out' }],
    ),
    ...lintPartnerFile(text).filter(({ level }) => level === 'error'),
  ]
  if (errors.length > 0)
    throw new Problem('BAD_REQUEST', { errors: errors.map(({ at, problem }) => ({ at, problem })) })
}

function declareFeatures(
  { turnstile, random }: Pick<System, 'turnstile' | 'random'>,
  staff: Staff,
  file: PartnerFile,
): Promise<readonly FeatureId[]> {
  return turnstile.change({
    direction: 'loosens',
    async apply(session, at) {
      await assertStaff(session, staff)
      await assertEntriesLeft(session, staff.partner, at)
      await assertSameCompany(session, staff, file)
      const compared = await comparePartnerFile(session, staff.partner, file)
      const lost = compared.find(({ needsOwner }) => needsOwner)
      if (lost !== undefined)
        await assertOwner(
          session,
          staff,
          `The feature ${lost.slug} takes something away from everybody, which only an owner of the company does. Nothing of the file was done.`,
        )
      const client = await findClientOf(session, staff.partner)
      if (client === undefined) throw new Problem('NOT_FOUND')
      await assertCatalogues(session, staff, file)
      const redirectUris = file.client.redirect_uris
      const work: Registering = { session, at, random, touches: [], records: [], changed: false }
      const changed = { ...withKeys(client, file.client.jwks.keys), redirectUris }
      enter(work, await enterClient(session, client, changed, at))
      const known = await featuresOf(session, staff.partner)
      const value: FeatureId[] = []
      for (const [i, declared] of file.features.entries()) {
        const before = known.find(({ slug }) => slug === declared.slug)
        // An end is for good, so it is an owner's to set.
        if (before !== undefined && before.endAt !== (declared.end_at ?? null))
          await assertOwner(session, staff)
        value.push(await featureOf(work, staff.partner, declared, known, `features.${i}`))
      }
      await roleFrom(work, staff.partner, file)
      return { value, touches: work.touches, records: work.records }
    },
  })
}

/**
 * People's searches go to a catalogue, from our server: its address is the operator's to enter. A file may name the one
 * that is entered; it changes none.
 */
async function assertCatalogues(session: Session, { partner }: Staff, file: PartnerFile): Promise<void> {
  const features = await featuresOf(session, partner)
  const entered = await cataloguesOf(session, [partner])
  const errors = file.features.flatMap(({ slug, catalogue }, i) => {
    const feature = features.find((one) => one.slug === slug)?.id
    const known = entered.find((one) => one.feature === feature)?.searchUrl
    if (catalogue === undefined || catalogue === known) return []
    return [
      {
        at: `features.${i}.catalogue`,
        problem: 'is an address the platform calls, so the operator enters it; leave it out and ask them',
      },
    ]
  })
  if (errors.length > 0) throw new Problem('BAD_REQUEST', { errors })
}

async function assertSameCompany(session: Session, staff: Staff, file: PartnerFile): Promise<void> {
  const known = await findPartner(session, staff.partner)
  if (known === undefined) throw new Problem('NOT_FOUND')
  const group = file.ownership_group ?? known.ownershipGroup
  const differs = [
    ['slug', file.slug !== known.slug, `must be ${known.slug}, the company whose console this is`],
    [
      'name',
      file.name !== known.name,
      'is another name than the register’s; change it on the overview first',
    ],
    [
      'homepage',
      file.homepage !== known.homepage,
      'is another website than the register’s; change it on the overview first',
    ],
    ['ownership_group', group !== known.ownershipGroup, 'is fixed when a company is registered'],
  ] as const
  const errors = differs.filter(([, wrong]) => wrong).map(([at, , problem]) => ({ at, problem }))
  if (errors.length > 0) throw new Problem('BAD_REQUEST', { errors })
}
