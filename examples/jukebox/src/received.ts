// Reads what was received back out of the raw answers: what a page says is there is there, and nothing else.

import type { MemberItem, MessageItem, ThreadItem } from '@countersign/sdk'
import { itemsOf, type Round } from '@countersign-examples/shared'
import { type Work, worksIn } from './catalogue.ts'

/** A thread with everything received about it in one round. */
export interface ReceivedThread {
  readonly thread: ThreadItem
  readonly members: readonly MemberItem[]
  /** Newest first, as they came. */
  readonly messages: readonly MessageItem[]
}

/** A song found in cards and texts, and how often. */
export interface HeardSong {
  readonly title: string
  readonly artist: string
  readonly link: string
  readonly times: number
}

/** What one round brought. */
export interface Received {
  readonly threads: readonly ReceivedThread[]
  /** How many texts. */
  readonly texts: number
  /** How many different aliases wrote them; an alias is one person in one thread. */
  readonly aliases: number
  readonly songs: readonly HeardSong[]
}

/** What a round brought, from its answers alone. */
export function receivedIn(round: Round): Received {
  const threads = itemsOf<ThreadItem>(round, (path) => path === '/partner/v1/threads').map((thread) => {
    const below = `/partner/v1/threads/${encodeURIComponent(thread.id)}`
    return {
      thread,
      members: itemsOf<MemberItem>(round, (path) => path === `${below}/members`),
      messages: itemsOf<MessageItem>(round, (path) => path === `${below}/messages`),
    }
  })
  const texts = threads.flatMap(({ thread, messages }) =>
    messages.flatMap(({ text, author }) => (text ? [{ text, alias: `${thread.id} ${author ?? ''}` }] : [])),
  )
  return {
    threads,
    texts: texts.length,
    aliases: new Set(texts.map(({ alias }) => alias)).size,
    songs: songsIn(threads),
  }
}

function songsIn(threads: readonly ReceivedThread[]): readonly HeardSong[] {
  const songs = new Map<string, HeardSong>()
  const hear = ({ title, artist, link }: Omit<HeardSong, 'times'>) =>
    songs.set(link, { title, artist, link, times: (songs.get(link)?.times ?? 0) + 1 })
  for (const { card, text } of threads.flatMap(({ messages }) => messages)) {
    if (card?.type === 'song') hear(card)
    for (const work of worksIn(text ?? '')) hear(cardOf(work))
  }
  return [...songs.values()].sort((a, b) => b.times - a.times)
}

function cardOf({ title, artist, link }: Work): Omit<HeardSong, 'times'> {
  return { title, artist, link }
}
