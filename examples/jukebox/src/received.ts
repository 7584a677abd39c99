// Reads what was received back out of the raw answers: what a page says is there is there, and nothing else.
import type { MemberItem, MessageItem, Purpose, ThreadItem, Verb } from '@countersign/sdk'
import { type Work, worksIn } from './catalogue.ts'
import type { KeptExchange, Round } from './store.ts'

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

/** A refusal or problem, in the platform's words. */
export interface Refused {
  readonly code: string
  readonly words: string
  readonly next: string
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
  const good = round.exchanges.filter(({ status }) => status === 200)
  const threads = itemsOf<ThreadItem>(good, (path) => path === '/partner/v1/threads').map((thread) => {
    const below = `/partner/v1/threads/${encodeURIComponent(thread.id)}`
    return {
      thread,
      members: itemsOf<MemberItem>(good, (path) => path === `${below}/members`),
      messages: itemsOf<MessageItem>(good, (path) => path === `${below}/messages`),
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

/** The refusal in an answer; undefined for a good one. */
export function refusalIn({ status, raw }: KeptExchange): Refused | undefined {
  if (status < 400) return undefined
  const { code, title, detail } = objectIn(raw)
  return {
    code: typeof code === 'string' ? code : `HTTP ${status}`,
    words: typeof title === 'string' ? title : 'The platform gave no reason.',
    next: typeof detail === 'string' ? detail : '',
  }
}

/** A power as the platform last said it. */
export interface KnownPower {
  readonly purpose: Purpose
  readonly verbs: readonly Verb[]
  readonly until: string
  readonly state: string
}

/** The powers the platform last told us of, and when; undefined when it never did. */
export function powersIn(
  rounds: readonly Round[],
): { readonly at: number; readonly powers: readonly KnownPower[] } | undefined {
  const last = rounds
    .flatMap(({ exchanges }) => exchanges)
    .filter(({ path, status }) => path === '/partner/v1/access' && status === 200)
    .sort((a, b) => b.at - a.at)[0]
  if (last === undefined) return undefined
  return { at: last.at, powers: (objectIn(last.raw)['powers'] ?? []) as readonly KnownPower[] }
}

/** The disclosures an answer was recorded as: their numbers in the delivery chain. */
export function disclosureNumbers({ raw }: KeptExchange): readonly number[] {
  const { disclosures } = objectIn(raw)
  return Array.isArray(disclosures) ? disclosures.map(({ n }: { n: number }) => n) : []
}

function itemsOf<Item>(
  exchanges: readonly KeptExchange[],
  wanted: (path: string) => boolean,
): readonly Item[] {
  return exchanges
    .filter(({ path }) => wanted(path.split('?')[0] ?? ''))
    .flatMap(({ raw }) => (objectIn(raw)['items'] ?? []) as readonly Item[])
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

function cardOf({ title, artist, card }: Work): Omit<HeardSong, 'times'> {
  return { title, artist, link: card.link }
}

function objectIn(raw: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(raw)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
