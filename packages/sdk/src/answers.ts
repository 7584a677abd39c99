// What the partner API answers with (design §8): typed items, pages, drafts and powers, read from JSON.
import type { OutgoingMessage } from '@countersign/protocol/outgoing-message'
import { isPurpose, type Purpose } from '@countersign/protocol/purposes'
import { isVerb, type Verb } from '@countersign/protocol/verbs'
import { type Disclosure, parseDisclosure } from './deliveries.ts'
import { UnexpectedAnswerError } from './errors.ts'
import { isObject, type JsonObject, listOf, parseObject, textOf } from './json.ts'

/** A thread the person selected. A field that was not granted, or whose author did not allow it, is absent. */
export interface ThreadItem {
  readonly kind: 'thread'
  /** Opaque and valid for this partner and person only. */
  readonly id: string
  readonly title?: string
  readonly thread_kind?: 'direct' | 'group'
}

/** A message. Every thread is possibly incomplete, always: what others did not allow leaves no trace. */
export type MessageItem = OutgoingMessage

/** A member who allowed to be seen. There is no count of the others. */
export interface MemberItem {
  readonly kind: 'member'
  /** The same alias as `author` of this person's messages in this thread. */
  readonly id: string
  readonly name?: string
  readonly joined_at?: string
}

/** A friend of the person who allowed the same feature. There is no count of the others (COP-06). */
export interface FriendItem {
  readonly kind: 'friend'
  readonly id: string
  readonly name?: string
  /** Since when they are friends, RFC 3339. */
  readonly since?: string
}

/** One contact field, the person's own or one that a friend let pass: an e-mail address or a phone number. */
export interface ContactItem {
  readonly kind: 'contact'
  readonly id: string
  readonly email?: string
  readonly phone?: string
  /** Whose it is, by the `id` the list of friends has for them; absent where that list names nobody. */
  readonly friend?: string
}

/** One answer of a list, exactly as it was recorded and sent. */
export interface Answer<Item> {
  readonly items: readonly Item[]
  /** The cursor of the next page; null at the end. */
  readonly next: string | null
  readonly disclosures: readonly Disclosure[]
  /** The decision that permitted it; null when the answer named none. */
  readonly decision: string | null
  /** The body as it came. */
  readonly raw: string
}

/** A card on its way: the person confirms it on the platform's own share sheet. */
export interface Draft {
  readonly draft: string
  /** Where to send the person; the platform asks thread and yes there. */
  readonly shareUrl: string
  readonly expiresAt: string
}

/** What became of a draft. Where it was placed is the person's own business. */
export type DraftState =
  | { readonly state: 'waiting' | 'expired' }
  /** `placement` takes the card back: `client.remove`. */
  | { readonly state: 'placed'; readonly placement: string }

/** One power held or once held. */
export interface Power {
  readonly purpose: Purpose
  readonly verbs: readonly Verb[]
  readonly until: string
  /** As the platform names it, such as `held` or `ended`. */
  readonly state: string
}

/** What the person lets this partner do now. */
export interface Access {
  readonly powers: readonly Power[]
  /** The key of the delivery chain: with it the partner finds what was delivered to it in the public log. */
  readonly deliveryKey: string
}

/** A page of items of one kind. @throws UnexpectedAnswerError when the body is not one */
export function parseAnswer<Item extends { readonly kind: string; readonly id: string }>(
  raw: string,
  decision: string | null,
  kinds: readonly Item['kind'][],
): Answer<Item> {
  const body = parseObject(raw, 'the answer')
  const next = body['next'] ?? null
  if (next !== null && typeof next !== 'string') throw new UnexpectedAnswerError('`next` is not a cursor')
  const items = listOf(body, 'items', 'the answer')
  if (!items.every((item) => isItem(item, kinds))) {
    throw new UnexpectedAnswerError(`an item is not one of ${kinds.join(', ')} with an id`)
  }
  return {
    // The kind was checked; an item's other members are optional texts that the platform's own schema vouches for.
    items: items as unknown as readonly Item[],
    next,
    disclosures: listOf(body, 'disclosures', 'the answer').map(parseDisclosure),
    decision,
    raw,
  }
}

function isItem(item: unknown, kinds: readonly string[]): boolean {
  return isObject(item) && typeof item['id'] === 'string' && kinds.includes(String(item['kind']))
}

/** The draft in a body. @throws UnexpectedAnswerError when there is none */
export function parseDraft(raw: string): Draft {
  const body = parseObject(raw, 'the draft')
  return {
    draft: textOf(body, 'draft', 'the draft'),
    shareUrl: textOf(body, 'share_url', 'the draft'),
    expiresAt: textOf(body, 'expires_at', 'the draft'),
  }
}

/** The state in a body. @throws UnexpectedAnswerError for one this SDK does not know */
export function parseDraftState(raw: string): DraftState {
  const body = parseObject(raw, 'the draft')
  const state = textOf(body, 'state', 'the draft')
  if (state === 'waiting' || state === 'expired') return { state }
  if (state === 'placed') return { state, placement: textOf(body, 'placement', 'the draft') }
  throw new UnexpectedAnswerError('the draft is in no known state')
}

/** The powers in a body. Purposes and verbs newer than this SDK are left out. @throws UnexpectedAnswerError */
export function parseAccess(raw: string): Access {
  const body = parseObject(raw, 'the access')
  return {
    powers: listOf(body, 'powers', 'the access').filter(isObject).flatMap(parsePower),
    deliveryKey: textOf(body, 'delivery_key', 'the access'),
  }
}

function parsePower(power: JsonObject): readonly Power[] {
  const { purpose } = power
  if (!isPurpose(purpose)) return []
  return [
    {
      purpose,
      verbs: listOf(power, 'verbs', 'a power').filter(isVerb),
      until: textOf(power, 'until', 'a power'),
      state: textOf(power, 'state', 'a power'),
    },
  ]
}
