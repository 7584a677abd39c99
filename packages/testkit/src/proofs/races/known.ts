// What a race knows of its world: every fact that decides what may leave, as a history, and every message that was sent.
import type {
  FeatureId,
  MessageId,
  PartnerId,
  PersonId,
  ThreadId,
  ThreadSetting,
  Verb,
} from '@countersign/protocol'
import { type Fact, type Facts, newFact, newFacts, type Span } from './history.ts'

/** A permission or a yes that has a beginning, and an end by the clock. */
interface Term {
  /** Its start as the server says it, in milliseconds UTC: messages sent before it need `history`. */
  readonly startAt: number
  /** Its end by the clock, in milliseconds of the race's own clock. */
  readonly until: number
  readonly history: boolean
}

/** What a person granted. */
export interface GrantTerms extends Term {
  readonly id: string
  readonly verbs: readonly Verb[]
  readonly threads: readonly ThreadId[]
}

/** What a person answered. */
export interface AnswerTerms extends Term {
  readonly id: string
  readonly answer: 'allow' | 'never'
}

/** The words of a message, in one of its versions. */
export interface Words {
  readonly text: string
  /** Whom the text names, and by which word. */
  readonly mention: { readonly person: PersonId; readonly word: string } | null
  /** When this version was written. */
  readonly written: Span
}

/** A message that was sent. */
export interface SentMessage {
  readonly id: MessageId
  readonly thread: ThreadId
  readonly author: PersonId
  readonly kind: 'message' | 'forward'
  /** As the server says it, in milliseconds UTC. */
  readonly sentAt: number
  /** From its beginning to its acknowledgement. */
  readonly sent: Span
  /** Who wrote a forwarded text first, and when. */
  readonly origin: { readonly author: PersonId; readonly sentAt: number; readonly sent: Span } | null
  readonly replyTo: MessageId | null
  /** Null when it is deleted. */
  readonly words: Fact<Words | null>
}

/** A thread's title: whose words it is. */
export interface Title {
  readonly text: string
  readonly by: PersonId
}

/** A feature of a partner, and until when it may be used, on the race's own clock. */
export interface Feature {
  readonly feature: FeatureId
  readonly partner: PartnerId
  readonly until: Fact<number>
}

/** Everything that is known. */
export interface Known {
  readonly people: readonly PersonId[]
  readonly threads: readonly ThreadId[]
  readonly features: Map<FeatureId, Feature>
  readonly messages: Map<MessageId, SentMessage>
  /** The messages of each thread in the order they were acknowledged. */
  readonly said: ReadonlyMap<ThreadId, SentMessage[]>
  /** The master switch of a person. */
  readonly restricted: Facts<boolean>
  /** The grant of (person, feature). */
  readonly grant: Facts<GrantTerms | null>
  /** The answer of (person, feature, thread), or of (person, feature, null) for all threads. */
  readonly answer: Facts<AnswerTerms | null>
  /** Whether (person, thread) is a member. */
  readonly member: Facts<boolean>
  /** Whether two people are friends, whichever is named first. */
  readonly friends: Facts<boolean>
  readonly setting: Facts<ThreadSetting>
  readonly title: Facts<Title | null>
  /** Whether (message, person, emoji) is there. */
  readonly reaction: Facts<boolean>
  /** Turns an instant of the database's clock, in milliseconds UTC, into one of the race's own clock. */
  readonly onOurClock: (at: number) => number
}

/** What is known of a world in which everybody is in every thread and nothing has been said or allowed. */
export function newKnown(
  people: readonly PersonId[],
  threads: readonly ThreadId[],
  onOurClock: Known['onOurClock'],
): Known {
  return {
    people,
    threads,
    onOurClock,
    features: new Map(),
    messages: new Map(),
    said: new Map(threads.map((thread) => [thread, []])),
    restricted: newFacts(false),
    grant: newFacts<GrantTerms | null>(null),
    answer: newFacts<AnswerTerms | null>(null),
    member: newFacts(true),
    friends: sameEitherWay(newFacts(false)),
    setting: newFacts<ThreadSetting>('author'),
    title: newFacts<Title | null>(null),
    reaction: newFacts(false),
  }
}

function sameEitherWay<V>(facts: Facts<V>): Facts<V> {
  return (...names) => facts(...names.toSorted((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1)))
}

/** Notes a feature that was registered. */
export function knowFeature(known: Known, feature: FeatureId, partner: PartnerId): Feature {
  const made = { feature, partner, until: newFact(Number.POSITIVE_INFINITY) }
  known.features.set(feature, made)
  return made
}

/** Notes a message that was sent. */
export function knowMessage(known: Known, message: Omit<SentMessage, 'words'>, words: Words): void {
  const sent: SentMessage = { ...message, words: newFact<Words | null>(words) }
  known.messages.set(sent.id, sent)
  known.said.get(sent.thread)?.push(sent)
}
