// The facts of the exit check (SCP-05), read as JSON documents by statements that share nothing with the look's.
import {
  type Facts,
  type FeatureId,
  type Instant,
  idOf,
  type PartnerId,
  type PersonId,
  stricter,
  type ThreadId,
  type ThreadSetting,
  uuidOf,
  type Verb,
} from '@countersign/protocol'
import { type CountersignatureRow, countersignatureFromRow } from './countersignature-row.ts'
import { onlyRow, type Session } from './database.ts'
import { declare } from './declare.ts'
import { type GrantRow, grantFromRow } from './grant-row.ts'
import { type ManifestRow, manifestFromRow } from './manifest-row.ts'

interface ExitThread {
  readonly thread_id: string
  readonly kind: string
  readonly title: string | null
  readonly title_by: string | null
  readonly setting: ThreadSetting
  readonly stays:
    | { readonly person_id: string; readonly joined_at: Instant; readonly left_at: Instant | null }[]
    | null
}

interface RegisterDocument {
  readonly partner: { readonly suspended: boolean; readonly certified_until: Instant } | null
  readonly feature: { readonly start_at: Instant; readonly end_at: Instant | null } | null
  readonly manifests: ManifestRow[] | null
  readonly voided: string[] | null
}

interface ExitPerson {
  readonly person_id: string
  readonly account: 'shell' | 'open' | 'closed'
  readonly test: boolean
  readonly restricted: boolean
  readonly grants: GrantRow[] | null
  readonly answers: CountersignatureRow[] | null
  readonly uses: { readonly verb: Verb; readonly used_at: Instant }[] | null
}

/** The turn and the times a view was read at. */
export interface ExitMoment {
  readonly turn: number
  readonly headTime: Instant
  readonly databaseTime: Instant
}

/** What the exit check decides by: everything that changes only through the turnstile. */
export interface ExitFacts {
  /** The facts for a call naming this thread, or none. */
  facts(thread: ThreadId | null): Facts
  readonly threads: ReadonlyMap<
    ThreadId,
    { readonly kind: string; readonly title: string | null; readonly titleBy: PersonId | null }
  >
  /** Everybody the facts are about. */
  readonly people: readonly PersonId[]
}

/** Whom and what a view is about. */
export interface ExitScope {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly person: PersonId
  readonly threads: readonly ThreadId[]
  /** People it is about besides those in the threads. */
  readonly friends?: readonly PersonId[]
  readonly floor: ThreadSetting
}

const threadsDocument = `
select coalesce(jsonb_agg(to_jsonb(t) || jsonb_build_object('stays',
  (select jsonb_agg(to_jsonb(s)) from memberships s where s.thread_id = t.thread_id))), '[]') as threads
from (select thread_id, kind, title, title_by, setting from threads) t`

const registerDocument = `
select jsonb_build_object(
  'partner', (select to_jsonb(p) from (select suspended, certified_until from partners where partner_id = $1) p),
  'feature', (select to_jsonb(f) from (select start_at, end_at from features where partner_id = $1 and feature_id = $2) f),
  'manifests', (select jsonb_agg(to_jsonb(m)) from manifests m where m.feature_id = $2),
  'voided', (select jsonb_agg(screen_hash) from screens where voided_at is not null)) as register`

const peopleDocument = `
select coalesce(jsonb_agg(to_jsonb(p) || jsonb_build_object(
  'grants', (select jsonb_agg(to_jsonb(g)) from grants g where g.person_id = p.person_id and g.feature_id = $2),
  'answers', (select jsonb_agg(to_jsonb(c)) from countersignatures c where c.person_id = p.person_id and c.feature_id = $2
    and c.state = 'given'),
  'uses', (select jsonb_agg(to_jsonb(u)) from own_uses u where u.person_id = p.person_id and u.partner_id = $1))), '[]') as people
from (select person_id, account, test, restricted from persons) p`

/** When a view is read; to be asked for before its facts. */
export async function exitMoment(session: Session, logId: number): Promise<ExitMoment> {
  const row = onlyRow(
    await session.query<{ turn: number; head_time: Instant; database_time: Instant }>(
      `select turn, head_time, floor(extract(epoch from statement_timestamp()) * 1000)::bigint as database_time
       from ledger_heads where log_id = $1`,
      [logId],
    ),
  )
  return { turn: row.turn, headTime: row.head_time, databaseTime: row.database_time }
}

