// The exit check (SCP-05): every outgoing object is decided once more, with facts it loads itself, before it is hashed.
import { isDeepStrictEqual } from 'node:util'
import {
  type AccessRequest,
  decideItems,
  type Field,
  grantFor,
  type Instant,
  type Item,
  idOf,
  type MessageId,
  messageItem,
  type PersonId,
  seesMembers,
  type ThreadId,
  type ThreadSetting,
} from '@countersign/protocol'
import type { Clock } from '../ports/clock.ts'
import type { ReadSession } from '../store/database.ts'
import { type ExitFacts, exitFacts, exitMoment } from '../store/exit-facts.ts'
import { type ExitMessage, exitMessages, exitNames } from '../store/exit-rows.ts'
import { checkFriends, concernsNoThread } from './exit-friends.ts'
import { isoTime, type Json, type Judge, keysPass, separate } from './exit-object.ts'
import { textLeft } from './exit-text.ts'
import type { Kept, KeptFacts } from './kept-facts.ts'
import type { Looked, Outgoing } from './look.ts'
import type { OpaqueIds, ThreadNames } from './opaque-ids.ts'

/** What passed, and the opaque ids of what did not. */
export interface ExitResult {
  readonly outgoing: readonly Outgoing[]
  readonly stripped: readonly string[]
  /** The turn its facts stand at; changes of later turns send the answer back. */
  readonly turn: number
  /** What it decided by, when that may be used again. */
  readonly kept?: Kept<ExitFacts>
}

/**
 * Compares what a look wants to release with what may leave: the last thing that is asked in the look's transaction.
 * @param at the call's time
 */
export type ExitCheck = (
  session: ReadSession,
  at: Instant,
  looked: Looked,
  ids: OpaqueIds,
) => Promise<ExitResult>

/** What the exit check needs around it: the same as a look, and nothing of what a look found. */
export interface ExitCheckContext {
  readonly clock: Clock
  readonly logId: number
  readonly floor: ThreadSetting
  /** Facts of earlier exit checks. */
  readonly keptByExit: KeptFacts<ExitFacts>
}

/** The rows outgoing objects are compared with. */
interface ExitRows {
  readonly messages: ReadonlyMap<MessageId, ExitMessage>
  readonly displayNames: ReadonlyMap<PersonId, string>
}

/** What the exit check decides by and compares with. */
interface ExitView extends ExitFacts, ExitRows {
  readonly kept: Kept<ExitFacts>
  readonly turn: number
}

/** The gate's exit check. */
export function createExitCheck(context: ExitCheckContext): ExitCheck {
  return async (session, at, looked, ids) => {
    const { outgoing, request, turn } = looked
    if (outgoing.length === 0) return { outgoing, stripped: [], turn }
    if (concernsNoThread(request.verb)) return checkFriends(session, context, { outgoing, request }, ids)
    const names = request.thread === null ? undefined : ids.inThread(request.thread, false)
    const view = await loadView(session, context, request, outgoing, ids, names)
    // Never before its look: what was sent between the two times would seem to come from the future.
    const now = Math.max(view.kept.readAt.time, context.clock.decisionTime(at), looked.now)
    const subjectsOf = judge(view, request, now, ids, names)
    return { ...separate(outgoing, subjectsOf), turn: view.turn, kept: view.kept }
  }
}

/** What the exit check's facts are about, as far as two answers share them. */
function exitFactsName({ partner, feature, person }: AccessRequest, threads: readonly ThreadId[]): string {
  return [partner, feature, person, ...threads.toSorted()].join(' ')
}

/** Facts that were kept or are read now, and rows that are read now in any case. */
async function loadView(
  session: ReadSession,
  context: ExitCheckContext,
  request: AccessRequest,
  outgoing: readonly Outgoing[],
  ids: OpaqueIds,
  names: ThreadNames | undefined,
): Promise<ExitView> {
  const { thread } = request
  const threads =
    thread === null ? outgoing.flatMap(({ object }) => ids.openThread(String(object.id)) ?? []) : [thread]
  const asked = names === undefined ? [] : messageIds(outgoing, names)
  const kept = await knowForExit(session, context, request, threads)
  // The turn from before the rows are read: what changes from here on is later than it.
  const { facts, turn } = kept
  const { people } = facts
  const rows = Promise.all([
    thread === null ? new Map<MessageId, ExitMessage>() : exitMessages(session, { thread, people }, asked),
    request.verb === 'members.see' ? exitNames(session, people) : new Map<PersonId, string>(),
  ])
  session.finish()
  const [messages, displayNames] = await rows
  return { ...facts, messages, displayNames, kept, turn }
}

/** The facts the exit check decides by: kept ones of its own, or read now. */
async function knowForExit(
  session: ReadSession,
  { keptByExit, clock, logId, floor }: ExitCheckContext,
  request: AccessRequest,
  threads: readonly ThreadId[],
): Promise<Kept<ExitFacts>> {
  const name = exitFactsName(request, threads)
  const found = keptByExit.find(name)
  if (found !== undefined) return found
  const { partner, feature, person } = request
  const [moment, facts] = await Promise.all([
    exitMoment(session, logId),
    exitFacts(session, { partner, feature, person, threads, floor }),
  ])
  const time = Math.max(moment.headTime, clock.decisionTime(moment.databaseTime))
  return keptByExit.keep(name, facts, { turn: moment.turn, time })
}

