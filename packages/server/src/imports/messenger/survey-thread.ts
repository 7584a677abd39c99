// A thread read once to its end before anything is written: who is in it from when to when, and what it is called.
import type { Instant } from '@countersign/protocol'
import { badRecord, type Place } from '../import-error.ts'
import type { ThreadFolder } from './find-threads.ts'
import { kindOf, type MessageKind } from './message-content.ts'
import { reactionsTo } from './message-records.ts'
import type { Names } from './names.ts'
import { type OrderedPart, readThread } from './read-thread.ts'

/** Somebody in a thread. */
export interface ThreadPerson {
  readonly name: string
  readonly place: Place
  /** When they are first and last heard of; null for who never wrote or reacted. */
  readonly heard: { readonly first: Instant; readonly last: Instant } | null
  /** False for who is no participant any more. */
  readonly present: boolean
}

/** A thread with at least one message. */
export interface ThreadSurvey {
  readonly folder: ThreadFolder
  readonly kind: 'direct' | 'group'
  readonly title: { readonly text: string; readonly by: string } | null
  readonly createdAt: Instant
  /** Of its first message. */
  readonly place: Place
  readonly people: ReadonlyMap<string, ThreadPerson>
  readonly messages: Readonly<Record<MessageKind, number>>
  readonly reactions: number
}

/**
 * Reads all of a thread and checks every record of it.
 * @returns undefined for a thread without messages: nothing says since when it is there
 * @throws ImportError for the first thing wrong
 */
export async function surveyThread(
  folder: string,
  thread: ThreadFolder,
  names: Names,
): Promise<ThreadSurvey | undefined> {
  const notes = new ThreadNotes(thread.id, names)
  for await (const part of readThread(folder, thread)) notes.add(part)
  return notes.survey(thread)
}

class ThreadNotes {
  readonly #thread: string
  readonly #names: Names
  readonly #people = new Map<string, ThreadPerson>()
  readonly #messages = { messages: 0, unsent: 0, unavailable: 0, calls: 0 }
  #reactions = 0
  #first: { readonly at: Instant; readonly place: Place } | undefined
  #newest: OrderedPart | undefined
  #namedBy: string | undefined

  constructor(thread: string, names: Names) {
    this.#thread = thread
    this.#names = names
  }

  add(part: OrderedPart): void {
    this.#newest = part
    this.#addParticipants(part)
    for (const message of part.messages) {
      const { raw, place } = message
      const { sender_name: sender, timestamp_ms: at, content } = raw
      this.#first ??= { at, place }
      this.#messages[kindOf(raw)]++
      this.#hear(sender, at, place)
      for (const reaction of reactionsTo(message, this.#thread, this.#names)) {
        this.#reactions++
        this.#hear(reaction.actor, reaction.at, place)
      }
      // Said in English only, and then by whoever did it: a title by nobody knows whom cannot be anybody's words.
      if (content === `${sender} named the group ${part.title}.`) this.#namedBy = sender
    }
  }

  survey(folder: ThreadFolder): ThreadSurvey | undefined {
    if (this.#first === undefined || this.#newest === undefined) return undefined
    const { title: text } = this.#newest
    const kind = this.#kind(this.#newest)
    const by = kind === 'group' ? this.#namedBy : undefined
    const titled = text !== undefined && text !== '' && by !== undefined
    return {
      folder,
      kind,
      title: titled ? { text, by: this.#names.idOf(this.#thread, by) } : null,
      createdAt: this.#first.at,
      place: this.#first.place,
      people: this.#people,
      messages: this.#messages,
      reactions: this.#reactions,
    }
  }

  #addParticipants({ file, participants }: OrderedPart): void {
    const seen = new Set<string>()
    for (const { name } of participants) {
      const id = this.#names.idOf(this.#thread, name)
      if (seen.has(id) && !this.#names.isRemoved(name)) throw twoOfOneName(file)
      seen.add(id)
      const known = this.#people.get(id)
      this.#people.set(id, { name, place: { file }, heard: null, ...known, present: true })
    }
  }

  #hear(name: string, at: Instant, place: Place): void {
    const id = this.#names.idOf(this.#thread, name)
    const known = this.#people.get(id)
    const first = Math.min(known?.heard?.first ?? at, at)
    const last = Math.max(known?.heard?.last ?? at, at)
    this.#people.set(id, { name, place, present: false, ...known, heard: { first, last } })
  }

  /** Exports of some years say which it is; in the others two people have a thread to themselves. */
  #kind({ thread_type, joinable_mode }: OrderedPart): 'direct' | 'group' {
    const group = thread_type === 'RegularGroup' || joinable_mode !== undefined
    return !group && this.#people.size === 2 ? 'direct' : 'group'
  }
}

function twoOfOneName(file: string): Error {
  const reason = 'has two participants of one name, whom this format cannot tell apart'
  return badRecord(
    { file },
    reason,
    'Take the folder of that thread out of the export and run the same command again.',
  )
}