/**
 * Reads the facts about some threads. Everybody who is or was in these threads is declared, so that an object that should
 * not leave is seen and named instead of being invisible here too.
 */
export async function exitFacts(session: Session, of: ExitScope): Promise<ExitFacts> {
  const scope = [uuidOf(of.partner), uuidOf(of.feature)]
  const [, found, registered] = await Promise.all([
    declare(session, { thread: of.threads, partner: [of.partner] }),
    session.query<{ threads: ExitThread[] }>(threadsDocument),
    session.query<{ register: RegisterDocument }>(registerDocument, scope),
  ])
  const { threads } = onlyRow(found)
  const people = new Set<PersonId>([of.person, ...(of.friends ?? [])])
  for (const { stays, title_by } of threads) {
    if (title_by !== null) people.add(idOf('person', title_by))
    for (const stay of stays ?? []) people.add(idOf('person', stay.person_id))
  }
  const [, persons] = await Promise.all([
    declare(session, { people: [...people] }),
    session.query<{ people: ExitPerson[] }>(peopleDocument, scope),
  ])
  return factsOf(of, threads, onlyRow(registered).register, onlyRow(persons).people, [...people])
}

function factsOf(
  of: ExitScope,
  threads: readonly ExitThread[],
  found: RegisterDocument,
  persons: readonly ExitPerson[],
  everybody: readonly PersonId[],
): ExitFacts {
  const people = peopleOf(found, persons)
  const own = people.get(of.person)
  const manifests = (found.manifests ?? []).map(manifestFromRow).sort((a, b) => b.version - a.version)
  const reviewed = manifests.find((manifest) => manifest.reviewId !== null)
  const base: Omit<Facts, 'thread'> = {
    partner: {
      partner: of.partner,
      suspended: found.partner?.suspended ?? true,
      certifiedUntil: found.partner?.certified_until ?? 0,
    },
    feature: {
      feature: of.feature,
      partner: of.partner,
      startAt: found.feature?.start_at ?? Number.MAX_SAFE_INTEGER,
      endAt: found.feature?.end_at ?? null,
    },
    liveManifest: (own?.test === true ? manifests[0] : (reviewed ?? manifests[0])) ?? null,
    person: own ?? {
      person: of.person,
      account: 'closed',
      test: false,
      restricted: true,
      grants: [],
      countersignatures: [],
      ownUse: {},
    },
    others: new Map([...people].filter(([person]) => person !== of.person)),
  }
  const byThread = new Map(
    threads.map((row) => {
      const thread = idOf('thread', row.thread_id)
      const memberships = (row.stays ?? []).map((stay) => ({
        person: idOf('person', stay.person_id),
        joinedAt: stay.joined_at,
        leftAt: stay.left_at,
      }))
      return [thread, { ...base, thread: { thread, setting: stricter(of.floor, row.setting), memberships } }]
    }),
  )
  const withoutThread: Facts = { ...base, thread: null }
  return {
    facts: (thread) => (thread === null ? undefined : byThread.get(thread)) ?? withoutThread,
    threads: new Map(
      threads.map(({ thread_id, kind, title, title_by }) => [
        idOf('thread', thread_id),
        { kind, title, titleBy: title_by === null ? null : idOf('person', title_by) },
      ]),
    ),
    people: everybody,
  }
}

function peopleOf(found: RegisterDocument, persons: readonly ExitPerson[]): Map<PersonId, Facts['person']> {
  const manifests = new Map((found.manifests ?? []).map((row) => [row.version, manifestFromRow(row)]))
  const isVoided = (hash: string): boolean => found.voided?.includes(hash) ?? false
  return new Map(
    persons.map((row) => {
      const person = idOf('person', row.person_id)
      const grants = (row.grants ?? []).flatMap((grant) => {
        const manifest = manifests.get(grant.manifest_version)
        return manifest === undefined
          ? []
          : [
              {
                grant: grantFromRow(grant),
                manifest,
                screenVoided: isVoided(grant.screen_hash),
                signed: true,
              },
            ]
      })
      const countersignatures = (row.answers ?? []).map((answer) => ({
        countersignature: countersignatureFromRow(answer),
        screenVoided: isVoided(answer.screen_hash),
        signed: true,
      }))
      const ownUse = Object.fromEntries((row.uses ?? []).map((use) => [use.verb, use.used_at]))
      return [
        person,
        {
          person,
          account: row.account,
          test: row.test,
          restricted: row.restricted,
          grants,
          countersignatures,
          ownUse,
        },
      ]
    }),
  )
}
