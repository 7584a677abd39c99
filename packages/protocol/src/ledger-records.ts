// The ledger's records: who allowed, was refused, or gave what, when, why and on which screen. Never a word of content.
import type { Answer } from './countersignature.ts'
import type { ThreadSetting } from './facts.ts'
import type {
  AskId,
  ClientId,
  CountersignatureId,
  DecisionId,
  DeletionId,
  FeatureId,
  GrantId,
  MessageId,
  PartnerId,
  PersonId,
  PlacementId,
  ThreadId,
} from './ids.ts'
import type { KeyKind, KeyName } from './person-key.ts'
import type { Purpose } from './purposes.ts'
import type { RefusalCode } from './refusals.ts'
import type { Entry, PartnerRecord } from './register-records.ts'
import type { SignedAct } from './statement.ts'
import type { ItemKind } from './subjects.ts'
import type { Instant } from './time.ts'
import type { Field, Verb } from './verbs.ts'

/** Whatever a record may hold: what RFC 8785 writes without rounding. Numbers are safe integers. */
export type RecordValue =
  | string
  | number
  | boolean
  | null
  | readonly RecordValue[]
  | { readonly [name: string]: RecordValue }

/** Something one person did, or that happened to one person's data. */
interface PersonEntry<K extends string> extends Entry<K> {
  readonly person: PersonId
}

/** The first entry of everybody: it fixes the key all their chains derive from. */
interface AccountOpened extends PersonEntry<'account_opened'> {
  /** Commitment to the person's key, 64 hexadecimal digits. */
  readonly key_commitment: string
}

/** The person closed their account: from here on every decision about them refuses (DEL-01). */
interface AccountClosed extends PersonEntry<'account_closed'> {}

/** A sign-in with a partner's client for the first time; it grants nothing (PER-02). */
interface IdentityLinked extends PersonEntry<'identity_linked'> {
  readonly partner: PartnerId
  readonly client: ClientId
}

interface GrantTermsEntry<K extends string> extends PersonEntry<K> {
  readonly grant: GrantId
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly manifest_version: number
  readonly purpose: Purpose
  readonly verbs: readonly Verb[]
  readonly fields: readonly Field[]
  readonly threads: readonly ThreadId[]
  readonly starts_at: Instant
  readonly ends_at: Instant
  readonly history: boolean
}

/** A person granted a feature something, on a screen whose exact text the hash names (PER-01, REC-01). */
interface GrantGiven extends GrantTermsEntry<'grant_given'> {
  /** SHA-256 of the screen, 64 hexadecimal digits. */
  readonly screen_hash: string
  readonly locale: string
}

/** A grant made narrower; the terms are those from now on. */
interface GrantAmended extends GrantTermsEntry<'grant_amended'> {}

/** A grant that ended by an act. Ends by the clock are part of the decision and make no entry. */
interface GrantWithdrawn extends PersonEntry<'grant_withdrawn'> {
  readonly grant: GrantId
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly why: 'withdrawn' | 'superseded' | 'given_back' | 'account_closed' | 'code_replayed'
  /** The grant that took its place, when superseded. */
  readonly superseded_by: GrantId | null
}

/** A person's answer for their own data: allow, or never. */
interface CountersignatureGiven extends PersonEntry<'countersignature_given'> {
  readonly countersignature: CountersignatureId
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly manifest_version: number
  readonly purpose: Purpose
  /** One thread, or null for all. */
  readonly thread: ThreadId | null
  readonly answer: Answer
  readonly starts_at: Instant
  readonly ends_at: Instant
  readonly history: boolean
  readonly contact_fields: readonly Field[]
  readonly screen_hash: string
  readonly locale: string
}

/** An answer that ended by an act. */
interface CountersignatureEnded extends PersonEntry<'countersignature_ended'> {
  readonly countersignature: CountersignatureId
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly why: 'withdrawn' | 'superseded' | 'account_closed'
}

/** The master switch "share nothing of mine with partners" (COP-05). */
interface SwitchSet extends PersonEntry<'switch_set'> {
  readonly on: boolean
}

/** A member set how a thread shares; entered for the member who did. */
interface ThreadSettingSet extends PersonEntry<'thread_setting_set'> {
  readonly thread: ThreadId
  readonly setting: ThreadSetting
}

/** A person came into a thread or left it. */
interface MembershipChanged extends PersonEntry<'membership_changed'> {
  readonly thread: ThreadId
  readonly change: 'joined' | 'left'
}

/** A person changed a message of their own. */
interface MessageEdited extends PersonEntry<'message_edited'> {
  readonly thread: ThreadId
  readonly message: MessageId
}

/** A person deleted a message of their own. */
interface MessageDeleted extends PersonEntry<'message_deleted'> {
  readonly thread: ThreadId
  readonly message: MessageId
}

interface PlacementEntry<K extends string> extends PersonEntry<K> {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly placement: PlacementId
  readonly thread: ThreadId
  readonly message: MessageId
  /** SHA-256 of the card in RFC 8785 form, 64 hexadecimal digits: the same when it went and when it came back (WRT-04). */
  readonly card_hash: string
}

/** A partner took a card away that it had placed; entered for the person who had sent it. */
interface PlacementRemoved extends PlacementEntry<'placement_removed'> {
  readonly decision: DecisionId
}

/** A card that a partner took away was brought back. */
interface PlacementRestored extends PlacementEntry<'placement_restored'> {
  readonly by: 'author' | 'operator'
}

/** A person invited a thread to countersign; entered for the person who asked. */
interface AskMade extends PersonEntry<'ask_made'> {
  readonly ask: AskId
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly manifest_version: number
  readonly purpose: Purpose
  readonly thread: ThreadId
}

