// The gate: the only way from stored data to a partner (design §5). Its shape; read.ts puts its steps together.
import type {
  ContactId,
  DecisionId,
  FeatureId,
  Field,
  Instant,
  MessageId,
  PartnerId,
  PersonId,
  ThreadId,
} from '@countersign/protocol'
import type { Preview, Wish } from './preview.ts'

/** Who asks, for whom and why: taken from the token, the route and the header Countersign-Purpose. */
export interface Call {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly person: PersonId
  /** The header as it came; null when it did not. */
  readonly purpose: string | null
  /**
   * The time when the caller was authenticated, the later of the database's and the ledger head's (design §4): what was
   * there by then is seen. Facts that are read later for this call are weighed at the time of their reading.
   */
  readonly at: Instant
  /** Fields asked for by name; null for whatever is granted. */
  readonly fields: readonly Field[] | null
  /** For friends: 1, the person's own, unless it says more; more is refused (COP-08). */
  readonly depth?: number
}

/** A page of a list. `cursor` and `thread` are opaque ids the partner API gave for this partner and person. */
export interface Page {
  readonly limit: number
  readonly cursor: string | null
}

/** An answer that has passed the turnstile: recorded, durable, ready to leave. */
export interface Answer {
  readonly decision: DecisionId
  /** JSON `{items, next, disclosures}`, exactly the bytes that were checked and hashed, plus the disclosures' places. */
  readonly body: string
  /**
   * Sends the answer: runs `write` when the answer may still leave (within one second of its commit), and enters a
   * correction when no byte of it reached a socket.
   * @param write starts sending; resolves true once a byte has gone out, false when none did
   * @throws {Problem} BUSY when the answer came too late to leave
   */
  release(write: (body: string) => Promise<boolean>): Promise<void>
}

/** A thread somebody may have written in, and the place in its order up to which that has been told. */
export interface NewsCall extends Call {
  readonly thread: ThreadId
  readonly since: number
}

/** Something that may be told: that there is something to read. It leaves like an answer, within a second of its commit. */
export type Announcement = Pick<Answer, 'decision'> & {
  /** @param write starts sending; resolves true once a byte has gone out, false when none did */
  release(write: () => Promise<boolean>): Promise<void>
}

/** The only way from stored data to a partner. Every method records its decision before anything is released. */
export interface Gate {
  /** The selected threads of the person. @throws {Problem} the refusal, with its decision id */
  threads(call: Call, page: Page): Promise<Answer>
  /** Messages of one thread, newest first. @throws {Problem} the refusal, with its decision id */
  messages(call: Call & { readonly thread: string }, page: Page): Promise<Answer>
  /** Members of one thread who allowed it. @throws {Problem} the refusal, with its decision id */
  members(call: Call & { readonly thread: string }, page: Page): Promise<Answer>
  /** Friends who allowed the same feature. @throws {Problem} the refusal, with its decision id */
  friends(call: Call, page: Page): Promise<Answer>
  /** The contact fields friends let pass through their friends. @throws {Problem} the refusal, with its decision id */
  friendContacts(call: Call, page: Page): Promise<Answer>
  /** The person's own contact fields. @throws {Problem} the refusal, with its decision id */
  ownContact(call: Call, page: Page): Promise<Answer>
  /**
   * Whether a card may be drafted: decides and records `messages.write`, releases no data and writes nothing.
   * @throws {Problem} the refusal, with its decision id
   */
  permitDraft(call: Call): Promise<DecisionId>
  /**
   * Whether `messages.read` would give something of the thread that is newer than `since`, as things are known now. It tells
   * nobody, so nothing is entered.
   */
  hasNews(call: NewsCall): Promise<boolean>
  /**
   * Lets it be told that there is something new. The permit is entered before it may leave; nothing is entered where nothing
   * may be told, whatever the cause, so that even the ledger's length says nothing of what is withheld (COP-01).
   * @throws {Problem} LEDGER_UNAVAILABLE, BUSY: ask again later
   */
  announce(call: NewsCall): Promise<Announcement | undefined>
  /**
   * What of their own words a person would give by a permission they have not given: for that person's own eyes. It
   * releases nothing and enters nothing.
   */
  preview(wish: Wish): Promise<Preview>
  /**
   * What an id that went out in an answer to `partner` about `person`'s permission stands for; undefined for one of another scope, or
   * of a kind nobody asks about. It reads nothing: whoever asks still has to show only what is its reader's own.
   */
  opened(
    scope: { readonly partner: PartnerId; readonly person: PersonId },
    id: string,
  ): MessageId | ThreadId | ContactId | undefined
}
