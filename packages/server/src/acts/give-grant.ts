// Gives a feature what a person chose on its permission screen. The only act that makes a grant.
import {
  DAY_MS,
  type FeatureId,
  type Field,
  type GivenGrant,
  type Grant,
  giveGrant as give,
  type Instant,
  type Manifest,
  type PartnerId,
  type PersonId,
  type Purpose,
  type SentStatement,
  type StatementOf,
  supersedeGrant,
  type ThreadId,
  type Verb,
} from '@countersign/protocol'
import type { PersonRecord } from '../gate/turnstile-port.ts'
import { makeId } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { liveManifest } from '../store/facts.ts'
import { featuresOf, manifestsOf } from '../store/features.ts'
import {
  findGrant,
  grantsOfAuthorization,
  grantsOfFeature,
  insertGrant,
  saveGrant,
  saveOwnUse,
} from '../store/grants.ts'
import { findPartner } from '../store/partners.ts'
import { findPerson } from '../store/people.ts'
import { screenStands } from '../store/screens.ts'
import { staysIn } from '../store/stays.ts'
import type { System } from '../system.ts'
import { accepted } from './accepted.ts'
import { type CheckedStatement, checkStatement } from './check-statement.ts'
import { endNevers } from './end-answer.ts'
import { notifyAllParties } from './notify-members.ts'
import { type EndedPart, oweEnded } from './owe.ts'
import { takeSigned, wasSaid } from './take-statement.ts'

/** What a person chose for one purpose. */
export interface PurposeChoice {
  readonly purpose: Purpose
  readonly verbs: readonly Verb[]
  /** Only these of the manifest's fields; all of them unless said. */
  readonly fields?: readonly Field[] | undefined
}

/** What a person answered on a permission screen. */
export interface PermissionAnswer {
  readonly person: PersonId
  readonly partner: PartnerId
  readonly feature: FeatureId
  /** The version the screen showed. */
  readonly manifestVersion: number
  readonly screenHash: string
  readonly locale: string
  /** One authorization gives its grants once, however often its answer arrives. */
  readonly oauthGrant: string | null
  readonly choices: readonly PurposeChoice[]
  /** What the person's key signed: one statement for each purpose. */
  readonly signed?: readonly SentStatement[] | undefined
  readonly threads: readonly ThreadId[]
  /** When it ends; null for the manifest's own term. */
  readonly endAt: Instant | null
  readonly history: boolean
}

/**
 * Gives one grant for each purpose chosen; an older one in force for the same feature and purpose is superseded, and the
 * person's own "never" about it ends.
 * @throws {Problem} NOTHING_CHOSEN, NOT_OFFERED (also when the feature changed behind the screen), THREADS_MISSING,
 * NOT_FOUND for a thread the person is not in, END_NOT_AFTER_START, TERM_TOO_LONG, CONSENT_VOID for a voided screen,
 * REVIEW_MISSING, SUSPENDED, BAD_STATEMENT, SIGN_WITH_KEY, SIGN_AGAIN for what was signed, FEATURE_ENDED, NOT_ALLOWED for an account that is not open, LEDGER_UNAVAILABLE
 */
export async function giveGrant(
  system: Pick<System, 'app' | 'keyring' | 'turnstile' | 'random' | 'settings'>,
  answer: PermissionAnswer,
): Promise<readonly Grant[]> {
  const statements = await statementsOf(system, answer)
  return system.turnstile.change({
    direction: 'loosens',
    async apply(session, at) {
      const { person, feature, oauthGrant } = answer
      const before = [
        ...(oauthGrant === null ? [] : await grantsOfAuthorization(session, person, oauthGrant)),
        ...(await grantsSaidBefore(session, statements)),
      ]
      if (before.length > 0) return { value: before, touches: [], records: [] }
      const manifest = await manifestShown(session, answer, at)
      await assertTheirThreads(session, answer)
      if (answer.choices.length === 0) throw new Problem('NOTHING_CHOSEN')
      const grants: GivenGrant[] = []
      const records: PersonRecord[] = []
      for (const { choice, statement } of inOrder(answer, statements)) {
        const grant = grantFor(system, manifest, answer, choice, statement?.said ?? at)
        const entered = enteredGrant(grant, at)
        const signed = await takeSigned(session, 'opens', statement, entered.record, at)
        records.push(
          ...(await supersedeOlder(system, session, grant, at)),
          ...(await endNevers(session, grant, at)),
        )
        records.push(entered, ...signed)
        await insertGrant(session, grant, { oauthGrant, statementN: statement?.said.n ?? null })
        grants.push(grant)
      }
      await settle(system, session, answer, grants, at)
      return { value: grants, touches: [{ person, feature }], records }
    },
  })
}

/** The manifest the person saw, if it is still the one in force for them and everything about it stands. */
export async function manifestShown(
  session: Session,
  answer: PermissionAnswer,
  at: Instant,
): Promise<Manifest> {
  const [person, partner, features, manifests] = [
    await findPerson(session, answer.person),
    await findPartner(session, answer.partner),
    await featuresOf(session, answer.partner),
    await manifestsOf(session, answer.partner, answer.feature),
  ]
  const feature = features.find(({ id }) => id === answer.feature)
  if (person?.account !== 'open') throw new Problem('NOT_ALLOWED')
  if (partner === undefined || feature === undefined) throw new Problem('NOT_FOUND')
  if (partner.suspended) throw new Problem('SUSPENDED')
  if (feature.endAt !== null && at >= feature.endAt) throw new Problem('FEATURE_ENDED')
  const manifest = liveManifest(new Map(manifests.map((one) => [one.version, one])), person.test)
  if (manifest === null || (manifest.reviewId === null && !person.test)) throw new Problem('REVIEW_MISSING')
  if (manifest.version !== answer.manifestVersion)
    throw new Problem('NOT_OFFERED', { detail: 'The feature changed while the screen was open.' })
  if (!(await screenStands(session, answer.partner, answer.screenHash))) throw new Problem('CONSENT_VOID')
  return manifest
}