function messageIds(outgoing: readonly Outgoing[], names: ThreadNames): readonly MessageId[] {
  return outgoing.flatMap(({ object }) =>
    [object.id, object.reply_to].flatMap((id) => (typeof id === 'string' && names.openMessage(id)) || []),
  )
}

/** An object may leave when its kind is known, each of its keys is decided and each value is the row's. */
function judge(
  view: ExitView,
  request: AccessRequest,
  now: Instant,
  ids: OpaqueIds,
  names: ThreadNames | undefined,
): Judge {
  const deciding = new Map<ThreadId | null, ReturnType<typeof decideItems>>()
  const fieldsFor = (thread: ThreadId | null, item?: Item): readonly Field[] | undefined => {
    const decided = deciding.get(thread) ?? decideItems({ ...request, thread }, view.facts(thread), now)
    deciding.set(thread, decided)
    const decision = decided(item)
    return decision.outcome === 'permit' ? decision.fields : undefined
  }
  const held = grantFor(request, view.facts(request.thread))
  const membersSeen = held !== undefined && seesMembers(held, view.facts(request.thread), now)
  const { thread, person } = request
  const asMembers = thread === null ? undefined : ids.inThread(thread, true)
  const shown = membersSeen ? asMembers : names
  return (object) => {
    if (object.kind === 'thread') return threadSubjects(object, view, ids, fieldsFor, person)
    if (thread === null || asMembers === undefined || shown === undefined) return undefined
    if (object.kind === 'member') return memberSubjects(object, view, asMembers, thread, fieldsFor)
    // Any other kind must be that of the message's row.
    return messageSubjects(object, view, shown, thread, fieldsFor)
  }
}

type FieldsFor = (thread: ThreadId | null, item?: Item) => readonly Field[] | undefined

const messageKeys: Readonly<Record<string, Field>> = {
  text: 'message.text',
  sent_at: 'message.sent_at',
  author: 'message.author',
  edited_at: 'message.edited_at',
  reply_to: 'message.reply_to',
  reactions: 'message.reactions',
  attachments: 'message.attachments',
  card: 'message.card',
}

function messageSubjects(
  object: Json,
  view: ExitView,
  names: ThreadNames,
  thread: ThreadId,
  fieldsFor: FieldsFor,
): readonly PersonId[] | undefined {
  const id = names.openMessage(String(object.id))
  const row = id && view.messages.get(id)
  if (!row || idOf('thread', row.thread_id) !== thread || row.kind !== object.kind) return undefined
  const fields = fieldsPassing(row, thread, fieldsFor)
  if (fields === undefined) return undefined
  const allowed = (item: Omit<Item, 'sentAt'>, at: number): boolean =>
    fieldsFor(thread, { ...item, sentAt: at }) !== undefined
  const author = idOf('person', row.author_id)
  const writtenAt = row.origin_sent_at ?? row.sent_at
  const wroteIt = idOf('person', row.origin_author_id ?? row.author_id)
  const named = (mentioned: PersonId): boolean =>
    allowed({ kind: 'mention', people: { author: wroteIt, mentioned }, fields: ['message.text'] }, writtenAt)
  const left = textLeft(row.body, row.mentions, named)
  const expected: Readonly<Record<string, (value: unknown) => boolean>> = {
    text: (value) => value === left.text,
    sent_at: (value) => value === isoTime(row.sent_at),
    author: (value) => names.openAuthor(String(value)) === author,
    edited_at: (value) => row.edited_at !== null && value === isoTime(row.edited_at),
    reply_to: (value) => replyPasses(value, row, view, names, thread, fieldsFor),
    reactions: (value) =>
      Array.isArray(value) && value.every((one) => reactionPasses(one, row, names, allowed)),
    attachments: (value) =>
      isDeepStrictEqual(
        value,
        row.attachments.map(({ name, media_type }) => ({ name, media_type })),
      ),
    card: (value) => row.card !== null && isDeepStrictEqual(value, row.card),
  }
  if (!keysPass(object, fields, messageKeys, expected)) return undefined
  return [author, ...peopleBeside(object, row, view, names, left.named)]
}

/** Whom a message that passed says something about besides its author. */
function peopleBeside(
  { text, reply_to: target, reactions }: Json,
  { origin_author_id: origin }: ExitMessage,
  view: ExitView,
  names: ThreadNames,
  named: readonly PersonId[],
): readonly PersonId[] {
  const people = origin === null ? [] : [idOf('person', origin)]
  if (text !== undefined) people.push(...named)
  const answered = typeof target === 'string' ? names.openMessage(target) : undefined
  const found = answered && view.messages.get(answered)
  if (found) people.push(idOf('person', found.author_id))
  const reactors = Array.isArray(reactions) ? reactions : []
  return [...people, ...reactors.flatMap(({ author }) => names.openAuthor(String(author)) ?? [])]
}

