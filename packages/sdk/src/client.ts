// The partner API for one connection: typed calls, each with its purpose, each checked against the delivery chain.
import type { Card } from '@countersign/protocol/cards'
import type { Purpose } from '@countersign/protocol/purposes'
import type { Field } from '@countersign/protocol/verbs'
import {
  type Access,
  type Answer,
  type ContactItem,
  type Draft,
  type DraftState,
  type FriendItem,
  type MemberItem,
  type MessageItem,
  parseAccess,
  parseAnswer,
  parseDraft,
  parseDraftState,
  type ThreadItem,
} from './answers.ts'
import type { Connection } from './connection.ts'
import { advance } from './deliveries.ts'
import { DeliveryGapError } from './errors.ts'
import { type Pages, pagesOf } from './pages.ts'
import { errorOf } from './problem.ts'
import { type Exchange, type PartnerRequest, send, type Transport } from './transport.ts'

/** How a list is read. */
export interface ListOptions {
  /** Items per answer; the platform has its own most. */
  readonly limit?: number
  /** Only these fields; without it, all that are granted. */
  readonly fields?: readonly Field[]
}

/** The partner API as one person opened it. Every method throws a `CountersignError`. */
export interface Client {
  /** The connection as it now is. */
  readonly connection: Connection
  /** The threads the person selected. Verb `threads.list`. */
  threads(purpose: Purpose, options?: ListOptions): Pages<ThreadItem>
  /** What was written in a thread, newest first, as far as everyone concerned allowed. Verb `messages.read`. */
  messages(purpose: Purpose, thread: string, options?: ListOptions): Pages<MessageItem>
  /** The members of a thread who allowed to be seen. Verb `members.see`. */
  members(purpose: Purpose, thread: string, options?: ListOptions): Pages<MemberItem>
  /** Friends of the person who allowed the same feature. Verb `friends.list`. */
  friends(purpose: Purpose, options?: ListOptions): Pages<FriendItem>
  /** The contact fields that friends of the person let pass. Verb `friends.contact`. */
  friendContacts(purpose: Purpose, options?: ListOptions): Pages<ContactItem>
  /** The person's own contact fields. Verb `contact.own`. */
  ownContact(purpose: Purpose, options?: ListOptions): Pages<ContactItem>
  /** Proposes a card; the person picks the thread and confirms on the platform. Reads nothing. Verb `messages.write`. */
  draft(purpose: Purpose, card: Card): Promise<Draft>
  /** What became of a draft: waiting, placed or expired. Says nothing of where. Verb `messages.write`. */
  draftState(purpose: Purpose, draft: string): Promise<DraftState>
  /**
   * Takes a card of your own back; again changes nothing. A tombstone stays, and its author can bring it back for thirty
   * days. Everything else is `NOT_YOURS`; more than fifty in a minute are `BULK_STOP` and suspend you. Verb `messages.delete`.
   */
  remove(purpose: Purpose, placement: string): Promise<void>
  /** The powers held, and the key of the delivery chain. */
  access(): Promise<Access>
  /** Gives every power of this feature back: the permission ends as if the person had withdrawn it. */
  giveBack(): Promise<void>
}

/** Where a client's connection lives. */
export interface Keeping {
  readonly connection: Connection
  /** Stores the connection. Resolves once it is durable: the caller then gets the data it is about. */
  readonly save: (connection: Connection) => Promise<void>
}

/**
 * A client over one connection. Its calls go out one after the other, so that delivery numbers arrive in order and a
 * refresh token is used once: keep one client per person, not one per request.
 */
export function makeClient(transport: Transport, keeping: Keeping): Client {
  let { connection } = keeping
  let turn: Promise<unknown> = Promise.resolve()

  const keep = async (next: Connection): Promise<void> => {
    connection = next
    await keeping.save(next)
  }
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work, work)
    turn = mine.catch(() => undefined)
    return mine
  }
  const exchange = async (request: PartnerRequest): Promise<Exchange> => {
    const answered = await send(transport, connection, request, keep)
    if (answered.status < 300) return answered
    throw errorOf(answered.status, answered.raw, answered.decision)
  }
  const list = <Item extends ListedItem>(
    purpose: Purpose,
    path: string,
    kinds: readonly Item['kind'][],
    options: ListOptions,
  ) =>
    pagesOf<Item>((cursor) =>
      inTurn(async () => {
        const { raw, decision } = await exchange({
          method: 'GET',
          path: withQuery(path, cursor, options),
          purpose,
        })
        const answer = parseAnswer<Item>(raw, decision, kinds)
        await take(answer)
        return answer
      }),
    )
  /** The number is kept before the data is used: a crash in between shows as a gap, never as a number seen twice. */
  const take = async (answer: Answer<unknown>): Promise<void> => {
    if (answer.disclosures.length === 0) return
    const { deliveries, gap } = advance(connection.deliveries, answer.disclosures)
    await keep({ ...connection, deliveries })
    if (gap !== null) throw new DeliveryGapError(gap.expected, gap.received, answer.decision)
  }
  const inThread = (thread: string, what: string) =>
    `/partner/v1/threads/${encodeURIComponent(thread)}/${what}`
  return {
    get connection() {
      return connection
    },
    threads: (purpose, options = {}) => list<ThreadItem>(purpose, '/partner/v1/threads', ['thread'], options),
    messages: (purpose, thread, options = {}) =>
      list<MessageItem>(purpose, inThread(thread, 'messages'), ['message', 'card', 'forward'], options),
    members: (purpose, thread, options = {}) =>
      list<MemberItem>(purpose, inThread(thread, 'members'), ['member'], options),
    friends: (purpose, options = {}) => list<FriendItem>(purpose, '/partner/v1/friends', ['friend'], options),
    friendContacts: (purpose, options = {}) =>
      list<ContactItem>(purpose, '/partner/v1/friends/contacts', ['contact'], options),
    ownContact: (purpose, options = {}) =>
      list<ContactItem>(purpose, '/partner/v1/me/contact', ['contact'], options),
    draft: (purpose, card) =>
      inTurn(async () =>
        parseDraft(
          (await exchange({ method: 'POST', path: '/partner/v1/drafts', purpose, body: { card } })).raw,
        ),
      ),
    draftState: (purpose, draft) =>
      inTurn(async () => {
        const path = `/partner/v1/drafts/${encodeURIComponent(draft)}`
        return parseDraftState((await exchange({ method: 'GET', path, purpose })).raw)
      }),
    remove: (purpose, placement) =>
      inTurn(async () => {
        const path = `/partner/v1/placements/${encodeURIComponent(placement)}`
        await exchange({ method: 'DELETE', path, purpose })
      }),
    access: () =>
      inTurn(async () =>
        parseAccess((await exchange({ method: 'GET', path: '/partner/v1/access', purpose: null })).raw),
      ),
    giveBack: () =>
      inTurn(async () => {
        await exchange({ method: 'DELETE', path: '/partner/v1/access', purpose: null })
      }),
  }
}

type ListedItem = ThreadItem | MessageItem | MemberItem | FriendItem | ContactItem

function withQuery(path: string, cursor: string | null, { limit, fields }: ListOptions): string {
  const query = new URLSearchParams()
  if (cursor !== null) query.set('cursor', cursor)
  if (limit !== undefined) query.set('limit', String(limit))
  if (fields !== undefined) query.set('fields', fields.join(','))
  return query.size === 0 ? path : `${path}?${query.toString()}`
}
