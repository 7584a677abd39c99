// The one table of the ledger's field names: their order is the order of a record's commitment, and never changes.
import type { LedgerRecordKind, RecordOf } from './ledger-records.ts'

/** The list itself when it names every field of a record, else a type no list fits. */
type Complete<R, F extends readonly (keyof R)[]> = [Exclude<keyof R, F[number]>] extends [never] ? F : never

function inOrder<K extends LedgerRecordKind>() {
  return <const F extends readonly (keyof RecordOf<K> & string)[]>(...names: Complete<RecordOf<K>, F>): F =>
    names
}

/**
 * The fields of each kind of record in canonical order: the leaves of its commitment (docs/design/002). A kind never
 * gains, loses or moves a field; a record that must say more is a new kind.
 */
// biome-ignore format: one kind, one paragraph
export const recordFields = {
  account_opened: inOrder<'account_opened'>()('kind', 'at', 'person', 'key_commitment'),
  account_closed: inOrder<'account_closed'>()('kind', 'at', 'person'),
  identity_linked: inOrder<'identity_linked'>()('kind', 'at', 'person', 'partner', 'client'),
  grant_given: inOrder<'grant_given'>()(
    'kind', 'at', 'person', 'grant', 'partner', 'feature', 'manifest_version', 'purpose', 'verbs', 'fields', 'threads',
    'starts_at', 'ends_at', 'history', 'screen_hash', 'locale',
  ),
  grant_amended: inOrder<'grant_amended'>()(
    'kind', 'at', 'person', 'grant', 'partner', 'feature', 'manifest_version', 'purpose', 'verbs', 'fields', 'threads',
    'starts_at', 'ends_at', 'history',
  ),
  grant_withdrawn: inOrder<'grant_withdrawn'>()(
    'kind', 'at', 'person', 'grant', 'partner', 'feature', 'why', 'superseded_by',
  ),
  countersignature_given: inOrder<'countersignature_given'>()(
    'kind', 'at', 'person', 'countersignature', 'partner', 'feature', 'manifest_version', 'purpose', 'thread', 'answer',
    'starts_at', 'ends_at', 'history', 'contact_fields', 'screen_hash', 'locale',
  ),
  countersignature_ended: inOrder<'countersignature_ended'>()(
    'kind', 'at', 'person', 'countersignature', 'partner', 'feature', 'why',
  ),
  switch_set: inOrder<'switch_set'>()('kind', 'at', 'person', 'on'),
  thread_setting_set: inOrder<'thread_setting_set'>()('kind', 'at', 'person', 'thread', 'setting'),
  membership_changed: inOrder<'membership_changed'>()('kind', 'at', 'person', 'thread', 'change'),
  message_edited: inOrder<'message_edited'>()('kind', 'at', 'person', 'thread', 'message'),
  message_deleted: inOrder<'message_deleted'>()('kind', 'at', 'person', 'thread', 'message'),
  placement_removed: inOrder<'placement_removed'>()(
    'kind', 'at', 'person', 'partner', 'feature', 'placement', 'thread', 'message', 'card_hash', 'decision',
  ),
  placement_restored: inOrder<'placement_restored'>()(
    'kind', 'at', 'person', 'partner', 'feature', 'placement', 'thread', 'message', 'card_hash', 'by',
  ),
  ask_made: inOrder<'ask_made'>()(
    'kind', 'at', 'person', 'ask', 'partner', 'feature', 'manifest_version', 'purpose', 'thread',
  ),
  decision: inOrder<'decision'>()(
    'kind', 'at', 'person', 'decision', 'partner', 'feature', 'verb', 'purpose', 'thread', 'outcome', 'grant',
  ),
  disclosure: inOrder<'disclosure'>()(
    'kind', 'at', 'person', 'decision', 'partner', 'feature', 'purpose', 'through', 'under', 'screen_hash', 'fields',
    'items',
  ),
  delivery: inOrder<'delivery'>()('kind', 'at', 'decision', 'subject', 'n', 'items', 'body_hash'),
  correction: inOrder<'correction'>()('kind', 'at', 'decision', 'why'),
  deletion_asked: inOrder<'deletion_asked'>()(
    'kind', 'at', 'person', 'deletion', 'partner', 'feature', 'through', 'after', 'up_to', 'due_at',
  ),
  deletion_overdue: inOrder<'deletion_overdue'>()('kind', 'at', 'person', 'deletion', 'partner', 'feature'),
  deletion_answered: inOrder<'deletion_answered'>()(
    'kind', 'at', 'person', 'deletion', 'partner', 'feature', 'outcome', 'items_said', 'items', 'statement_hash',
  ),
  feature_ended: inOrder<'feature_ended'>()('kind', 'at', 'partner', 'feature', 'ends_at'),
  screen_voided: inOrder<'screen_voided'>()('kind', 'at', 'partner', 'feature', 'screen_hash'),
  partner_suspended: inOrder<'partner_suspended'>()('kind', 'at', 'partner', 'suspended'),
  partner_registered: inOrder<'partner_registered'>()('kind', 'at', 'partner', 'name'),
  manifest_published: inOrder<'manifest_published'>()(
    'kind', 'at', 'partner', 'feature', 'manifest_version', 'manifest_hash', 'review',
  ),
  manifest_submitted: inOrder<'manifest_submitted'>()(
    'kind', 'at', 'partner', 'feature', 'manifest_version', 'manifest_hash', 'review', 'needed',
  ),
  manifest_reviewed: inOrder<'manifest_reviewed'>()(
    'kind', 'at', 'partner', 'feature', 'manifest_version', 'review', 'reviewer', 'verdict', 'stands',
  ),
  partner_certified: inOrder<'partner_certified'>()('kind', 'at', 'partner', 'certified_until'),
  partner_transferred: inOrder<'partner_transferred'>()('kind', 'at', 'partner', 'from_group', 'to_group'),
  partner_role_derived: inOrder<'partner_role_derived'>()(
    'kind', 'at', 'partner', 'declared', 'role', 'own_purpose', 'own_retention', 'own_customers',
  ),
  exception_asked: inOrder<'exception_asked'>()(
    'kind', 'at', 'partner', 'feature', 'exception', 'ends_at', 'would_end_at', 'reason', 'asked_by',
  ),
  exception_agreed: inOrder<'exception_agreed'>()(
    'kind', 'at', 'partner', 'feature', 'exception', 'ends_at', 'agreed_by',
  ),
  partner_renamed: inOrder<'partner_renamed'>()(
    'kind', 'at', 'partner', 'from_name', 'to_name', 'from_homepage', 'to_homepage',
  ),
  client_changed: inOrder<'client_changed'>()('kind', 'at', 'partner', 'client', 'keys', 'redirect_uris'),
  webhook_changed: inOrder<'webhook_changed'>()('kind', 'at', 'partner', 'address', 'secret_hash'),
  catalogue_changed: inOrder<'catalogue_changed'>()('kind', 'at', 'partner', 'feature', 'search_url'),
  key_opened: inOrder<'key_opened'>()('kind', 'at', 'person', 'opened', 'opened_kind', 'test'),
  key_waits: inOrder<'key_waits'>()('kind', 'at', 'person', 'waits', 'waits_kind', 'since'),
  key_added: inOrder<'key_added'>()('kind', 'at', 'person', 'added', 'added_kind'),
  key_ended: inOrder<'key_ended'>()('kind', 'at', 'person', 'ended'),
  statement_made: inOrder<'statement_made'>()('kind', 'at', 'person', 'act', 'key', 'n', 'statement_hash'),
} as const satisfies { readonly [K in LedgerRecordKind]: readonly (keyof RecordOf<K>)[] }

