// What the decision reads. Each fact is declared turnstile, clock or constant in the store's table manifest.
import type { Countersignature } from './countersignature.ts'
import type { Grant } from './grant.ts'
import type { FeatureId, PartnerId, PersonId, ThreadId } from './ids.ts'
import type { Manifest } from './manifest.ts'
import type { Item } from './subjects.ts'
import type { Instant } from './time.ts'
import type { Field, Verb } from './verbs.ts'

/** How a thread shares: closed to partners, each author for themselves, or only with everyone's yes (COP-03). */
export const threadSettings = ['author', 'all-parties', 'closed'] as const
export type ThreadSetting = (typeof threadSettings)[number]

/** The stricter of two settings: a deployment's floor and a thread's own. */
export function stricter(a: ThreadSetting, b: ThreadSetting): ThreadSetting {
  return threadSettings[Math.max(threadSettings.indexOf(a), threadSettings.indexOf(b))] ?? 'closed'
}

/** A shell came from an import and has no credentials; nothing of a shell's or a closed account's is releasable. */
export type AccountState = 'shell' | 'open' | 'closed'

/** One grant with what is joined to it: the manifest it was given for, whether its screen was voided and its person signed it. */
export interface GrantFacts {
  readonly grant: Grant
  readonly manifest: Manifest
  readonly screenVoided: boolean
  /** Whether a key that was its person's signed exactly this (docs/design/007); without that it is as if it were not there. */
  readonly signed: boolean
}

/** One countersignature with what is joined to it. */
export interface CountersignatureFacts {
  readonly countersignature: Countersignature
  readonly screenVoided: boolean
  /** As for a grant. Of a `never` it decides nothing: stopping never needs a key. */
  readonly signed: boolean
}

/** Everything the decision needs of one person, for one feature. */
export interface PersonFacts {
  readonly person: PersonId
  readonly account: AccountState
  /** Made for trying out: the only accounts an unreviewed feature reaches. */
  readonly test: boolean
  /** The master switch "share nothing of mine with partners" (COP-05). */
  readonly restricted: boolean
  readonly grants: readonly GrantFacts[]
  readonly countersignatures: readonly CountersignatureFacts[]
  /** When the person last used the partner themselves, by verb (SUN-04). */
  readonly ownUse: Readonly<Partial<Record<Verb, Instant>>>
}

/** A stay in a thread. A person who comes back has a second one. */
export interface Membership {
  readonly person: PersonId
  readonly joinedAt: Instant
  readonly leftAt: Instant | null
}

/** One thread: its setting (already tightened to the deployment's floor) and everybody who is or was in it. */
export interface ThreadFacts {
  readonly thread: ThreadId
  readonly setting: ThreadSetting
  readonly memberships: readonly Membership[]
}

/** The facts of one call. */
export interface Facts {
  readonly partner: {
    readonly partner: PartnerId
    readonly suspended: boolean
    readonly certifiedUntil: Instant
  }
  readonly feature: {
    readonly feature: FeatureId
    readonly partner: PartnerId
    readonly startAt: Instant
    readonly endAt: Instant | null
  }
  /** The published version in force; null before the first. */
  readonly liveManifest: Manifest | null
  readonly person: PersonFacts
  /** The thread the call names, when it exists. */
  readonly thread: ThreadFacts | null
  /** The other people the call touches: the thread's members past and present, or friends. */
  readonly others: ReadonlyMap<PersonId, PersonFacts>
  /** For `messages.write`: the person's confirmation, or that a draft is made, which writes nothing. Left out: absent. */
  readonly ticket?: 'valid' | 'drafting' | 'absent' | 'used' | 'late' | 'changed'
  /** For `messages.delete`: left out, nothing of the feature's own is named; else whether the placement is this feature's own, and how many went in the last minute. */
  readonly placement?: { readonly own: boolean; readonly deletedLastMinute: number }
}

/** What a partner asks. */
export interface AccessRequest {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly person: PersonId
  readonly verb: Verb
  /** The header Countersign-Purpose as it came; null when it did not. */
  readonly purpose: string | null
  /** Fields asked for by name; null for whatever is granted. */
  readonly fields: readonly Field[] | null
  readonly thread: ThreadId | null
  /** For friends: 1 is the person's own friends. */
  readonly depth?: number
  /** One item to decide about; absent for the call as a whole. */
  readonly item?: Item
}
