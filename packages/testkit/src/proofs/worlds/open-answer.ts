// A partner's answer with its opaque ids opened, to be held next to what was expected.
import type { PersonId, ThreadId } from '@countersign/protocol'
import type { OpaqueIds, ThreadNames } from '../../../../server/src/gate/opaque-ids.ts'
import { ownerOfContact } from '../../store-worlds.ts'
import type { ExpectedItem, WorldCall } from '../../worlds/world-state.ts'

type Json = Readonly<Record<string, unknown>>

/**
 * One object of an answer. What cannot be opened stays as it came, and so does every key that is not expected, so that
 * either differs from anything expected.
 * @param membersSeen whether authors should carry their members' ids; an author under the other kind of name is not opened
 */
export function openItem(
  object: Json,
  { thread }: Pick<WorldCall, 'thread'>,
  ids: OpaqueIds,
  membersSeen: boolean,
): ExpectedItem {
  if (object['kind'] === 'thread') return openThread(object, ids) as ExpectedItem
  if (object['kind'] === 'friend') return openFriend(object, ids) as ExpectedItem
  if (object['kind'] === 'contact') return openContact(object, ids) as ExpectedItem
  const names = ids.inThread(thread ?? ('thread_' as ThreadId), membersSeen)
  return (
    object['kind'] === 'member' ? openMember(object, names) : openMessage(object, names)
  ) as ExpectedItem
}

function openThread({ id, thread_kind, ...rest }: Json, ids: OpaqueIds): Json {
  return { ...rest, thread: opened(id, ids.openThread), ...renamed('threadKind', thread_kind) }
}

function openFriend({ id, since, ...rest }: Json, ids: OpaqueIds): Json {
  return { ...rest, person: opened(id, ids.openFriend), ...renamed('since', time(since)) }
}

/** A contact may carry the id its owner has in the list of friends, and no other; whether it may is asked by friendsNamed. */
function openContact({ id, email, phone, friend, ...rest }: Json, ids: OpaqueIds): Json {
  const contact = ids.openContact(String(id))
  const person = contact && ownerOfContact(contact)
  const theirs = friend === undefined || opened(friend, ids.openFriend) === person
  const field = email === undefined ? 'contact.phone' : 'contact.email'
  const both = email === undefined || phone === undefined ? {} : { phone }
  return { ...rest, person: person ?? id, field, value: email ?? phone, ...both, ...(!theirs && { friend }) }
}

/** The people whom contacts name by the ids of the list of friends. */
export function friendsNamed(objects: readonly Json[], ids: OpaqueIds): readonly PersonId[] {
  return objects.flatMap(({ kind, friend }) => (kind === 'contact' && ids.openFriend(String(friend))) || [])
}

function openMember({ id, joined_at, ...rest }: Json, names: ThreadNames): Json {
  return { ...rest, person: opened(id, names.openMember), ...renamed('joinedAt', time(joined_at)) }
}

function openMessage(
  { id, sent_at, edited_at, reply_to, author, reactions, attachments, ...rest }: Json,
  names: ThreadNames,
): Json {
  return {
    ...rest,
    message: opened(id, names.openMessage),
    ...renamed('sentAt', time(sent_at)),
    ...renamed('editedAt', time(edited_at)),
    ...renamed('author', opened(author, names.openAuthor)),
    ...renamed('replyTo', opened(reply_to, names.openMessage)),
    ...renamed(
      'reactions',
      each(reactions, (one) => openReaction(one, names)),
    ),
    ...renamed(
      'attachments',
      each(attachments, ({ media_type, ...more }) => ({ ...more, mediaType: media_type })),
    ),
  }
}

function openReaction({ author, ...rest }: Json, names: ThreadNames): Json {
  return { ...rest, person: opened(author, names.openAuthor) }
}

/** What an opaque id stands for; anything else stays as it came. */
function opened(value: unknown, open: (text: string) => string | undefined): unknown {
  return typeof value === 'string' ? (open(value) ?? value) : value
}

/** An instant as the wire has it, and in no other spelling. */
function time(value: unknown): unknown {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) || new Date(at).toISOString() !== value ? value : at
}

function each(value: unknown, open: (one: Json) => Json): unknown {
  return Array.isArray(value) ? value.map((one: Json) => open(one)) : value
}

function renamed(key: string, value: unknown): Json {
  return value === undefined ? {} : { [key]: value }
}
