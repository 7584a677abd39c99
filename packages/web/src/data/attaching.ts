// Files on their way to a message that is not sent yet: in pieces, one file after the other, kept while the thread is left and come back to.
import type { beginning, upload } from '@countersign/protocol/people-api'
import { useSyncExternalStore } from 'react'
import type { z } from 'zod'
import { CallError, call, callWithBytes } from './call.ts'

type Begun = z.infer<typeof beginning>

/** A file its writer picked. */
export interface Attaching {
  readonly key: string
  readonly file: File
  /** An address in this browser under which a picture shows, before it is anywhere else. */
  readonly preview: string | null
  readonly alt: string
  /** What was announced, and how many of its bytes are there. */
  readonly begun: Begun | null
  readonly sent: number
  readonly state: 'sending' | 'ready' | 'failed'
  readonly error: unknown
}

/** A message takes so many. */
export const MOST_FILES = 10

const lists = new Map<string, readonly Attaching[]>()
const watchers = new Set<() => void>()
const none: readonly Attaching[] = []
const stops = new Map<string, AbortController>()
let line: Promise<void> = Promise.resolve()

function put(thread: string, change: (list: readonly Attaching[]) => readonly Attaching[]): void {
  lists.set(thread, change(lists.get(thread) ?? none))
  for (const watcher of watchers) watcher()
}

function update(thread: string, key: string, change: Partial<Attaching>): void {
  put(thread, (list) => list.map((one) => (one.key === key ? { ...one, ...change } : one)))
}

/** The files picked for the next message of a thread, in their order. */
export function useAttaching(thread: string): readonly Attaching[] {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => lists.get(thread) ?? none,
  )
}

/** Takes files for the next message, as many as it has room for, and begins to send them. */
export function attach(thread: string, files: readonly File[]): void {
  const room = MOST_FILES - (lists.get(thread) ?? none).length
  const added = files.slice(0, Math.max(room, 0)).map(
    (file): Attaching => ({
      key: crypto.randomUUID(),
      file,
      preview: /^image\/(png|jpeg|webp|gif)$/.test(file.type) ? URL.createObjectURL(file) : null,
      alt: '',
      begun: null,
      sent: 0,
      state: 'sending',
      error: null,
    }),
  )
  put(thread, (list) => [...list, ...added])
  for (const { key } of added) enqueue(thread, key)
}

/** Says what is to be seen in one. */
export function describeFile(thread: string, key: string, alt: string): void {
  update(thread, key, { alt })
}

/** Goes on where one stopped. */
export function attachAgain(thread: string, key: string): void {
  update(thread, key, { state: 'sending', error: null })
  enqueue(thread, key)
}

/** Gives one up: here, and what has arrived of it. What cannot be told to the server now, it sweeps within a day. */
export function detach(thread: string, key: string): void {
  const one = find(thread, key)
  stops.get(key)?.abort()
  if (one?.begun) void call('DELETE', `/threads/${thread}/uploads/${one.begun.id}`).catch(() => undefined)
  forget(thread, [key])
}

/** Takes those that were sent with a message off the list. */
export function forget(thread: string, keys: readonly string[]): void {
  for (const { key, preview } of lists.get(thread) ?? none)
    if (preview !== null && keys.includes(key)) URL.revokeObjectURL(preview)
  put(thread, (list) => list.filter(({ key }) => !keys.includes(key)))
}

function find(thread: string, key: string): Attaching | undefined {
  return lists.get(thread)?.find((one) => one.key === key)
}

function enqueue(thread: string, key: string): void {
  line = line.then(() => send(thread, key))
}

async function send(thread: string, key: string): Promise<void> {
  const stop = new AbortController()
  stops.set(key, stop)
  try {
    await sendPieces(thread, key, stop.signal)
    update(thread, key, { state: 'ready' })
  } catch (error) {
    // Given up meanwhile, there is nobody to tell.
    update(thread, key, { state: 'failed', error })
  } finally {
    stops.delete(key)
  }
}

/** Announces it unless that is done, sends the pieces that are missing, and has it looked at. */
async function sendPieces(thread: string, key: string, signal: AbortSignal): Promise<void> {
  const one = find(thread, key)
  if (one === undefined) return
  const { file } = one
  if (file.size === 0) throw new CallError('EMPTY_FILE', 400, '')
  const uploads = `/threads/${thread}/uploads`
  const begun = one.begun ?? (await call<Begun>('POST', uploads, { name: file.name, size: file.size }))
  update(thread, key, { begun })
  for (let { sent } = one; sent < file.size; ) {
    if (signal.aborted) return
    const n = sent / begun.piece_bytes
    const piece = file.slice(sent, sent + begun.piece_bytes)
    await callWithBytes(`${uploads}/${begun.id}/pieces/${n}`, piece, signal)
    sent += piece.size
    update(thread, key, { sent })
  }
  await call<z.infer<typeof upload>>('POST', `${uploads}/${begun.id}/finish`)
}

/** Whether trying again could help: what the server refused it will refuse again. */
export function mayTryAgain({ error }: Attaching): boolean {
  return error instanceof CallError && (error.status === 0 || error.status >= 500)
}