/**
 * A line of entries numbered 1, 2, 3 … under one key (design §6): a person's acts that concern no partner; a person's
 * with one partner; what that partner may follow of it; the public register.
 */
export type ChainKind = 'self' | 'partner' | 'delivery' | 'register'

/** Which chains a kind of record is entered in; a correction goes to every chain its answer was entered in. */
export const recordChains = {
  account_opened: ['self'],
  account_closed: ['self'],
  identity_linked: ['partner'],
  grant_given: ['partner'],
  grant_amended: ['partner'],
  grant_withdrawn: ['partner'],
  countersignature_given: ['partner'],
  countersignature_ended: ['partner'],
  switch_set: ['self'],
  thread_setting_set: ['self'],
  membership_changed: ['self'],
  message_edited: ['self'],
  message_deleted: ['self'],
  placement_removed: ['partner'],
  placement_restored: ['partner'],
  ask_made: ['partner'],
  decision: ['partner'],
  disclosure: ['partner'],
  delivery: ['delivery'],
  correction: ['partner', 'delivery'],
  deletion_asked: ['partner'],
  deletion_overdue: ['partner'],
  deletion_answered: ['partner'],
  feature_ended: ['register'],
  screen_voided: ['register'],
  partner_suspended: ['register'],
  partner_registered: ['register'],
  manifest_published: ['register'],
  manifest_submitted: ['register'],
  manifest_reviewed: ['register'],
  partner_certified: ['register'],
  partner_transferred: ['register'],
  partner_role_derived: ['register'],
  exception_asked: ['register'],
  exception_agreed: ['register'],
  partner_renamed: ['register'],
  client_changed: ['register'],
  webhook_changed: ['register'],
  catalogue_changed: ['register'],
  key_opened: ['self'],
  key_waits: ['self'],
  key_added: ['self'],
  key_ended: ['self'],
  statement_made: ['self'],
} as const satisfies Readonly<Record<LedgerRecordKind, readonly ChainKind[]>>
