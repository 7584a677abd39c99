// Threads: the list, one thread, what it shares; starting, leaving, adding, and how it shares.
import { type MessageId, type PersonId, type ThreadId, threadSettings } from '@countersign/protocol'
import { z } from 'zod'
import { addMember } from '../../acts/add-member.ts'
import { createThread } from '../../acts/create-thread.ts'
import { leaveThread } from '../../acts/leave-thread.ts'
import { setThreadSetting } from '../../acts/set-thread-setting.ts'
import { Problem } from '../../problems.ts'
import { friendsOf } from '../../store/friends.ts'
import { personNames } from '../../store/names.ts'
import { type Stay, staysOf } from '../../store/stays.ts'
import { findThread, type Thread } from '../../store/threads.ts'
import type { System } from '../../system.ts'
import { aboutThread } from './about-thread-view.ts'
import { goOn, idIn, type PageScope, pageTime, show, signedIn, type Visitor } from './scope.ts'
import { type Sharing, settingIn, sharingIn } from './sharing-model.ts'
import { type FriendLine, threadsPage } from './thread-list-view.ts'
import { messageFor, messagePage, threadLines, titleOf } from './thread-model.ts'
import { type ThreadPage, threadPage, type Writing } from './thread-view.ts'

const threadParams = z.object({ thread: z.string() })
const threadQuery = z.object({
  before: z.coerce.number().int().positive().optional(),
  reply: z.string().optional(),
  edit: z.string().optional(),
  done: z.literal('asked').optional(),
})

/** Adds the thread pages. */
export function threadPages({ http, system }: PageScope): void {
  http.get(
    '/threads',
    { schema: { hide: true, querystring: z.object({ before: z.string().optional() }) } },
    async (request, reply) => {
      const visitor = await signedIn(system, request)
      const before = request.query.before === undefined ? null : idIn('thread', request.query.before)
      const { lines, next } = await threadLines(system.app, visitor.id, before)
      const body = threadsPage(
        { threads: lines, next, friends: await friendLines(system, visitor.id) },
        pageTime(system),
      )
      return show(reply, { title: 'Threads', body, visitor, here: '/threads', width: 'room' })
    },
  )
  http.get(
    '/threads/:thread',
    { schema: { hide: true, params: threadParams, querystring: threadQuery } },
    async (request, reply) => {
      const visitor = await signedIn(system, request)
      const thread = idIn('thread', request.params.thread)
      const page = await openThread(system, visitor, thread, request.query)
      const { lines } = await threadLines(system.app, visitor.id, null)
      const body = threadPage(page, lines, pageTime(system))
      return show(reply, { title: page.thread.title, body, visitor, here: '/threads', width: 'room' })
    },
  )
  http.get(
    '/threads/:thread/about',
    { schema: { hide: true, params: threadParams } },
    async (request, reply) => {
      const visitor = await signedIn(system, request)
      const body = await aboutPage(system, visitor, idIn('thread', request.params.thread))
      return show(reply, { title: 'About this thread', body, visitor, here: '/threads' })
    },
  )
}

/** Adds the acts on threads. */
export function threadActs({ http, system }: PageScope): void {
  const one = z.union([z.string(), z.array(z.string()).max(500)]).optional()
  http.post(
    '/threads',
    { schema: { hide: true, body: z.object({ person: one, title: z.string().max(100).optional() }) } },
    async (request, reply) => {
      const { id: by } = await signedIn(system, request)
      const others = [request.body.person ?? []].flat().map((person) => idIn('person', person))
      const title = request.body.title?.trim() || undefined
      const direct = others.length === 1 && title === undefined
      const thread = await createThread(system, { by, kind: direct ? 'direct' : 'group', others, title })
      return goOn(reply, `/threads/${thread}`)
    },
  )
  http.post(
    '/threads/:thread/leave',
    { schema: { hide: true, params: threadParams } },
    async (request, reply) => {
      const { id: person } = await signedIn(system, request)
      await leaveThread(system, { person, thread: idIn('thread', request.params.thread) })
      return goOn(reply, '/threads')
    },
  )
  http.post(
    '/threads/:thread/members',
    { schema: { hide: true, params: threadParams, body: z.object({ person: z.string() }) } },
    async (request, reply) => {
      const { id: by } = await signedIn(system, request)
      const thread = idIn('thread', request.params.thread)
      await addMember(system, { by, thread, person: idIn('person', request.body.person) })
      return goOn(reply, `/threads/${thread}/about`)
    },
  )
  http.post(
    '/threads/:thread/setting',
    { schema: { hide: true, params: threadParams, body: z.object({ setting: z.enum(threadSettings) }) } },
    async (request, reply) => {
      const { id: person } = await signedIn(system, request)
      const thread = idIn('thread', request.params.thread)
      await setThreadSetting(system, { person, thread, setting: request.body.setting })
      return goOn(reply, `/threads/${thread}/about`)
    },
  )
}