/** @throws {Problem} NOT_FOUND for a thread the person is not in */
export async function assertTheirThreads(
  session: Session,
  { person, threads }: PermissionAnswer,
): Promise<void> {
  const stays = await staysIn(session, threads)
  const isIn = (thread: ThreadId): boolean =>
    (stays.get(thread) ?? []).some((stay) => stay.person === person && stay.leftAt === null)
  if (!threads.every(isIn)) throw new Problem('NOT_FOUND')
}

/** The grant a choice makes, in force from now; or from when it was said, with the id and the end its person said. */
export function grantFor(
  { random }: Pick<System, 'random'>,
  manifest: Manifest,
  answer: PermissionAnswer,
  { purpose, verbs, fields: wanted }: PurposeChoice,
  from: Instant | StatementOf<'grant_given'>,
): GivenGrant {
  const { person, threads, history, screenHash, locale } = answer
  const startAt = typeof from === 'number' ? from : from.said_at
  const endAt = answer.endAt ?? (typeof from === 'number' ? from + manifest.termDays * DAY_MS : from.ends_at)
  const id = typeof from === 'number' ? makeId('grant', from, random) : from.grant
  const grant = accepted(
    give(manifest, { id, person, purpose, verbs, threads, startAt, endAt, history, screenHash, locale }),
  )
  return { ...grant, fields: grant.fields.filter((field) => wanted?.includes(field) ?? true) }
}

async function supersedeOlder(
  system: Pick<System, 'random'>,
  session: Session,
  grant: GivenGrant,
  at: Instant,
): Promise<readonly PersonRecord[]> {
  const { person, partner, feature } = grant
  const older = (await grantsOfFeature(session, { person, partner, feature })).filter(
    ({ state, purpose }) => state === 'given' && purpose === grant.purpose,
  )
  for (const one of older) {
    await saveGrant(session, accepted(supersedeGrant(one, grant.id, at)))
    await oweEnded(system, session, notIn(grant, one), at)
  }
  return older.map(({ id }) => ({
    person,
    partner,
    record: {
      kind: 'grant_withdrawn',
      at,
      person,
      grant: id,
      partner,
      feature,
      why: 'superseded',
      superseded_by: grant.id,
    },
  }))
}

/** What an older grant held that the one in its place does not. */
function notIn(grant: GivenGrant, older: Grant): readonly EndedPart[] {
  const verbs = older.verbs.filter((verb) => !grant.verbs.includes(verb))
  const kept = older.verbs.filter((verb) => grant.verbs.includes(verb))
  const threads = older.threads.filter((thread) => !grant.threads.includes(thread))
  const part = { grant: older, why: 'superseded' } as const
  return [
    { ...part, verbs },
    { ...part, verbs: threads.length > 0 ? kept : [], threads },
  ]
}

type Statements = readonly CheckedStatement<'grant_given'>[]

/** What was signed, checked. @throws {Problem} BAD_STATEMENT, SIGN_WITH_KEY */
async function statementsOf(
  system: Pick<System, 'app' | 'keyring' | 'settings'>,
  { person, signed = [] }: PermissionAnswer,
): Promise<Statements> {
  return Promise.all(signed.map((sent) => checkStatement(system, person, 'grant_given', sent)))
}

/** The choices with their statements, in the order of their numbers. @throws {Problem} BAD_STATEMENT unless each has its own */
function inOrder({ choices, signed }: PermissionAnswer, statements: Statements) {
  const pairs = choices.map((choice) => ({
    choice,
    statement: statements.find(({ said }) => said.purpose === choice.purpose),
  }))
  const isSigned = signed !== undefined
  if (isSigned && (pairs.some((one) => one.statement === undefined) || statements.length !== pairs.length))
    throw new Problem('BAD_STATEMENT', { detail: 'Each purpose needs a statement of its own.' })
  return pairs.sort((a, b) => (a.statement?.said.n ?? 0) - (b.statement?.said.n ?? 0))
}

/** The grants these very statements gave when they came before: an answer that is sent again does nothing twice. */
async function grantsSaidBefore(session: Session, statements: Statements): Promise<readonly Grant[]> {
  const found: Grant[] = []
  for (const statement of statements) {
    if (!(await wasSaid(session, statement))) continue
    const grant = await findGrant(session, statement.said.person, statement.said.grant)
    if (grant !== undefined) found.push(grant)
  }
  return found
}

function enteredGrant(grant: GivenGrant, at: Instant) {
  const { id, person, partner, feature, purpose, verbs, fields, threads, history, locale } = grant
  return {
    person,
    partner,
    record: {
      kind: 'grant_given',
      at,
      person,
      grant: id,
      partner,
      feature,
      purpose,
      verbs,
      fields,
      threads,
      history,
      locale,
      manifest_version: grant.manifestVersion,
      starts_at: grant.startAt,
      ends_at: grant.endAt,
      screen_hash: grant.screenHash,
    },
  } as const satisfies PersonRecord
}

async function settle(
  system: Pick<System, 'random' | 'settings'>,
  session: Session,
  { person, partner, feature }: PermissionAnswer,
  grants: readonly GivenGrant[],
  at: Instant,
): Promise<void> {
  const verbs = [...new Set(grants.flatMap((grant) => grant.verbs))]
  await saveOwnUse(session, { person, partner, verbs, at })
  const threads = [...new Set(grants.flatMap((grant) => grant.threads))]
  await notifyAllParties(system, session, threads, { partner, feature, at })
}
