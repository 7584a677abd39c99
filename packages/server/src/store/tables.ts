// Every table: its class and shard key (design §10), what a decision reads of it, and who may write which column.
import type { Role } from './roles.ts'

/**
 * Where a table lives once there is more than one machine. `person`, `thread` and `partner` rows sit beside their key;
 * `ledger` rows beside their log; `local` rows are directories and working state of one deployment.
 */
export type TableClass = 'person' | 'thread' | 'partner' | 'ledger' | 'local'

/** What a table is to a decision: a permission or what permission hangs on, an item decided about, or nothing. */
export type Decides = 'permission' | 'item' | 'nothing'

/** One table. Columns named under no kind of fact are read by no decision. */
export interface TableDeclaration {
  readonly class: TableClass
  /** The shard key: primary key and uniques begin with it. */
  readonly key: string
  readonly decides: Decides
  /** Changed by the turnstile only, so that a change and an answer have an order (design §5). */
  readonly turnstile?: readonly string[]
  /** Instants the clock is compared with; they too are written by the turnstile only. */
  readonly clock?: readonly string[]
  /** Never changed once written. */
  readonly constant?: readonly string[]
  readonly insert: readonly Role[]
  readonly update?: Readonly<Partial<Record<Role, readonly string[]>>>
  readonly remove?: readonly Role[]
}

const app = 'countersign_app'
const turnstile = 'countersign_turnstile'

