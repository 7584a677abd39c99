// A whole world as plain data: what the generator draws, the loader stores, the oracle judges and a counter-example prints.
import type {
  AccountState,
  Card,
  ContactField,
  Countersignature,
  CountersignatureId,
  FeatureId,
  Field,
  Grant,
  GrantId,
  Instant,
  Manifest,
  Membership,
  Mention,
  MessageId,
  PartnerId,
  PersonId,
  RefusalCode,
  ThreadId,
  ThreadSetting,
  Verb,
} from '@countersign/protocol'

/** A partner of the register. */
export interface PartnerState {
  readonly partner: PartnerId
  readonly suspended: boolean
  readonly certifiedUntil: Instant
}

/** A feature of a partner and every version of its manifest, oldest first. */
export interface FeatureState {
  readonly feature: FeatureId
  readonly partner: PartnerId
  readonly startAt: Instant
  readonly endAt: Instant | null
  readonly manifests: readonly Manifest[]
}

/** One way to reach a person. An unverified one may reach somebody else, so nothing of it is theirs to release. */
export interface ContactState {
  readonly kind: 'email' | 'phone'
  readonly value: string
  readonly verified: boolean
}

/** A person with everything of theirs that a decision can read. */
export interface PersonState {
  readonly person: PersonId
  readonly name: string
  readonly account: AccountState
  /** Made for trying out: the only accounts an unreviewed feature reaches. */
  readonly test: boolean
  /** The master switch "share nothing of mine with partners". */
  readonly restricted: boolean
  readonly contacts: readonly ContactState[]
  readonly grants: readonly Grant[]
  readonly countersignatures: readonly Countersignature[]
  /** Which of these no key of theirs signed: rows that somebody wrote (docs/design/007). */
  readonly unsigned: readonly (GrantId | CountersignatureId)[]
  /** When the person last used a partner themselves, by verb. */
  readonly ownUses: readonly { readonly partner: PartnerId; readonly verb: Verb; readonly at: Instant }[]
}

/** Two friends, since when. */
export interface FriendshipState {
  readonly people: readonly [PersonId, PersonId]
  readonly since: Instant
}

/** A message as it stands in its thread. */
export interface MessageState {
  readonly message: MessageId
  readonly kind: 'message' | 'card' | 'forward'
  readonly author: PersonId
  readonly sentAt: Instant
  readonly text: string
  readonly mentions: readonly Mention[]
  readonly card: Card | null
  /** Who first wrote a forwarded text, and when; both null for any other message. */
  readonly originAuthor: PersonId | null
  readonly originSentAt: Instant | null
  /** The message of the same thread that it answers. */
  readonly replyTo: MessageId | null
  readonly editedAt: Instant | null
  readonly deletedAt: Instant | null
  readonly reactions: readonly { readonly person: PersonId; readonly emoji: string; readonly at: Instant }[]
  readonly attachments: readonly { readonly name: string; readonly mediaType: string }[]
}

/** A thread, who is and was in it, and what was said, in the order of its positions. */
export interface ThreadState {
  readonly thread: ThreadId
  readonly kind: 'direct' | 'group'
  readonly title: string | null
  /** Who gave the title; null when there is none. */
  readonly titleBy: PersonId | null
  readonly setting: ThreadSetting
  readonly stays: readonly Membership[]
  readonly messages: readonly MessageState[]
}

/** A whole world at one moment. It holds no functions and no cycles, so that JSON says all of it. */
export interface WorldState {
  readonly now: Instant
  /** The loosest thread setting the deployment allows; a thread's own can only be stricter. */
  readonly floor: ThreadSetting
  readonly partners: readonly PartnerState[]
  readonly features: readonly FeatureState[]
  /** Screens that were voided, by partner and hash: what was agreed on them is void (PER-04). */
  readonly voidedScreens: readonly { readonly partner: PartnerId; readonly screenHash: string }[]
  readonly people: readonly PersonState[]
  readonly friendships: readonly FriendshipState[]
  readonly threads: readonly ThreadState[]
}

/** The verbs of the partner API that answer with data. */
export const readingVerbs = [
  'threads.list',
  'messages.read',
  'members.see',
  'contact.own',
  'friends.list',
  'friends.contact',
] as const satisfies readonly Verb[]

/** One of them. */
export type ReadingVerb = (typeof readingVerbs)[number]

/** One call of a partner: with whose grant, for what, of which thread. */
export interface WorldCall {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly person: PersonId
  readonly verb: ReadingVerb
  /** The header as it came; null when it did not. */
  readonly purpose: string | null
  /** Fields asked for by name; null for whatever is granted. */
  readonly fields: readonly Field[] | null
  /** The thread the route names; null for the verbs whose route names none. */
  readonly thread: ThreadId | null
}

/**
 * One object an answer holds, with people, messages and threads under their own ids instead of a partner's opaque ones.
 * A key is there exactly when the answer has it.
 */
export type ExpectedItem =
  | {
      readonly kind: 'message' | 'card' | 'forward'
      readonly message: MessageId
      readonly text?: string
      readonly sentAt?: Instant
      readonly author?: PersonId
      readonly editedAt?: Instant
      readonly replyTo?: MessageId
      /** In the order they were made: by time, then person, then emoji. */
      readonly reactions?: readonly { readonly person: PersonId; readonly emoji: string }[]
      readonly attachments?: readonly { readonly name: string; readonly mediaType: string }[]
      readonly card?: Card
    }
  | {
      readonly kind: 'thread'
      readonly thread: ThreadId
      readonly title?: string
      readonly threadKind?: string
    }
  | {
      readonly kind: 'member'
      readonly person: PersonId
      readonly name?: string
      readonly joinedAt?: Instant
    }
  | { readonly kind: 'friend'; readonly person: PersonId; readonly name?: string; readonly since?: Instant }
  | {
      readonly kind: 'contact'
      readonly person: PersonId
      /** The one field the object is about, and its value. */
      readonly field: ContactField
      readonly value: string
    }

/**
 * What a call must be answered with, over all its pages: a refusal by its code, or exactly these objects. Messages come
 * newest first; the order of every other list tells nothing and is not compared.
 */
export type ExpectedAnswer =
  | { readonly outcome: 'refuse'; readonly code: RefusalCode }
  | { readonly outcome: 'permit'; readonly items: readonly ExpectedItem[] }

/** Anything that says what a call must be answered with: the oracle, or decide() over a world in memory. */
export type Judge = (world: WorldState, call: WorldCall) => ExpectedAnswer
