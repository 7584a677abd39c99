// A batch of records from another service comes in, whole or not at all, each at most once (docs/design/003-imports.md).
import type { Instant } from '@countersign/protocol'
import type { System } from '../system.ts'
import { importMessages, importReactions } from './import-content.ts'
import {
  importAddresses,
  importFriendships,
  importMemberships,
  importModerators,
  importPeople,
  importThreads,
} from './import-permissions.ts'

/** A person; they become a shell until they claim their account. */
export interface ImportedPerson {
  readonly id: string
  readonly displayName: string
  readonly createdAt: Instant
}

/** An e-mail address: unverified, and nothing is ever sent to it. */
export interface ImportedAddress {
  readonly person: string
  readonly email: string
}

/** A thread, still without members. */
export interface ImportedThread {
  readonly id: string
  readonly kind: 'direct' | 'group'
  /** Its title and whose words it is; null without a title, or when nobody knows whose words it is. */
  readonly title: { readonly text: string; readonly by: string } | null
  readonly createdAt: Instant
}

/** A person in a thread, once: who came back has two of them. */
export interface ImportedMembership {
  readonly id: string
  readonly thread: string
  readonly person: string
  readonly joinedAt: Instant
  /** Null for who is still in it. */
  readonly leftAt: Instant | null
}

/** Two friends. */
export interface ImportedFriendship {
  readonly person: string
  readonly friend: string
  readonly since: Instant
}

/** What a message has with it: a name and a type, without bytes. */
export interface ImportedAttachment {
  readonly name: string
  readonly mediaType: string
}

/** A message. Messages of one thread come in the order they were sent, over all batches. */
export interface ImportedMessage {
  /** What the source calls it; ids of two kinds may collide. */
  readonly kind: string
  readonly id: string
  readonly thread: string
  readonly author: string
  readonly sentAt: Instant
  readonly body: string
  /** Stretches of the body that name somebody, [start, end) in UTF-16 code units, in order. */
  readonly mentions: readonly { readonly person: string; readonly start: number; readonly end: number }[]
  readonly replyTo: { readonly kind: string; readonly id: string } | null
  readonly attachments: readonly ImportedAttachment[]
}

/** One emoji of one person to one message. */
export interface ImportedReaction {
  readonly id: string
  readonly thread: string
  readonly message: { readonly kind: string; readonly id: string }
  readonly person: string
  readonly emoji: string
  readonly at: Instant
}

/** Records of one kind; ids are the source's own. Moderators are members unless they ever were of that thread already. */
export type ImportBatch =
  | { readonly kind: 'people'; readonly rows: readonly ImportedPerson[] }
  | { readonly kind: 'addresses'; readonly rows: readonly ImportedAddress[] }
  | { readonly kind: 'threads'; readonly rows: readonly ImportedThread[] }
  | { readonly kind: 'memberships'; readonly rows: readonly ImportedMembership[] }
  | { readonly kind: 'moderators'; readonly rows: readonly ImportedMembership[] }
  | { readonly kind: 'friendships'; readonly rows: readonly ImportedFriendship[] }
  | { readonly kind: 'messages'; readonly rows: readonly ImportedMessage[] }
  | { readonly kind: 'reactions'; readonly rows: readonly ImportedReaction[] }

/** What an import needs of the system. */
export type ImportSystem = Pick<System, 'app' | 'turnstile' | 'keyring'>

/**
 * Brings in those records that are not in yet, all of them or none, and durably. What decisions read goes through the
 * turnstile; messages and reactions do not, because what is said permits nothing by itself.
 * @returns the places in `batch.rows`, from 0, of the records added now
 * @throws {BadRowError} for a record that points to what is not there
 */
export async function importBatch(
  system: ImportSystem,
  source: string,
  batch: ImportBatch,
): Promise<readonly number[]> {
  switch (batch.kind) {
    case 'people':
      return importPeople(system, source, batch.rows)
    case 'addresses':
      return importAddresses(system, source, batch.rows)
    case 'threads':
      return importThreads(system, source, batch.rows)
    case 'memberships':
      return importMemberships(system, source, batch.rows)
    case 'moderators':
      return importModerators(system, source, batch.rows)
    case 'friendships':
      return importFriendships(system, source, batch.rows)
    case 'messages':
      return importMessages(system, source, batch.rows)
    case 'reactions':
      return importReactions(system, source, batch.rows)
  }
}
