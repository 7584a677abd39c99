// An answer as a partner received it: its bytes, and what they say once the opaque ids are opened.
import type { MessageId, PartnerId, PersonId, RecordValue } from '@countersign/protocol'
import type { OpaqueIds } from '../../../../server/src/gate/opaque-ids.ts'
import type { ItemInAnswer, Received } from './judge.ts'
import type { Call } from './rules.ts'

/** One object of an answer as it came. */
export type Sent = Readonly<Record<string, RecordValue>>

/** What a partner received. */
export interface Answer extends Received {
  readonly partner: PartnerId
  readonly status: number
  /** The problem's code; null for what was served. */
  readonly code: string | null
  /** Null when none was made: the call never got as far as a decision. */
  readonly decision: string | null
  readonly body: string
  /** The objects, in the order of `items`. */
  readonly objects: readonly Sent[]
  readonly disclosures: readonly { readonly subject: string; readonly n: number; readonly index: number }[]
  readonly next: string | null
}

/** What came back, and what was asked. */
export interface Came {
  readonly call: Call
  readonly scope: { readonly partner: PartnerId; readonly person: PersonId }
  readonly ids: OpaqueIds
  readonly begin: number
  readonly end: number
  readonly status: number
  readonly headers: Headers
  readonly body: string
  /** Whether it is a first page. */
  readonly first: boolean
}

/** A value that the API says is a text; empty for what is not. */
export function textOf(value: RecordValue | undefined): string {
  return typeof value === 'string' ? value : ''
}

/** Opens an answer. @throws Error for one that is no answer of the partner API */
export function openAnswer({ call, scope, ids, begin, end, status, headers, body, first }: Came): Answer {
  const parsed = JSON.parse(body)
  const served = status === 200
  const code: string | null = served ? null : parsed.code
  const objects: readonly Sent[] = served ? parsed.items : []
  return {
    call,
    partner: scope.partner,
    begin,
    end,
    status,
    code,
    body,
    objects,
    outcome: served ? 'served' : status === 503 ? 'busy' : 'refused',
    decision: headers.get('countersign-decision'),
    disclosures: served ? parsed.disclosures : [],
    next: served ? parsed.next : null,
    whole: { first, last: served && parsed.next === null },
    items: objects.map((object) => openItem(object, call, ids)),
  }
}

function openItem(object: Sent, { thread, verb }: Call, ids: OpaqueIds): ItemInAnswer {
  const id = textOf(object['id'])
  if (verb === 'friends.list') return { kind: 'friend', friend: ids.openFriend(id) }
  if (thread === null)
    return {
      kind: 'thread',
      thread: ids.openThread(id),
      title: object['title'] === undefined ? null : textOf(object['title']),
    }
  // A person is an alias of the thread, or their member's id where members are seen.
  const names = [ids.inThread(thread, false), ids.inThread(thread, true)] as const
  const openPerson = (text: RecordValue | undefined): PersonId | undefined =>
    names[0].openAuthor(textOf(text)) ?? names[1].openAuthor(textOf(text))
  if (verb === 'members.see') return { kind: 'member', member: names[1].openMember(id) }
  const replyTo: MessageId | null | undefined =
    object['reply_to'] === undefined ? null : names[0].openMessage(textOf(object['reply_to']))
  return {
    kind: 'message',
    message: names[0].openMessage(id),
    author: openPerson(object['author']),
    text: textOf(object['text']),
    replyTo,
    reactions: reactionsOf(object).map(({ emoji, author }) => ({ emoji, person: openPerson(author) })),
  }
}

function reactionsOf(object: Sent): readonly { readonly emoji: string; readonly author: string }[] {
  return (object['reactions'] ?? []) as readonly { readonly emoji: string; readonly author: string }[]
}
