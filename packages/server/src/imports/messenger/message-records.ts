// The rows a message of an export becomes: itself, when it has something to show, and the reactions to it.
import type { Instant } from '@countersign/protocol'
import type { ImportedMessage, ImportedReaction } from '../../acts/import-batch.ts'
import { attachmentsOf, bodyOf, kindOf } from './message-content.ts'
import type { Names } from './names.ts'
import type { ThreadMessage } from './read-thread.ts'

/** A reaction with the name its reactor has in the export. */
export interface Reaction {
  readonly person: string
  readonly actor: string
  readonly emoji: string
  readonly at: Instant
}

/** The message; undefined for one that is not brought in. */
export function messageOf(
  { raw, key }: ThreadMessage,
  thread: string,
  names: Names,
): ImportedMessage | undefined {
  if (kindOf(raw) !== 'messages') return undefined
  return {
    kind: 'message',
    id: `${thread} ${key}`,
    thread,
    author: names.idOf(thread, raw.sender_name),
    sentAt: raw.timestamp_ms,
    body: bodyOf(raw),
    mentions: [],
    replyTo: null,
    attachments: attachmentsOf(raw),
  }
}

/**
 * The reactions to a message that is brought in, at the message's time where the export does not say when. An emoji counts
 * once for a person, also for the one whom several removed accounts are.
 */
export function reactionsTo({ raw }: ThreadMessage, thread: string, names: Names): readonly Reaction[] {
  if (kindOf(raw) !== 'messages') return []
  const found = new Map<string, Reaction>()
  for (const { actor, reaction: emoji, timestamp } of raw.reactions ?? []) {
    const person = names.idOf(thread, actor)
    const at = Math.max(raw.timestamp_ms, timestamp ?? 0)
    if (!found.has(`${emoji} ${person}`)) found.set(`${emoji} ${person}`, { person, actor, emoji, at })
  }
  return [...found.values()]
}

/** A reaction's row. */
export function reactionRow(
  { key }: ThreadMessage,
  thread: string,
  { person, emoji, at }: Reaction,
): ImportedReaction {
  const id = `${thread} ${key}`
  return { id: `${id} ${emoji} ${person}`, thread, message: { kind: 'message', id }, person, emoji, at }
}
