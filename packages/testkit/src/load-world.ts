// Puts a world straight into a database, as its owner: the only way to states that acts reach slowly or not at all.
import {
  type Facts,
  type Grant,
  type Manifest,
  type PersonFacts,
  type PersonId,
  type StoredMessage,
  type ThreadFacts,
  uuidOf,
} from '@countersign/protocol'
import type { Session } from '../../server/src/store/database.ts'

/** A thread with what was said in it. */
export interface LoadableThread extends ThreadFacts {
  readonly title: { readonly title: string; readonly by: PersonId } | null
  readonly messages: readonly StoredMessage[]
}

/** Everything a decision can read, ready to be stored. */
export interface LoadableWorld {
  readonly partner: Facts['partner']
  readonly feature: Facts['feature']
  readonly manifests: readonly Manifest[]
  readonly persons: readonly PersonFacts[]
  readonly threads: readonly LoadableThread[]
}

type Insert = readonly [table: string, row: Readonly<Record<string, unknown>>]

/**
 * Stores a world through the connection of the database's owner. An expired grant, a suspended partner, a voided screen
 * or a stay that ended a year ago cannot be made by an act of today, so this writes rows, past turnstile and ledger:
 * what it makes has no entries, and only tests may do it. Every id must be new to the database.
 */
export async function loadWorld(owner: Session, world: LoadableWorld): Promise<void> {
  const inserts = [...register(world), ...world.persons.flatMap(person), ...world.threads.flatMap(thread)]
  for (const [table, row] of inserts) {
    const columns = Object.keys(row)
    const places = columns.map((_, i) => `$${i + 1}`)
    await owner.query(
      `insert into ${table} (${columns.join()}) values (${places.join()})`,
      Object.values(row),
    )
  }
}

function register({ partner, feature, manifests, persons }: LoadableWorld): readonly Insert[] {
  const partner_id = uuidOf(partner.partner)
  const feature_id = uuidOf(feature.feature)
  const name = `p${partner.partner.slice(-12)}`
  const permissions = persons.flatMap(({ grants, countersignatures }) => [
    ...grants.map(({ grant, screenVoided }) => ({ hash: grant.screenHash, screenVoided })),
    ...countersignatures.map(({ countersignature, screenVoided }) => ({
      hash: countersignature.screenHash,
      screenVoided,
    })),
  ])
  return [
    [
      'partners',
      {
        partner_id,
        slug: name,
        name,
        homepage: 'https://partner.example',
        ownership_group: name,
        suspended: partner.suspended,
        certified_until: partner.certifiedUntil,
        registered_at: 0,
      },
    ],
    ['features', { partner_id, feature_id, slug: 'songs', start_at: feature.startAt, end_at: feature.endAt }],
    ...manifests.map(
      (manifest): Insert => [
        'manifests',
        {
          partner_id,
          feature_id,
          version: manifest.version,
          offers: JSON.stringify(manifest.offers),
          harvest_budget: manifest.harvestBudget,
          term_days: manifest.termDays,
          texts: JSON.stringify(manifest.texts),
          review_id: manifest.reviewId,
          published_at: manifest.publishedAt,
        },
      ],
    ),
    ...permissions.map(
      ({ hash, screenVoided }): Insert => [
        'screens',
        {
          partner_id,
          screen_hash: hash,
          locale: 'en',
          content: 'What was agreed on.',
          first_shown_at: 0,
          voided_at: screenVoided ? 1 : null,
        },
      ],
    ),
  ]
}

function person(facts: PersonFacts): readonly Insert[] {
  const person_id = uuidOf(facts.person)
  return [
    [
      'persons',
      {
        person_id,
        account: facts.account,
        test: facts.test,
        restricted: facts.restricted,
        display_name: nameOf(facts.person),
        created_at: 0,
        closed_at: facts.account === 'closed' ? 1 : null,
      },
    ],
    ...facts.grants.map(({ grant }): Insert => ['grants', { person_id, ...grantColumns(grant) }]),
    ...facts.countersignatures.map(
      ({ countersignature: answer }): Insert => [
        'countersignatures',
        {
          person_id,
          countersignature_id: uuidOf(answer.id),
          ...sharedColumns(answer),
          thread_id: answer.thread === null ? null : uuidOf(answer.thread),
          answer: answer.answer,
          contact_fields: answer.contactFields,
          ended_at: answer.state === 'given' ? null : answer.endedAt,
        },
      ],
    ),
    ...ownUses(facts),
  ]
}

