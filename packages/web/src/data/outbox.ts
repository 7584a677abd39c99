// Messages on their way: shown at once, sent in their order, kept where sending failed until their writer decides.
import type { QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { call } from './call.ts'
import { type Message, renewMessages, type SentFile, sendWords } from './messages.ts'

/** A message that is not known to be sent. */
export interface Outgoing {
  readonly key: string
  readonly text: string
  readonly mentions: Message['mentions']
  readonly replyTo: string | null
  readonly files: readonly (SentFile & { readonly name: string })[]
  readonly writtenAt: number
  readonly state: 'sending' | 'failed'
  /** Why it failed. */
  readonly error: unknown
}

const boxes = new Map<string, readonly Outgoing[]>()
const watchers = new Set<() => void>()
const none: readonly Outgoing[] = []
const chains = new Map<string, Promise<void>>()
/** Messages of this page that are known to have arrived: none of them is another one whose answer was lost. */
const arrived = new Set<string>()

function put(thread: string, change: (box: readonly Outgoing[]) => readonly Outgoing[]): void {
  boxes.set(thread, change(boxes.get(thread) ?? none))
  for (const watcher of watchers) watcher()
}

/** What is on its way in a thread. */
export function useOutbox(thread: string): readonly Outgoing[] {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => boxes.get(thread) ?? none,
  )
}

/** Sends words and files: after whatever was written before them. */
export function post(
  queries: QueryClient,
  thread: string,
  words: Pick<Outgoing, 'text' | 'mentions' | 'replyTo' | 'files'>,
): void {
  const one: Outgoing = {
    ...words,
    key: crypto.randomUUID(),
    writtenAt: Date.now(),
    state: 'sending',
    error: null,
  }
  put(thread, (box) => [...box, one])
  enqueue(queries, thread, one)
}

/** Tries a message again that failed; unless it did arrive, and only the answer was lost. */
export async function postAgain(
  queries: QueryClient,
  thread: string,
  me: string,
  one: Outgoing,
): Promise<void> {
  put(thread, (box) => box.map((other) => (other.key === one.key ? { ...one, state: 'sending' } : other)))
  try {
    const { items } = await call<{ items: readonly Message[] }>('GET', `/threads/${thread}/messages?limit=50`)
    const same = items.find(
      ({ id, author, text, sent_at, attachments }) =>
        !arrived.has(id) &&
        author.id === me &&
        text === one.text &&
        attachments.length === one.files.length &&
        Date.parse(sent_at) >= one.writtenAt - 60_000,
    )
    if (same === undefined) return enqueue(queries, thread, one)
    arrived.add(same.id)
    await settle(queries, thread, one)
  } catch (error) {
    // Whether it is there cannot be told now: sending it could say it twice.
    fail(thread, one, error)
  }
}

/** Gives a message up that failed. */
export function discard(thread: string, key: string): void {
  put(thread, (box) => box.filter((one) => one.key !== key))
}

function enqueue(queries: QueryClient, thread: string, one: Outgoing): void {
  const before = chains.get(thread) ?? Promise.resolve()
  chains.set(
    thread,
    before.then(async () => {
      try {
        arrived.add((await sendWords(thread, one)).id)
        await settle(queries, thread, one)
      } catch (error) {
        fail(thread, one, error)
      }
    }),
  )
}

function fail(thread: string, one: Outgoing, error: unknown): void {
  put(thread, (box) =>
    box.map((other) => (other.key === one.key ? { ...one, state: 'failed', error } : other)),
  )
}

/** It is there: once it is read with the others, the one on its way goes. */
async function settle(queries: QueryClient, thread: string, { key }: Outgoing): Promise<void> {
  await renewMessages(queries, thread)
  discard(thread, key)
  await queries.invalidateQueries({ queryKey: ['threads'] })
}
