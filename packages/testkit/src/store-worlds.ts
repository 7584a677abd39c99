// Puts worlds straight into a database, as its owner: the only way to states that acts reach slowly or not at all.
import {
  type ContactId,
  type Countersignature,
  type Grant,
  idOf,
  type PartnerId,
  type PersonId,
  uuidOf,
} from '@countersign/protocol'
import type { Session } from '../../server/src/store/database.ts'
import type {
  FeatureState,
  MessageState,
  PersonState,
  ThreadState,
  WorldState,
} from './worlds/world-state.ts'

type Row = Readonly<Record<string, unknown>>
type Rows = readonly (readonly [table: string, row: Row])[]

/**
 * Stores worlds through the connection of the database's owner, a statement a table however many worlds there are. An
 * expired grant, a suspended partner, a voided screen or a stay that ended a year ago cannot be made by an act of today,
 * so this writes rows, past turnstile and ledger: what it makes has no entries, and only tests and proofs may do it. Every
 * id must be new to the database.
 */
export async function storeWorlds(owner: Session, worlds: readonly WorldState[]): Promise<void> {
  const byTable = Map.groupBy(worlds.flatMap(rowsOf), ([table]) => table)
  for (const [table, rows] of byTable) {
    const columns = Object.keys(rows[0]?.[1] ?? {}).join()
    // A statement a table: its text is known before, and its rows travel as one value.
    await owner.query(
      `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
      [JSON.stringify(rows.map(([, row]) => row))],
    )
  }
}

/** The id of a person's contact: it has none in a world, its place among the person's makes one. */
function uuidOfContact(person: PersonId, place: number): string {
  const uuid = uuidOf(person)
  return `${uuid.slice(0, 17)}${place}${uuid.slice(18)}`
}

/** Whose contact it is, of the contacts stored here for people whose ids openMint made. */
export function ownerOfContact(contact: ContactId): PersonId {
  const uuid = uuidOf(contact)
  return idOf('person', `${uuid.slice(0, 17)}a${uuid.slice(18)}`)
}

/** Every table this writes to, emptied with whatever hangs on them; the ledger is left alone. */
export async function clearWorlds(owner: Session): Promise<void> {
  await owner.query('truncate persons, person_threads, threads, partners cascade')
}

function rowsOf(world: WorldState): Rows {
  return [
    ...world.partners.map(({ partner, suspended, certifiedUntil }) => {
      const name = `p${partner.slice(-12)}`
      const row = { partner_id: uuidOf(partner), slug: name, name, homepage: 'https://partner.example' }
      const stands = { ownership_group: name, suspended, certified_until: certifiedUntil, registered_at: 0 }
      return ['partners', { ...row, ...stands }] as const
    }),
    ...world.features.flatMap(featureRows),
    ...screenRows(world),
    ...world.people.flatMap(personRows),
    ...world.friendships.flatMap(({ people: [a, b], since }) =>
      [
        [a, b],
        [b, a],
      ].map(([one, other]) => {
        const row = { person_id: one && uuidOf(one), friend_id: other && uuidOf(other), since }
        return ['friendships', row] as const
      }),
    ),
    ...world.threads.flatMap(threadRows),
  ]
}

function featureRows({ partner, feature, startAt, endAt, manifests }: FeatureState): Rows {
  const keys = { partner_id: uuidOf(partner), feature_id: uuidOf(feature) }
  return [
    ['features', { ...keys, slug: `songs-${feature.slice(-7)}`, start_at: startAt, end_at: endAt }],
    ...manifests.map(
      (manifest) =>
        [
          'manifests',
          {
            ...keys,
            version: manifest.version,
            offers: manifest.offers,
            harvest_budget: manifest.harvestBudget,
            term_days: manifest.termDays,
            texts: manifest.texts,
            review_id: manifest.reviewId,
            published_at: manifest.publishedAt,
          },
        ] as const,
    ),
  ]
}

/** The screens things were agreed on, each once. */
function screenRows({ people, voidedScreens }: WorldState): Rows {
  const shown = new Map<string, { partner: PartnerId; hash: string }>()
  for (const { grants, countersignatures } of people)
    for (const { partner, screenHash: hash } of [...grants, ...countersignatures])
      shown.set(`${partner} ${hash}`, { partner, hash })
  const voided = new Set(voidedScreens.map(({ partner, screenHash }) => `${partner} ${screenHash}`))
  return [...shown].map(([key, { partner, hash }]) => {
    const row = {
      partner_id: uuidOf(partner),
      screen_hash: hash,
      locale: 'en',
      content: 'What was agreed on.',
    }
    return ['screens', { ...row, first_shown_at: 0, voided_at: voided.has(key) ? 1 : null }] as const
  })
}

function personRows(person: PersonState): Rows {
  const person_id = uuidOf(person.person)
  const { account, test, restricted, name } = person
  const closed_at = account === 'closed' ? 1 : null
  return [
    ['persons', { person_id, account, test, restricted, display_name: name, created_at: 0, closed_at }],
    ...person.contacts.map(({ kind, value, verified }, i) => {
      const contact_id = uuidOfContact(person.person, i)
      return ['contact_fields', { person_id, contact_id, kind, value, verified }] as const
    }),
    ...person.grants
      .filter((grant) => canBeStored(person, grant))
      .map((grant) => ['grants', { person_id, ...grantColumns(grant) }] as const),
    ...person.countersignatures
      .filter((answer) => canBeStored(person, answer))
      .map(
        (answer) =>
          [
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
          ] as const,
      ),
    ...person.ownUses.map(
      ({ partner, verb, at }) =>
        ['own_uses', { person_id, partner_id: uuidOf(partner), verb, used_at: at }] as const,
    ),
  ]
}

/** A yes that nobody signed is not there, and a row cannot say so yet: it is left out. */
function canBeStored({ unsigned }: PersonState, given: Grant | Countersignature): boolean {
  return !unsigned.includes(given.id) || ('answer' in given && given.answer === 'never')
}

type Shared = Pick<
  Grant,
  'partner' | 'feature' | 'manifestVersion' | 'purpose' | 'startAt' | 'endAt' | 'history' | 'screenHash'
> & { readonly state: string }

function sharedColumns(given: Shared): Row {
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

function grantColumns(grant: Grant): Row {
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

function threadRows({ thread, kind, setting, stays, title, titleBy, messages }: ThreadState): Rows {
  const thread_id = uuidOf(thread)
  const title_by = titleBy && uuidOf(titleBy)
  return [
    [
      'threads',
      { thread_id, kind, setting, created_at: 0, next_position: messages.length + 1, title, title_by },
    ],
    ...stays.flatMap(({ person, joinedAt, leftAt }) => {
      const stay = { thread_id, person_id: uuidOf(person), joined_at: joinedAt, left_at: leftAt }
      return [['memberships', stay] as const, ['person_threads', stay] as const]
    }),
    ...messages.flatMap((message, i) => messageRows(thread_id, message, i + 1)),
  ]
}

function messageRows(thread_id: string, message: MessageState, position: number): Rows {
  const message_id = uuidOf(message.message)
  const author_id = uuidOf(message.author)
  return [
    [
      'messages',
      {
        thread_id,
        message_id,
        position,
        author_id,
        sent_at: message.sentAt,
        kind: message.kind,
        body: message.text,
        edited_at: message.editedAt,
        deleted_at: message.deletedAt,
        mentions: message.mentions,
        card: message.card,
        origin_author_id: message.originAuthor && uuidOf(message.originAuthor),
        origin_sent_at: message.originSentAt,
        reply_to: message.replyTo && uuidOf(message.replyTo),
      },
    ],
    ...message.reactions.map(({ person, emoji, at }) => {
      const row = { thread_id, message_id, person_id: uuidOf(person), emoji, reacted_at: at }
      return ['reactions', row] as const
    }),
    ...message.attachments.map(({ name, mediaType }, i) => {
      const attachment_id = `${message_id.slice(0, -2)}${String(i).padStart(2, '0')}`
      return [
        'attachments',
        { thread_id, message_id, author_id, name, media_type: mediaType, attachment_id },
      ] as const
    }),
  ]
}