/** The display name a loaded person has: unlike any other, so that a search of an answer finds it or nothing. */
export function nameOf(id: PersonId): string {
  return `Person ${id.slice(-16)}`
}

type Shared = Pick<
  Grant,
  'partner' | 'feature' | 'manifestVersion' | 'purpose' | 'startAt' | 'endAt' | 'history' | 'screenHash'
> & { readonly state: string }

function sharedColumns(given: Shared): Record<string, unknown> {
  return {
    partner_id: uuidOf(given.partner),
    feature_id: uuidOf(given.feature),
    manifest_version: given.manifestVersion,
    purpose: given.purpose,
    start_at: given.startAt,
    end_at: given.endAt,
    history: given.history,
    screen_hash: given.screenHash,
    state: given.state,
  }
}

function grantColumns(grant: Grant): Record<string, unknown> {
  return {
    ...sharedColumns(grant),
    grant_id: uuidOf(grant.id),
    verbs: grant.verbs,
    fields: grant.fields,
    threads: grant.threads.map(uuidOf),
    locale: grant.locale,
    ended_at: grant.state === 'given' ? null : grant.endedAt,
    superseded_by: grant.state === 'superseded' ? uuidOf(grant.supersededBy) : null,
  }
}

/** Own use counts per partner: that of the person's permissions, or of nobody when there are none. */
function ownUses({ person: id, grants, ownUse }: PersonFacts): readonly Insert[] {
  const [first] = grants
  if (first === undefined) return []
  const keys = { person_id: uuidOf(id), partner_id: uuidOf(first.grant.partner) }
  return Object.entries(ownUse).map(([verb, used_at]): Insert => ['own_uses', { ...keys, verb, used_at }])
}

function thread({ thread: id, setting, memberships, title, messages }: LoadableThread): readonly Insert[] {
  const thread_id = uuidOf(id)
  return [
    [
      'threads',
      {
        thread_id,
        kind: 'group',
        setting,
        created_at: 0,
        next_position: messages.length + 1,
        title: title?.title ?? null,
        title_by: title === null ? null : uuidOf(title.by),
      },
    ],
    ...memberships.flatMap(({ person: member, joinedAt, leftAt }): Insert[] => {
      const stay = { thread_id, person_id: uuidOf(member), joined_at: joinedAt, left_at: leftAt }
      return [
        ['memberships', stay],
        ['person_threads', stay],
      ]
    }),
    ...messages.flatMap((message, i) => messageRows(thread_id, message, i + 1)),
  ]
}

function messageRows(thread_id: string, message: StoredMessage, position: number): readonly Insert[] {
  const message_id = uuidOf(message.id)
  return [
    [
      'messages',
      {
        thread_id,
        message_id,
        position,
        author_id: uuidOf(message.author),
        sent_at: message.sentAt,
        kind: message.kind,
        body: message.text,
        edited_at: message.editedAt,
        mentions: JSON.stringify(message.mentions),
        card: message.card === null ? null : JSON.stringify(message.card),
        origin_author_id: message.originAuthor === null ? null : uuidOf(message.originAuthor),
        origin_sent_at: message.originSentAt,
        reply_to: message.replyTo === null ? null : uuidOf(message.replyTo.id),
      },
    ],
    ...message.reactions.map(
      ({ person: reactor, emoji, at }): Insert => [
        'reactions',
        { thread_id, message_id, person_id: uuidOf(reactor), emoji, reacted_at: at },
      ],
    ),
    ...message.attachments.map(
      ({ name, mediaType }, i): Insert => [
        'attachments',
        {
          thread_id,
          message_id,
          author_id: uuidOf(message.author),
          name,
          media_type: mediaType,
          attachment_id: `${message_id.slice(0, -2)}${String(i).padStart(2, '0')}`,
        },
      ],
    ),
  ]
}