/** One answer of the gate to a call made with this person's permission, refusals included (REC-04). */
interface DecisionMade extends PersonEntry<'decision'> {
  readonly decision: DecisionId
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly verb: Verb
  /** Null when none was sent or it is not of the list: what a partner wrote there is not copied into the ledger. */
  readonly purpose: Purpose | null
  /** Null when the call names none, or one that is not this person's. */
  readonly thread: ThreadId | null
  readonly outcome: 'permit' | RefusalCode
  /** The grant that permitted, or the one whose state refused; null when there is none. */
  readonly grant: GrantId | null
}

/** One item that was disclosed. */
export interface DisclosedItem {
  readonly kind: ItemKind
  readonly id: string
  /** Keyed hash of what left, under the data subject's key: it dies with that key. */
  readonly content_hash: string
  readonly [name: string]: string
}

/** What one answer gave a partner about one data subject, entered before the bytes leave. */
interface Disclosure extends PersonEntry<'disclosure'> {
  readonly decision: DecisionId
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly purpose: Purpose
  /** Whether through the subject's own grant or another member's. Who that was is never written here. */
  readonly through: 'own' | 'other'
  /** The subject's own permission it stands on. */
  readonly under: GrantId | CountersignatureId
  readonly screen_hash: string
  readonly fields: readonly Field[]
  readonly items: readonly DisclosedItem[]
}

/** The partner's half of a disclosure: enough to check that every delivery carries last + 1, and what it was. */
interface Delivery extends Entry<'delivery'> {
  readonly decision: DecisionId
  /** The alias under which the answer speaks of the subject. */
  readonly subject: string
  /** Its number in the delivery chain, from 1. */
  readonly n: number
  /** How many items of this subject the answer holds. */
  readonly items: number
  /** Keyed hash of the answer's body under the delivery chain's key, which the partner holds. */
  readonly body_hash: string
}

/** An entered answer of which no byte left; written to every chain that answer was entered in (design §5). */
interface Correction extends Entry<'correction'> {
  readonly decision: DecisionId
  readonly why: 'not_started'
}

/** A key came with the account, in the turn that opened it or let a shell be claimed; or somebody acts as a made-up person with it. */
interface KeyOpened extends PersonEntry<'key_opened'> {
  readonly opened: KeyName
  readonly opened_kind: KeyKind
  /** Whether the person is made up: then it is the key of whoever acts as them. */
  readonly test: boolean
}

/** A key that no other vouches for was shown; it counts from `since` on, unless it is stopped. */
interface KeyWaits extends PersonEntry<'key_waits'> {
  readonly waits: KeyName
  readonly waits_kind: KeyKind
  readonly since: Instant
}

/** An earlier key vouched for one. */
interface KeyAdded extends PersonEntry<'key_added'> {
  readonly added: KeyName
  readonly added_kind: KeyKind
}

/** A key counts no more; what it signed before stays good. */
interface KeyEnded extends PersonEntry<'key_ended'> {
  readonly ended: KeyName
}

/**
 * A person's key signed the act that was entered just before, in whatever chain. All statements of a person stand in one chain by
 * their number, so that one left out is seen.
 */
interface StatementMade extends PersonEntry<'statement_made'> {
  readonly act: SignedAct
  readonly key: KeyName
  readonly n: number
  /** Over the bytes that were signed, the signature and what a passkey said beside it (docs/design/007). */
  readonly statement_hash: string
}

interface DeletionEntry<K extends string> extends PersonEntry<K> {
  readonly deletion: DeletionId
  readonly partner: PartnerId
  readonly feature: FeatureId
}

/** A person asked a partner to delete what the ledger says it got of theirs (DEL-02). */
interface DeletionAsked extends DeletionEntry<'deletion_asked'> {
  readonly through: 'own' | 'other'
  /** The items of disclosures after the one leaf, up to the other. */
  readonly after: number
  readonly up_to: number
  readonly due_at: Instant
}

/** The time for it passed in silence. */
interface DeletionOverdue extends DeletionEntry<'deletion_overdue'> {}

/** What the partner said it did, as evidence that cannot be changed later (DEL-03). */
interface DeletionAnswered extends DeletionEntry<'deletion_answered'> {
  readonly outcome: 'deleted' | 'kept'
  /** How many items it said are gone; null when it kept them. */
  readonly items_said: number | null
  /** How many different items the ledger has. */
  readonly items: number
  /** SHA-256 of the statement in RFC 8785 form, 64 hexadecimal digits. */
  readonly statement_hash: string
}

/** Every record of the ledger. */
export type LedgerRecord =
  | KeyOpened
  | KeyWaits
  | KeyAdded
  | KeyEnded
  | StatementMade
  | AccountOpened
  | AccountClosed
  | IdentityLinked
  | GrantGiven
  | GrantAmended
  | GrantWithdrawn
  | CountersignatureGiven
  | CountersignatureEnded
  | SwitchSet
  | ThreadSettingSet
  | MembershipChanged
  | MessageEdited
  | MessageDeleted
  | PlacementRemoved
  | PlacementRestored
  | AskMade
  | DecisionMade
  | Disclosure
  | Delivery
  | Correction
  | DeletionAsked
  | DeletionOverdue
  | DeletionAnswered
  | PartnerRecord

/** What kinds of record there are. */
export type LedgerRecordKind = LedgerRecord['kind']

/** The record of one kind. */
export type RecordOf<K extends LedgerRecordKind> = Extract<LedgerRecord, { readonly kind: K }>