interface Opened {
  readonly thread: Thread
  readonly stays: readonly Stay[]
  readonly present: boolean
}

/**
 * A thread the reader is or was in. Who left finds it as it was then, with the names of those who were there for a title:
 * whether the title of today was given later is not kept. @throws {Problem} NOT_FOUND for any other
 */
async function threadOf(system: System, reader: PersonId, id: ThreadId): Promise<Opened> {
  const stays = await staysOf(system.app, id)
  const thread = await findThread(system.app, id)
  const last = stays.findLast(({ person }) => person === reader)
  if (thread === undefined || last === undefined) throw new Problem('NOT_FOUND')
  const { leftAt } = last
  if (leftAt === null) return { thread, stays, present: true }
  const then = stays
    .filter((stay) => stay.joinedAt < leftAt && (stay.leftAt ?? leftAt) >= leftAt)
    .map((stay) => ({ ...stay, leftAt: null }))
  return { thread: { ...thread, title: null }, stays: then, present: false }
}

const nothingShared: Sharing = { quiet: [], asks: [], offers: [] }

async function openThread(
  system: System,
  visitor: Visitor,
  id: ThreadId,
  query: z.infer<typeof threadQuery>,
): Promise<ThreadPage> {
  const { thread, stays, present } = await threadOf(system, visitor.id, id)
  const now = pageTime(system)
  const here = stays.filter(({ leftAt }) => leftAt === null)
  const names = await personNames(
    system.app,
    here.map(({ person }) => person),
  )
  const { messages, older } = await messagePage(system.app, id, visitor.id, query.before ?? null)
  const sharing = present ? await sharingIn(system, visitor, id, now) : nothingShared
  return {
    thread: {
      id,
      ...titleOf(thread, stays, visitor.id, names),
      memberCount: here.length,
      setting: settingIn(system, thread.setting),
    },
    ...sharing,
    restricted: visitor.restricted,
    messages,
    older,
    atNewest: query.before === undefined,
    asked: query.done === 'asked',
    writing: await writingOf(system, visitor, id, query),
    present,
  }
}

async function writingOf(
  system: System,
  visitor: Visitor,
  thread: ThreadId,
  { reply, edit }: z.infer<typeof threadQuery>,
): Promise<Writing> {
  const message = (id: MessageId) => messageFor(system.app, thread, visitor.id, id)
  if (edit !== undefined) return { kind: 'edit', message: await message(idIn('message', edit)) }
  if (reply !== undefined) return { kind: 'reply', to: await message(idIn('message', reply)) }
  return { kind: 'new' }
}

async function aboutPage(system: System, visitor: Visitor, id: ThreadId) {
  const { thread, stays, present } = await threadOf(system, visitor.id, id)
  if (!present) throw new Problem('NOT_FOUND')
  const here = stays.filter(({ leftAt }) => leftAt === null)
  const names = await personNames(
    system.app,
    here.map(({ person }) => person),
  )
  const { title } = titleOf(thread, stays, visitor.id, names)
  const friends = await friendLines(system, visitor.id)
  const floor = threadSettings.indexOf(system.settings.floor)
  return aboutThread(
    {
      id,
      title,
      kind: thread.kind,
      setting: settingIn(system, thread.setting),
      choices: threadSettings.slice(floor),
      members: here.map(({ person, joinedAt }) => ({
        id: person,
        name: names.get(person) ?? '',
        mine: person === visitor.id,
        joinedAt,
      })),
      addable: friends.filter((friend) => !here.some(({ person }) => person === friend.id)),
    },
    pageTime(system),
  )
}

/** A person's friends with their names. */
export async function friendLines(system: System, person: PersonId): Promise<readonly FriendLine[]> {
  const friends = await friendsOf(system.app, person)
  const names = await personNames(
    system.app,
    friends.map((friend) => friend.person),
  )
  return friends.flatMap((friend) => {
    const name = names.get(friend.person)
    return name === undefined ? [] : [{ id: friend.person, name }]
  })
}
