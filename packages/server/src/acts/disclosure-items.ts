// One disclosure down to its single items, for the person it is about (TRN-01). The source is the ledger; nothing is written for it.
// What an item is may say who connected a company, or what somebody else answered: then it is counted, and which it was is not told.
import type {
  ContactId,
  DisclosedItem,
  Instant,
  ItemKind,
  MessageId,
  PartnerId,
  PersonId,
  RecordOf,
  ThreadId,
  Verb,
} from '@countersign/protocol'
import { parseId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { contactsOf } from '../store/contacts.ts'
import { findCountersignature } from '../store/countersignatures.ts'
import type { Session } from '../store/database.ts'
import { findDisclosure, findOwnDecision } from '../store/disclosures.ts'
import { type Message, readableMessages } from '../store/messages.ts'
import { type Stay, staysOf } from '../store/stays.ts'
import { findThread } from '../store/threads.ts'
import type { System } from '../system.ts'
import { type ListedDisclosure, withNames } from './list-disclosures.ts'
import { threadTitles } from './thread-title.ts'

/** One item that is told. */
export interface ToldItem {
  /** Its place among those told, from 1. */
  readonly n: number
  readonly kind: ItemKind
  readonly thread: { readonly id: ThreadId; readonly title: string } | null
  /** The message it was, when it was one; how it stands now. */
  readonly message:
    | (Pick<Message, 'id' | 'sentAt' | 'text' | 'card'> & {
        readonly state: 'stands' | 'edited_since' | 'deleted_since'
      })
    | null
  /** The address it was, as long as it is still theirs. */
  readonly contact: string | null
}

/**
 * Why it is not told which items these were: they hang on what somebody else wrote, so telling would say what that person answered;
 * the person's yes was for all threads, and the thread could say whose connection it was; or too few people were in the thread all
 * the while.
 */
export type Untold = 'others_words' | 'all_threads' | 'few_people'

/** A disclosure and its items: those told, and the others counted. Together they are as many as the ledger says. */
export interface DisclosureItems {
  readonly listed: ListedDisclosure
  /** What was asked for, when it was a call for the person's own permission. */
  readonly verb: Verb | null
  readonly told: readonly ToldItem[]
  readonly untold: readonly { readonly kind: ItemKind; readonly count: number; readonly why: Untold }[]
}

type Needs = Pick<System, 'app' | 'gate' | 'settings'>

/** It, down to its items. @throws {Problem} NOT_FOUND for a leaf that is no disclosure of the person's */
export async function disclosureItems(
  system: Needs,
  { person, leaf }: { readonly person: PersonId; readonly leaf: number },
): Promise<DisclosureItems> {
  return system.app.read(async (session) => {
    const entry = await findDisclosure(session, person, { logId: system.settings.logId, leaf })
    if (entry === undefined) throw new Problem('NOT_FOUND')
    const [listed] = await withNames(session, person, [entry])
    if (listed === undefined) throw new Problem('NOT_FOUND')
    const { record } = entry
    const ground =
      record.through === 'own' ? await ownGround(session, record) : await othersGround(session, record)
    const whyNot = ({ kind }: DisclosedItem): Untold | null =>
      hangsOnOthers(kind, record.through) ? 'others_words' : ground.untold
    const told = record.items.filter((item) => whyNot(item) === null)
    return {
      listed,
      verb: ground.verb,
      told: await tell(system, session, record, ground, told),
      untold: counted(record.items, whyNot),
    }
  })
}

/** From what an item can be told: the people under whose permission its id may have been made, and the thread. */
interface Ground {
  readonly verb: Verb | null
  readonly thread: ThreadId | null
  readonly scopes: readonly PersonId[]
  readonly untold: Untold | null
}

async function ownGround(session: Session, record: RecordOf<'disclosure'>): Promise<Ground> {
  const { person, decision } = record
  const made = await findOwnDecision(session, person, decision)
  return { verb: made?.verb ?? null, thread: made?.thread ?? null, scopes: [person], untold: null }
}

/**
 * What went out through somebody else. The person may know the thread where their own answer names it. Which messages went is told where
 * that narrows nothing: every other person in the thread at the time was there as long as anything of theirs could go, and there
 * are two or more of them. Whether it is told so depends on the thread and the time alone, never on what went.
 */
async function othersGround(session: Session, record: RecordOf<'disclosure'>): Promise<Ground> {
  const { person, under, at } = record
  const nothing = { verb: null, thread: null, scopes: [] }
  const answerId = parseId('countersignature', under)
  const answer = answerId && (await findCountersignature(session, person, answerId))
  const thread = answer?.thread ?? null
  if (answer === undefined || thread === null) return { ...nothing, untold: 'all_threads' }
  const stays = await staysOf(session, thread)
  const since = answer.history ? firstJoined(stays, person) : answer.startAt
  const others = stays.filter((stay) => stay.person !== person && isIn(stay, at))
  const kind = (await findThread(session, thread))?.kind
  const crowd = kind === 'group' && others.length > 1 && others.every(({ joinedAt }) => joinedAt <= since)
  const scopes = crowd ? others.map((stay) => stay.person) : []
  return { verb: null, thread, scopes, untold: crowd ? null : 'few_people' }
}

const isIn = ({ joinedAt, leftAt }: Stay, at: Instant): boolean =>
  joinedAt <= at && (leftAt === null || at < leftAt)

const firstJoined = (stays: readonly Stay[], person: PersonId): Instant =>
  Math.min(...stays.filter((stay) => stay.person === person).map(({ joinedAt }) => joinedAt))

/** Kinds whose id is the person's own thing, whoever connected; of their own permission also where they are, and how to reach them. */
const ownKinds: Readonly<Record<'own' | 'other', ReadonlySet<ItemKind>>> = {
  own: new Set(['message', 'card', 'member', 'thread_title', 'contact_field']),
  other: new Set(['message', 'card']),
}

/** A reply, a reaction, a forward, a mention leave only when somebody else allowed it too. */
function hangsOnOthers(kind: ItemKind, through: 'own' | 'other'): boolean {
  return !ownKinds[through].has(kind)
}

/** Counted by kind, never in the order of the answer: a place between two messages would say which one it was. */
function counted(
  items: readonly DisclosedItem[],
  whyNot: (item: DisclosedItem) => Untold | null,
): DisclosureItems['untold'] {
  const groups = new Map<string, { kind: ItemKind; count: number; why: Untold }>()
  for (const item of items) {
    const why = whyNot(item)
    if (why === null) continue
    const key = `${item.kind} ${why}`
    const group = groups.get(key) ?? { kind: item.kind, count: 0, why }
    groups.set(key, { ...group, count: group.count + 1 })
  }
  return [...groups.values()].toSorted((a, b) => (a.kind < b.kind ? -1 : 1))
}

async function tell(
  { gate }: Needs,
  session: Session,
  { person, partner, at }: RecordOf<'disclosure'>,
  { thread: calledFor, scopes }: Ground,
  items: readonly DisclosedItem[],
): Promise<readonly ToldItem[]> {
  const open = openedUnder(gate, partner, scopes, items)
  const ids = [...open.values()].flat()
  const messages = await ownMessagesAmong(session, person, calledFor, ids)
  const contacts = new Map((await contactsOf(session, person)).map(({ id, value }) => [id, value]))
  const threadOf = (item: DisclosedItem): ThreadId | null =>
    (open.get(item) ?? []).flatMap((id) => parseId('thread', id) ?? [])[0] ?? calledFor
  const titles = await threadTitles(
    session,
    person,
    items.flatMap((item) => threadOf(item) ?? []),
  )
  return items.map((item, place) => {
    const opened = open.get(item) ?? []
    const message = opened.flatMap((id) => messages.get(id as MessageId) ?? [])[0]
    const contact = opened.flatMap((id) => contacts.get(id as ContactId) ?? [])[0]
    const thread = threadOf(item)
    const title = thread === null ? undefined : titles.get(thread)
    return {
      n: place + 1,
      kind: item.kind,
      thread: thread === null || title === undefined ? null : { id: thread, title },
      message: message === undefined ? null : asItStands(message, at),
      contact: contact ?? null,
    }
  })
}

/** What each id may stand for. All scopes are tried for every item, so that the time says nothing of which one it was. */
function openedUnder(
  gate: Needs['gate'],
  partner: PartnerId,
  scopes: readonly PersonId[],
  items: readonly DisclosedItem[],
): ReadonlyMap<DisclosedItem, readonly (MessageId | ThreadId | ContactId)[]> {
  return new Map(
    items.map((item) => [item, scopes.flatMap((person) => gate.opened({ partner, person }, item.id) ?? [])]),
  )
}

/** Of these ids, the messages that the person wrote in the thread; a made-up id is nobody's. */
async function ownMessagesAmong(
  session: Session,
  person: PersonId,
  thread: ThreadId | null,
  ids: readonly string[],
): Promise<ReadonlyMap<MessageId, Message>> {
  if (thread === null) return new Map()
  const wanted = ids.flatMap((id) => parseId('message', id) ?? [])
  const found = await readableMessages(session, thread, person, wanted)
  return new Map(found.filter(({ author }) => author === person).map((message) => [message.id, message]))
}

function asItStands(
  { id, sentAt, text, card, editedAt, deletedAt }: Message,
  at: Instant,
): NonNullable<ToldItem['message']> {
  if (deletedAt !== null) return { id, sentAt, text: '', card: null, state: 'deleted_since' }
  const state = editedAt !== null && editedAt > at ? 'edited_since' : 'stands'
  return { id, sentAt, text, card, state }
}
