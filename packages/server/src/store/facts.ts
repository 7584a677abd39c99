// The facts a decision reads, as the gate's login sees them: statement by statement, class by class, no joins across.
import {
  type CountersignatureFacts,
  type Facts,
  type FeatureId,
  type GrantFacts,
  type Instant,
  idOf,
  type Manifest,
  type Membership,
  type PartnerId,
  type PersonFacts,
  type PersonId,
  stricter,
  type ThreadFacts,
  type ThreadId,
  type ThreadSetting,
  uuidOf,
  type Verb,
} from '@countersign/protocol'
import {
  type CountersignatureRow,
  countersignatureColumns,
  countersignatureFromRow,
} from './countersignature-row.ts'
import type { Session } from './database.ts'
import { declare } from './declare.ts'
import { type GrantRow, grantColumns, grantFromRow } from './grant-row.ts'
import { type ManifestRow, manifestFromRow } from './manifest-row.ts'

/** Where a look begins: the turn it saw, so that the turnstile knows which changes are later, and the time it used. */
export interface LookStart {
  readonly turn: number
  readonly headTime: Instant
  readonly databaseTime: Instant
}

/** The ledger's turn and the database's time, to be read before anything else of a look. */
export async function startLook(session: Session, logId: number): Promise<LookStart> {
  const { rows } = await session.query<{ turn: number; head_time: number; database_time: number }>(
    `select turn, head_time, floor(extract(epoch from statement_timestamp()) * 1000)::bigint as database_time
     from ledger_heads where log_id = $1`,
    [logId],
  )
  const [row] = rows
  if (row === undefined) throw new Error('the ledger has no head; run countersign migrate')
  return { turn: row.turn, headTime: row.head_time, databaseTime: row.database_time }
}

/** What is registered of one feature: the partner, the feature, its manifests, the screens that were voided. */
export interface FeatureFacts {
  readonly partner: Facts['partner']
  /** Whom the partner belongs to: partners of one group share one harvest budget (COP-08). */
  readonly ownershipGroup: string
  readonly feature: Facts['feature']
  readonly manifests: ReadonlyMap<number, Manifest>
  readonly voided: ReadonlySet<string>
}

/** The register's facts of one feature, or undefined when the partner has no such feature. */
export async function featureFacts(
  session: Session,
  partner: PartnerId,
  feature: FeatureId,
): Promise<FeatureFacts | undefined> {
  const ids = [uuidOf(partner), uuidOf(feature)]
  const [, registered, manifests, voided] = await Promise.all([
    declare(session, { partner: [partner] }),
    session.query<{
      suspended: boolean
      ownership_group: string
      certified_until: number
      start_at: number
      end_at: number | null
    }>(
      `select p.suspended, p.ownership_group, p.certified_until, f.start_at, f.end_at
       from partners p join features f on f.partner_id = p.partner_id
       where p.partner_id = $1 and f.feature_id = $2`,
      ids,
    ),
    session.query<ManifestRow>(
      `select partner_id, feature_id, version, offers, harvest_budget, term_days, texts, review_id, published_at
       from manifests where partner_id = $1 and feature_id = $2`,
      ids,
    ),
    session.query<{ screen_hash: string }>(
      'select screen_hash from screens where partner_id = $1 and voided_at is not null',
      [uuidOf(partner)],
    ),
  ])
  const [row] = registered.rows
  if (row === undefined) return undefined
  return {
    partner: { partner, suspended: row.suspended, certifiedUntil: row.certified_until },
    ownershipGroup: row.ownership_group,
    feature: { feature, partner, startAt: row.start_at, endAt: row.end_at },
    manifests: new Map(manifests.rows.map(manifestFromRow).map((manifest) => [manifest.version, manifest])),
    voided: new Set(voided.rows.map((screen) => screen.screen_hash)),
  }
}

/**
 * The manifest in force for a person: the newest for a test account, the newest reviewed for everyone else; the newest
 * of all while none is reviewed, so that the decision can say so.
 */
export function liveManifest(manifests: ReadonlyMap<number, Manifest>, test: boolean): Manifest | null {
  const newestFirst = [...manifests.values()].sort((a, b) => b.version - a.version)
  return (
    (test ? undefined : newestFirst.find((manifest) => manifest.reviewId !== null)) ?? newestFirst[0] ?? null
  )
}

