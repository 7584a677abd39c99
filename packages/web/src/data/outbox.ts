// Messages on their way: shown at once, sent in their order, kept where sending failed until their writer decides.
import type { QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { type Message, renewMessages, type SentFile, sendWords } from './messages.ts'

/** A message that is not known to be sent. */
export interface Outgoing {
  readonly key: string
  readonly text: string
  readonly mentions: Message['mentions']
  readonly replyTo: string | null
  readonly files: readonly (SentFile & { readonly name: string })[]
  readonly state: 'sending' | 'failed'
  /** Why it failed. */
  readonly error: unknown
}

const boxes = new Map<string, readonly Outgoing[]>()
const watchers = new Set<() => void>()
const none: readonly Outgoing[] = []
const chains = new Map<string, Promise<void>>()

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
    state: 'sending',
    error: null,
  }
  put(thread, (box) => [...box, one])
  enqueue(queries, thread, one)
}

/** Tries a message again that failed. If it did arrive, and only the answer was lost, its key says so: it is there once. */
export function postAgain(queries: QueryClient, thread: string, one: Outgoing): void {
  put(thread, (box) => box.map((other) => (other.key === one.key ? { ...one, state: 'sending' } : other)))
  enqueue(queries, thread, one)
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
        await sendWords(thread, one)
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