function replyPasses(
  value: unknown,
  row: ExitMessage,
  view: ExitView,
  names: ThreadNames,
  thread: ThreadId,
  fieldsFor: FieldsFor,
): boolean {
  const target = names.openMessage(String(value))
  const found = target && view.messages.get(target)
  if (!found || row.reply_to !== found.message_id) return false
  const people = { author: idOf('person', row.author_id), target_author: idOf('person', found.author_id) }
  const link: Item = { kind: 'reply', people, sentAt: row.sent_at, fields: ['message.reply_to'] }
  return fieldsPassing(found, thread, fieldsFor) !== undefined && fieldsFor(thread, link) !== undefined
}

/** An edited message holds the words of its edit, so those must be free to leave too. */
function editPasses(row: ExitMessage, thread: ThreadId, fieldsFor: FieldsFor): boolean {
  if (row.edited_at === null) return true
  const people = { author: idOf('person', row.author_id) }
  const fields: readonly Field[] = Object.values(messageKeys)
  return fieldsFor(thread, { kind: 'edit', people, sentAt: row.edited_at, fields }) !== undefined
}

/**
 * The fields that are free by the message's own time, its edit's, and the time its forwarded words were written: their
 * first author must have allowed those, not only what is sent from now on.
 */
function fieldsPassing(
  row: ExitMessage,
  thread: ThreadId,
  fieldsFor: FieldsFor,
): readonly Field[] | undefined {
  const fields = fieldsFor(thread, itemOf(row))
  if (fields === undefined || !editPasses(row, thread, fieldsFor)) return undefined
  if (row.origin_author_id === null) return fields
  if (row.origin_sent_at === null) return undefined
  const people = { author: idOf('person', row.origin_author_id) }
  const every: readonly Field[] = Object.values(messageKeys)
  const words = fieldsFor(thread, { kind: 'message', people, sentAt: row.origin_sent_at, fields: every })
  const left = fields.filter((field) => words?.includes(field))
  return left.length > 0 ? left : undefined
}

function reactionPasses(
  value: unknown,
  row: ExitMessage,
  names: ThreadNames,
  allowed: (item: Omit<Item, 'sentAt'>, at: number) => boolean,
): boolean {
  if (typeof value !== 'object' || value === null || Object.keys(value).sort().join() !== 'author,emoji')
    return false
  const { emoji, author } = value as { emoji: unknown; author: unknown }
  const reactor = names.openAuthor(String(author))
  const found = row.reactions.find((one) => one.emoji === emoji && idOf('person', one.person_id) === reactor)
  if (found === undefined || reactor === undefined) return false
  const people = { author: idOf('person', row.author_id), reactor }
  return allowed({ kind: 'reaction', people, fields: ['message.reactions'] }, found.reacted_at)
}

function threadSubjects(
  object: Json,
  view: ExitView,
  ids: OpaqueIds,
  fieldsFor: FieldsFor,
  person: PersonId,
): readonly PersonId[] | undefined {
  const thread = ids.openThread(String(object.id))
  const found = thread && view.threads.get(thread)
  if (!thread || !found) return undefined
  const fields = fieldsFor(thread)
  if (fields === undefined) return undefined
  const { titleBy, title, kind } = found
  const titleItem: Item | null = titleBy && {
    kind: 'thread_title',
    people: { author: titleBy },
    sentAt: null,
    fields: ['thread.title'],
  }
  const passes = keysPass(
    object,
    fields,
    { title: 'thread.title', thread_kind: 'thread.kind' },
    {
      title: (value) => titleItem !== null && value === title && fieldsFor(thread, titleItem) !== undefined,
      thread_kind: (value) => value === kind,
    },
  )
  if (!passes) return undefined
  return object.title === undefined || titleBy === null ? [person] : [person, titleBy]
}

function memberSubjects(
  object: Json,
  view: ExitView,
  names: ThreadNames,
  thread: ThreadId,
  fieldsFor: FieldsFor,
): readonly PersonId[] | undefined {
  const member = names.openMember(String(object.id))
  if (member === undefined) return undefined
  const item: Item = {
    kind: 'member',
    people: { member },
    sentAt: null,
    fields: ['member.name', 'member.joined_at'],
  }
  const fields = fieldsFor(thread, item)
  const stays = view.facts(thread).thread?.memberships.filter((stay) => stay.person === member) ?? []
  if (fields === undefined || stays.length === 0) return undefined
  const passes = keysPass(
    object,
    fields,
    { name: 'member.name', joined_at: 'member.joined_at' },
    {
      name: (value) => value === view.displayNames.get(member),
      joined_at: (value) => stays.some((stay) => value === isoTime(stay.joinedAt)),
    },
  )
  return passes ? [member] : undefined
}

function itemOf(row: ExitMessage): Item {
  return messageItem({
    kind: row.kind,
    author: idOf('person', row.author_id),
    sentAt: row.sent_at,
    originAuthor: row.origin_author_id === null ? null : idOf('person', row.origin_author_id),
  })
}