/** The setting and everybody who is or was in each of the threads that exist; declares them. */
export async function threadFacts(
  session: Session,
  threads: readonly ThreadId[],
  floor: ThreadSetting,
): Promise<ReadonlyMap<ThreadId, ThreadFacts & ThreadTitle>> {
  const uuids = threads.map(uuidOf)
  const [, found, stays] = await Promise.all([
    declare(session, { thread: threads }),
    session.query<ThreadRow>(
      'select thread_id, kind, title, title_by, setting from threads where thread_id = any ($1::uuid[])',
      [uuids],
    ),
    session.query<{
      thread_id: string
      person_id: string
      joined_at: number
      left_at: number | null
    }>(
      'select thread_id, person_id, joined_at, left_at from memberships where thread_id = any ($1::uuid[])',
      [uuids],
    ),
  ])
  const memberships = Map.groupBy(stays.rows, (stay) => stay.thread_id)
  return new Map(
    found.rows.map((row) => {
      const thread = idOf('thread', row.thread_id)
      return [
        thread,
        {
          thread,
          kind: row.kind,
          title: row.title,
          titleBy: row.title_by === null ? null : idOf('person', row.title_by),
          setting: stricter(floor, row.setting),
          memberships: (memberships.get(row.thread_id) ?? []).map(
            (stay): Membership => ({
              person: idOf('person', stay.person_id),
              joinedAt: stay.joined_at,
              leftAt: stay.left_at,
            }),
          ),
        },
      ]
    }),
  )
}

interface ThreadRow {
  readonly thread_id: string
  readonly kind: 'direct' | 'group'
  readonly title: string | null
  readonly title_by: string | null
  readonly setting: ThreadSetting
}

/** What a thread is called, and by whom. */
export interface ThreadTitle {
  readonly kind: 'direct' | 'group'
  readonly title: string | null
  readonly titleBy: PersonId | null
}

/** The rows of some people that a decision about one feature reads. */
export interface PeopleRows {
  readonly persons: readonly {
    readonly person_id: string
    readonly account: PersonFacts['account']
    readonly test: boolean
    readonly restricted: boolean
  }[]
  readonly grants: readonly GrantRow[]
  readonly answers: readonly CountersignatureRow[]
  readonly uses: readonly { readonly person_id: string; readonly verb: Verb; readonly used_at: Instant }[]
}

/** Reads them; declares the people. */
export async function peopleRows(
  session: Session,
  people: readonly PersonId[],
  of: { readonly partner: PartnerId; readonly feature: FeatureId },
): Promise<PeopleRows> {
  const uuids = people.map(uuidOf)
  const feature = uuidOf(of.feature)
  const [, persons, grants, answers, uses] = await Promise.all([
    declare(session, { people }),
    session.query<PeopleRows['persons'][number]>(
      'select person_id, account, test, restricted from persons where person_id = any ($1::uuid[])',
      [uuids],
    ),
    session.query<GrantRow>(
      `select ${grantColumns} from grants where person_id = any ($1::uuid[]) and feature_id = $2`,
      [uuids, feature],
    ),
    session.query<CountersignatureRow>(
      `select ${countersignatureColumns} from countersignatures
       where person_id = any ($1::uuid[]) and feature_id = $2 and state = 'given'`,
      [uuids, feature],
    ),
    session.query<PeopleRows['uses'][number]>(
      'select person_id, verb, used_at from own_uses where person_id = any ($1::uuid[]) and partner_id = $2',
      [uuids, uuidOf(of.partner)],
    ),
  ])
  return { persons: persons.rows, grants: grants.rows, answers: answers.rows, uses: uses.rows }
}

/** Everything the decision needs of those people. */
export function peopleFacts(
  { persons, grants, answers, uses }: PeopleRows,
  facts: FeatureFacts,
): ReadonlyMap<PersonId, PersonFacts> {
  const grantsOf = Map.groupBy(grants, (row) => row.person_id)
  const answersOf = Map.groupBy(answers, (row) => row.person_id)
  const usesOf = Map.groupBy(uses, (row) => row.person_id)
  return new Map(
    persons.map((row) => {
      const person = idOf('person', row.person_id)
      return [
        person,
        {
          person,
          account: row.account,
          test: row.test,
          restricted: row.restricted,
          grants: (grantsOf.get(row.person_id) ?? []).flatMap((grant) => withManifest(grant, facts)),
          countersignatures: (answersOf.get(row.person_id) ?? []).map((answer) => withScreen(answer, facts)),
          ownUse: Object.fromEntries((usesOf.get(row.person_id) ?? []).map((use) => [use.verb, use.used_at])),
        },
      ]
    }),
  )
}

function withManifest(row: GrantRow, { manifests, voided }: FeatureFacts): readonly GrantFacts[] {
  const grant = grantFromRow(row)
  const manifest = manifests.get(grant.manifestVersion)
  // A grant for a version that was never published cannot be weighed, so it counts as none.
  return manifest === undefined
    ? []
    : [{ grant, manifest, screenVoided: voided.has(grant.screenHash), signed: true }]
}

function withScreen(row: CountersignatureRow, { voided }: FeatureFacts): CountersignatureFacts {
  const countersignature = countersignatureFromRow(row)
  return { countersignature, screenVoided: voided.has(countersignature.screenHash), signed: true }
}
