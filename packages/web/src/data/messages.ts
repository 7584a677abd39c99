// Messages of a thread: a window of a few pages that moves in both directions, so that a long thread stays light.
import type { message, stretch } from '@countersign/protocol/people-api'
import type { ReportReason } from '@countersign/protocol/report-reasons'
import { type InfiniteData, infiniteQueryOptions, type QueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { call } from './call.ts'

/** A message as its reader sees it. */
export type Message = z.infer<typeof message>

type Stretch = z.infer<typeof stretch>

/** Where a window is opened: at the newest words, around a message that was looked for or the last one read, or around a time. */
export type Anchor =
  | { readonly kind: 'newest' }
  | { readonly kind: 'message' | 'unread'; readonly id: string }
  | { readonly kind: 'time'; readonly at: string }

/** Messages a page holds. */
const PAGE = 60
/** Pages a window holds: what moves out of it on one side is read again when gone back to. */
const MOST_PAGES = 4

const beginningOf = (anchor: Anchor): string => {
  if (anchor.kind === 'newest') return ''
  return anchor.kind === 'time' ? `&at=${encodeURIComponent(anchor.at)}` : `&around=${anchor.id}`
}

/** The window of a thread opened at a place. Its pages are in the thread's order backwards: the newest first. */
export const messagesQuery = (thread: string, anchor: Anchor) =>
  infiniteQueryOptions({
    queryKey: ['messages', thread, anchor],
    queryFn: ({ pageParam }) => call<Stretch>('GET', `/threads/${thread}/messages?limit=${PAGE}${pageParam}`),
    initialPageParam: beginningOf(anchor),
    getNextPageParam: ({ next }) => (next === null ? undefined : `&cursor=${next}`),
    getPreviousPageParam: ({ newer }) => (newer === null ? undefined : `&after=${newer}`),
    maxPages: MOST_PAGES,
    // What was let go of on one side would be missing when the thread is opened again.
    gcTime: 0,
  })

/** The messages of a window, oldest first; each once, whatever moved between its pages. */
export function messagesIn({ pages }: InfiniteData<Stretch>): readonly Message[] {
  const byId = new Map(pages.flatMap(({ items }) => items).map((one) => [one.id, one]))
  return [...byId.values()].reverse()
}

/** Reads every open window of a thread anew. */
export function renewMessages(queries: QueryClient, thread: string): Promise<void> {
  return queries.invalidateQueries({ queryKey: ['messages', thread] })
}

interface Words {
  readonly text: string
  readonly mentions: Message['mentions']
}

/** A file that is there, to be sent with a message. */
export interface SentFile {
  readonly upload: string
  readonly alt: string
}

/** Sends words of the reader's own, files, or both; under the same key, once. */
export function sendWords(
  thread: string,
  {
    key,
    text,
    mentions,
    replyTo,
    files,
  }: Words & {
    readonly key: string
    readonly replyTo: string | null
    readonly files: readonly SentFile[]
  },
): Promise<Message> {
  return call('POST', `/threads/${thread}/messages`, {
    key,
    text,
    mentions,
    ...(replyTo !== null && { reply_to: replyTo }),
    ...(files.length > 0 && { attachments: files.map(({ upload, alt }) => ({ upload, alt })) }),
  })
}

const pathOf = ({ thread, id }: Pick<Message, 'thread' | 'id'>): string => `/threads/${thread}/messages/${id}`

/** Gives a message other words. */
export function changeWords(message: Message, words: Words): Promise<Message> {
  return call('PATCH', pathOf(message), words)
}

/** Erases a message of one's own. */
export function deleteMessage(message: Message): Promise<void> {
  return call('DELETE', pathOf(message))
}

/** Has the operator look at a message of somebody else. */
export function reportMessage(message: Message, reason: ReportReason, words: string): Promise<void> {
  return call('POST', `${pathOf(message)}/report`, { reason, words })
}

/** Brings back a card that a company took away. */
export function restoreMessage(message: Message): Promise<Message> {
  return call('POST', `${pathOf(message)}/restore`)
}

/** Puts an emoji to a message, or takes it back. */
export function react(message: Message, emoji: string, on: boolean): Promise<void> {
  return call(on ? 'PUT' : 'DELETE', `${pathOf(message)}/reactions/${encodeURIComponent(emoji)}`)
}

/** Forwards a message into another thread. */
export function forwardMessage({ thread, id }: Message, to: string): Promise<Message> {
  return call('POST', `/threads/${to}/forwards`, { from: thread, message: id })
}

interface Found {
  readonly items: readonly Message[]
  readonly next: string | null
}

/** Words found in a thread, newest first: each page searches a stretch of it, so one can be empty and not the last. */
export const searchQuery = (thread: string, words: string) =>
  infiniteQueryOptions({
    queryKey: ['search', thread, words],
    queryFn: ({ pageParam }) =>
      call<Found>('GET', `/threads/${thread}/search?limit=30&q=${encodeURIComponent(words)}${pageParam}`),
    initialPageParam: '',
    getNextPageParam: ({ next }) => (next === null ? undefined : `&cursor=${next}`),
    enabled: words !== '',
  })
