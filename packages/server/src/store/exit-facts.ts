// The exit check's own view (SCP-05): everything about the objects about to leave in one JSON document, read by
// statements that share nothing with the look's.
import {
  type Card,
  type Facts,
  type FeatureId,
  type Instant,
  idOf,
  type MessageId,
  type PartnerId,
  type PersonId,
  type StoredMessage,
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

/** A message as its row says it, for comparing with what is about to leave. */
export interface ExitMessage {
  readonly message_id: string
  readonly thread_id: string
  readonly author_id: string
  readonly kind: StoredMessage['kind']
  readonly body: string
  readonly mentions: { readonly person: PersonId; readonly start: number; readonly end: number }[]
  readonly card: Card | null
  readonly sent_at: Instant
  readonly edited_at: Instant | null
  readonly origin_author_id: string | null
  readonly origin_sent_at: Instant | null
  readonly reply_to: string | null
  readonly reactions:
    | { readonly person_id: string; readonly emoji: string; readonly reacted_at: Instant }[]
    | null
  readonly attachments: { readonly name: string; readonly media_type: string }[] | null
}

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

interface ExitDocument {
  readonly partner: { readonly suspended: boolean; readonly certified_until: Instant } | null
  readonly feature: { readonly start_at: Instant; readonly end_at: Instant | null } | null
  readonly manifests: ManifestRow[] | null
  readonly voided: string[] | null
  readonly persons:
    | {
        readonly person_id: string
        readonly account: 'shell' | 'open' | 'closed'
        readonly test: boolean
        readonly restricted: boolean
        readonly display_name: string
        readonly grants: GrantRow[] | null
        readonly answers: CountersignatureRow[] | null
        readonly uses: { readonly verb: Verb; readonly used_at: Instant }[] | null
      }[]
    | null
  readonly messages: ExitMessage[] | null
}

/** What the exit check compares with. */
export interface ExitView {
  /** The times the decision time is made of. */
  readonly headTime: Instant
  readonly databaseTime: Instant
  /** The facts for a call naming this thread, or none. */
  facts(thread: ThreadId | null): Facts
  readonly threads: ReadonlyMap<
    ThreadId,
    { readonly kind: string; readonly title: string | null; readonly titleBy: PersonId | null }
  >
  readonly messages: ReadonlyMap<MessageId, ExitMessage>
  readonly names: ReadonlyMap<PersonId, string>
}

interface ExitScope {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly person: PersonId
  readonly floor: ThreadSetting
}

interface ExitMoment {
  readonly threads: ExitThread[]
  readonly head_time: Instant
  readonly database_time: Instant
}

const threadsDocument = `
select coalesce(jsonb_agg(to_jsonb(t) || jsonb_build_object('stays',
  (select jsonb_agg(to_jsonb(s)) from memberships s where s.thread_id = t.thread_id))), '[]') as threads,
  (select head_time from ledger_heads where log_id = $1) as head_time,
  floor(extract(epoch from statement_timestamp()) * 1000)::bigint as database_time
from (select thread_id, kind, title, title_by, setting from threads) t`

const document = `
select jsonb_build_object(
  'partner', (select to_jsonb(p) from (select suspended, certified_until from partners where partner_id = $1) p),
  'feature', (select to_jsonb(f) from (select start_at, end_at from features where partner_id = $1 and feature_id = $2) f),
  'manifests', (select jsonb_agg(to_jsonb(m)) from manifests m where m.feature_id = $2),
  'voided', (select jsonb_agg(screen_hash) from screens where voided_at is not null),
  'persons', (select jsonb_agg(to_jsonb(p) || jsonb_build_object(
      'grants', (select jsonb_agg(to_jsonb(g)) from grants g where g.person_id = p.person_id and g.feature_id = $2),
      'answers', (select jsonb_agg(to_jsonb(c)) from countersignatures c where c.person_id = p.person_id and c.feature_id = $2),
      'uses', (select jsonb_agg(to_jsonb(u)) from own_uses u where u.person_id = p.person_id and u.partner_id = $1)))
    from (select person_id, account, test, restricted, display_name from persons) p),
  'messages', (select jsonb_agg(to_jsonb(m) || jsonb_build_object(
      'reactions', (select jsonb_agg(to_jsonb(r)) from reactions r where r.thread_id = m.thread_id and r.message_id = m.message_id),
      'attachments', (select jsonb_agg(to_jsonb(a) order by a.attachment_id) from attachments a where a.thread_id = m.thread_id and a.message_id = m.message_id)))
    from messages m where m.message_id = any ($3::uuid[]) and m.deleted_at is null)
) as document`

/**
 * Loads the view for some threads and messages. Everybody who is or was in these threads is declared, so that an object
 * that should not leave is seen and named instead of being invisible here too.
 */
export async function exitView(
  session: Session,
  of: ExitScope & { readonly logId: number; readonly threads: readonly ThreadId[] },
  messages: readonly MessageId[],
): Promise<ExitView> {
  await declare(session, { thread: of.threads, partner: [of.partner] })
  const moment = onlyRow(await session.query<ExitMoment>(threadsDocument, [of.logId]))
  const { threads } = moment
  const people = new Set<PersonId>([of.person])
  for (const { stays, title_by } of threads) {
    if (title_by !== null) people.add(idOf('person', title_by))
    for (const stay of stays ?? []) people.add(idOf('person', stay.person_id))
  }
  await declare(session, { people: [...people], authors: [...people] })
  const second = await session.query<{ document: ExitDocument }>(document, [
    uuidOf(of.partner),
    uuidOf(of.feature),
    messages.map(uuidOf),
  ])
  return viewOf(of, moment, onlyRow(second).document)
}

function viewOf(
  of: ExitScope,
  { threads, head_time: headTime, database_time: databaseTime }: ExitMoment,
  found: ExitDocument,
): ExitView {
  const people = peopleOf(found)
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
  const byId = new Map(threads.map((thread) => [idOf('thread', thread.thread_id), thread]))
  return {
    headTime,
    databaseTime,
    facts(thread) {
      const row = thread === null ? undefined : byId.get(thread)
      if (thread === null || row === undefined) return { ...base, thread: null }
      const memberships = (row.stays ?? []).map((stay) => ({
        person: idOf('person', stay.person_id),
        joinedAt: stay.joined_at,
        leftAt: stay.left_at,
      }))
      return { ...base, thread: { thread, setting: stricter(of.floor, row.setting), memberships } }
    },
    threads: new Map(
      [...byId].map(([id, { kind, title, title_by }]) => [
        id,
        { kind, title, titleBy: title_by === null ? null : idOf('person', title_by) },
      ]),
    ),
    messages: new Map(
      (found.messages ?? []).map((message) => [idOf('message', message.message_id), message]),
    ),
    names: new Map(
      (found.persons ?? []).map((person) => [idOf('person', person.person_id), person.display_name]),
    ),
  }
}

function peopleOf(found: ExitDocument): Map<PersonId, Facts['person']> {
  const manifests = new Map((found.manifests ?? []).map((row) => [row.version, manifestFromRow(row)]))
  const isVoided = (hash: string): boolean => found.voided?.includes(hash) ?? false
  return new Map(
    (found.persons ?? []).map((row) => {
      const person = idOf('person', row.person_id)
      const grants = (row.grants ?? []).flatMap((grant) => {
        const manifest = manifests.get(grant.manifest_version)
        return manifest === undefined
          ? []
          : [{ grant: grantFromRow(grant), manifest, screenVoided: isVoided(grant.screen_hash) }]
      })
      const countersignatures = (row.answers ?? []).map((answer) => ({
        countersignature: countersignatureFromRow(answer),
        screenVoided: isVoided(answer.screen_hash),
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
