// Whose data every kind of thing is (design §4): the oracle's own table, written from readings 14 to 24.
import type { Instant, PersonId } from '@countersign/protocol'
import type { ThreadState } from '../worlds/world-state.ts'

/** Every kind the worlds know, and the parts people play in it. All of them are its data subjects. */
const subjectsOf: Readonly<Record<string, readonly string[]>> = {
  message: ['author'],
  card: ['author'],
  forward: ['author', 'firstAuthor'],
  edit: ['author'],
  attachment: ['author'],
  reply: ['author', 'answered'],
  quote: ['author', 'quoted'],
  reaction: ['reactor', 'author'],
  mention: ['author', 'mentioned'],
  title: ['author'],
  member: ['member'],
  friend: ['friend'],
  contact: ['owner'],
}

/** Something with data subjects, at one time, in one thread or in none. */
export interface Part {
  /** Every person whose data it is; null when that is not known, so that it never leaves. */
  readonly subjects: readonly PersonId[] | null
  /** When it was sent; null for what is true now rather than sent. */
  readonly at: Instant | null
  readonly thread: ThreadState | null
}

/** The part of one kind with these people in it. A kind not listed, or one with somebody missing, has no known subjects. */
export function partOf(
  kind: string,
  people: Readonly<Record<string, PersonId | null>>,
  at: Instant | null,
  thread: ThreadState | null,
): Part {
  const subjects = (subjectsOf[kind] ?? ['unlisted']).map((role) => people[role] ?? null)
  return { subjects: subjects.every((subject) => subject !== null) ? subjects : null, at, thread }
}