/** Every table of the schema by name. `catalogue.test.ts` holds it against the live database. */
export const tables: Readonly<Record<string, TableDeclaration>> = {
  persons: {
    class: 'person',
    key: 'person_id',
    decides: 'permission',
    turnstile: ['account', 'restricted'],
    constant: ['person_id', 'test'],
    insert: [turnstile],
    update: { [turnstile]: ['account', 'restricted'] },
  },
  person_threads: {
    class: 'person',
    key: 'person_id',
    decides: 'nothing',
    insert: [turnstile],
    update: { [turnstile]: ['left_at'] },
  },
  contact_fields: {
    class: 'person',
    key: 'person_id',
    decides: 'permission',
    constant: ['person_id', 'contact_id', 'kind', 'value', 'verified'],
    insert: [turnstile],
  },
  friendships: {
    class: 'person',
    key: 'person_id',
    decides: 'permission',
    constant: ['person_id', 'friend_id', 'since'],
    insert: [turnstile],
    remove: [turnstile],
  },
  friend_requests: {
    class: 'person',
    key: 'person_id',
    decides: 'nothing',
    insert: [app],
    remove: [app, turnstile],
  },
  grants: {
    class: 'person',
    key: 'person_id',
    decides: 'permission',
    turnstile: ['verbs', 'fields', 'threads', 'history', 'state', 'ended_at', 'superseded_by'],
    clock: ['start_at', 'end_at'],
    constant: [
      'person_id',
      'grant_id',
      'partner_id',
      'feature_id',
      'manifest_version',
      'purpose',
      'screen_hash',
      'locale',
    ],
    insert: [turnstile],
    update: {
      [turnstile]: ['verbs', 'fields', 'threads', 'end_at', 'history', 'state', 'ended_at', 'superseded_by'],
    },
  },
  countersignatures: {
    class: 'person',
    key: 'person_id',
    decides: 'permission',
    turnstile: ['state', 'ended_at'],
    clock: ['start_at', 'end_at'],
    constant: [
      'person_id',
      'countersignature_id',
      'partner_id',
      'feature_id',
      'manifest_version',
      'purpose',
      'thread_id',
      'answer',
      'history',
      'contact_fields',
      'screen_hash',
    ],
    insert: [turnstile],
    update: { [turnstile]: ['state', 'ended_at'] },
  },
  own_uses: {
    class: 'person',
    key: 'person_id',
    decides: 'permission',
    clock: ['used_at'],
    constant: ['person_id', 'partner_id', 'verb'],
    insert: [turnstile],
    update: { [turnstile]: ['used_at'] },
  },
  tickets: {
    class: 'person',
    key: 'person_id',
    decides: 'item',
    turnstile: ['used_at', 'message_id'],
    clock: ['expires_at'],
    constant: ['person_id', 'ticket_id', 'draft_id', 'partner_id', 'thread_id', 'card_hash', 'made_at'],
    insert: [app],
    update: { [turnstile]: ['used_at', 'message_id'] },
  },
  notices: {
    class: 'person',
    key: 'person_id',
    decides: 'nothing',
    insert: [turnstile],
    update: { [app]: ['seen_at'] },
  },
  threads: {
    class: 'thread',
    key: 'thread_id',
    decides: 'permission',
    turnstile: ['setting', 'title', 'title_by'],
    constant: ['thread_id', 'kind'],
    insert: [turnstile],
    update: { [turnstile]: ['title', 'title_by', 'setting', 'next_position'], [app]: ['next_position'] },
  },
  memberships: {
    class: 'thread',
    key: 'thread_id',
    decides: 'permission',
    turnstile: ['left_at'],
    constant: ['thread_id', 'person_id', 'joined_at'],
    insert: [turnstile],
    update: { [turnstile]: ['left_at'] },
  },
  messages: {
    class: 'thread',
    key: 'thread_id',
    decides: 'item',
    turnstile: ['body', 'mentions', 'card', 'edited_at', 'deleted_at'],
    constant: [
      'thread_id',
      'message_id',
      'position',
      'author_id',
      'sent_at',
      'kind',
      'origin_author_id',
      'origin_sent_at',
      'reply_to',
      'via_partner_id',
      'via_feature_id',
      'placement_id',
    ],
    insert: [app, turnstile],
    update: { [turnstile]: ['body', 'mentions', 'card', 'edited_at', 'deleted_at'] },
  },
  reactions: {
    class: 'thread',
    key: 'thread_id',
    decides: 'item',
    constant: ['thread_id', 'message_id', 'person_id', 'emoji', 'reacted_at'],
    insert: [app],
    remove: [turnstile],
  },
  attachments: {
    class: 'thread',
    key: 'thread_id',
    decides: 'item',
    constant: ['thread_id', 'message_id', 'attachment_id', 'author_id', 'name', 'media_type'],
    insert: [app],
    remove: [turnstile],
  },
  asks: { class: 'thread', key: 'thread_id', decides: 'nothing', insert: [turnstile] },
  partners: {
    class: 'partner',
    key: 'partner_id',
    decides: 'permission',
    turnstile: ['suspended'],
    clock: ['certified_until'],
    constant: ['partner_id', 'slug', 'ownership_group', 'registered_at'],
    insert: [turnstile],
    update: { [turnstile]: ['name', 'homepage'] },
  },
  features: {
    class: 'partner',
    key: 'partner_id',
    decides: 'permission',
    clock: ['start_at', 'end_at'],
    constant: ['partner_id', 'feature_id', 'slug'],
    insert: [turnstile],
    update: { [turnstile]: ['end_at'] },
  },
  manifests: {
    class: 'partner',
    key: 'partner_id',
    decides: 'permission',
    constant: [
      'partner_id',
      'feature_id',
      'version',
      'offers',
      'harvest_budget',
      'term_days',
      'texts',
      'review_id',
      'published_at',
    ],
    insert: [turnstile],
  },
  screens: {
    class: 'partner',
    key: 'partner_id',
    decides: 'item',
    turnstile: ['voided_at'],
    constant: ['partner_id', 'screen_hash', 'locale', 'content', 'first_shown_at'],
    insert: [app],
  },
  drafts: { class: 'partner', key: 'partner_id', decides: 'nothing', insert: [app], remove: [app] },
  incidents: { class: 'partner', key: 'partner_id', decides: 'nothing', insert: [app] },
  chains: {
    class: 'person',
    key: 'person_id',
    decides: 'nothing',
    insert: [turnstile],
    update: { [turnstile]: ['last_n'] },
  },
  entries: { class: 'person', key: 'person_id', decides: 'nothing', insert: [turnstile] },
  register_entries: { class: 'partner', key: 'partner_id', decides: 'nothing', insert: [turnstile] },
  leaves: { class: 'ledger', key: 'log_id', decides: 'nothing', insert: [turnstile] },
  ledger_heads: {
    class: 'ledger',
    key: 'log_id',
    decides: 'permission',
    turnstile: ['size', 'turn', 'peaks', 'register_n'],
    clock: ['head_time'],
    constant: ['log_id', 'origin'],
    insert: [turnstile],
    update: { [turnstile]: ['size', 'turn', 'peaks', 'head_time', 'register_n'] },
  },
  ledger_turns: { class: 'ledger', key: 'log_id', decides: 'nothing', insert: [turnstile] },
  changes: {
    class: 'ledger',
    key: 'log_id',
    decides: 'permission',
    turnstile: ['turn'],
    constant: ['log_id', 'change_id', 'person_id', 'partner_id', 'feature_id', 'thread_id'],
    insert: [turnstile],
    update: { [turnstile]: ['turn'] },
  },
  pending_records: {
    class: 'ledger',
    key: 'log_id',
    decides: 'nothing',
    insert: [turnstile],
    remove: [turnstile],
  },
  logins: {
    class: 'local',
    key: 'login',
    decides: 'nothing',
    insert: [turnstile],
    update: { [app]: ['password_hash'] },
  },
  invitations: {
    class: 'local',
    key: 'code_hash',
    decides: 'nothing',
    insert: [app],
    update: { [app]: ['used_at'] },
  },
  sessions: {
    class: 'local',
    key: 'session_hash',
    decides: 'nothing',
    insert: [app],
    remove: [app],
  },
  clients: {
    class: 'local',
    key: 'client_id',
    decides: 'permission',
    turnstile: ['redirect_uris', 'jwks'],
    constant: ['client_id', 'partner_id', 'made_at'],
    insert: [turnstile],
    update: { [turnstile]: ['redirect_uris', 'jwks'] },
  },
  partner_slugs: { class: 'local', key: 'slug', decides: 'nothing', insert: [turnstile] },
  oauth_models: {
    class: 'local',
    key: 'model',
    decides: 'nothing',
    insert: [app],
    update: { [app]: ['payload', 'oauth_grant_id', 'uid', 'expires_at', 'consumed_at'] },
    remove: [app],
  },
  dpop_proofs: { class: 'local', key: 'proof_hash', decides: 'nothing', insert: [app], remove: [app] },
  imported_ids: { class: 'local', key: 'source', decides: 'nothing', insert: [app, turnstile] },
  settings: { class: 'local', key: 'name', decides: 'nothing', insert: [app] },
  migrations: { class: 'local', key: 'name', decides: 'nothing', insert: [] },
}
