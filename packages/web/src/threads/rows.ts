// Messages as they stand in a thread: parted by day, gathered by author, with the line where the unread ones begin.
import type { Message } from '../data/messages.ts'
import { dayOf } from '../ui/moments.ts'

/** Messages of one author closer than this stand under one name. */
const RUN_MS = 5 * 60_000

/** A message and how it stands to the one before it. */
export interface Row {
  readonly message: Message
  readonly isMine: boolean
  /** The first of its day. */
  readonly newDay: boolean
  /** Under the name of the one before it. */
  readonly follows: boolean
  /** The first the reader had not read. */
  readonly firstUnread: boolean
}

/** The rows of messages, oldest first; `readTo` is the last one read, null for none, undefined where nothing is unread. */
export function rowsOf(
  messages: readonly Message[],
  me: string,
  readTo: string | null | undefined,
): readonly Row[] {
  const first = firstUnread(messages, me, readTo)
  return messages.map((message, i) => {
    const before = messages[i - 1]
    const newDay =
      before === undefined || dayOf(new Date(before.sent_at)) !== dayOf(new Date(message.sent_at))
    const close = before !== undefined && Date.parse(message.sent_at) - Date.parse(before.sent_at) < RUN_MS
    const follows = !newDay && close && before.author.id === message.author.id && message.id !== first
    return { message, isMine: message.author.id === me, newDay, follows, firstUnread: message.id === first }
  })
}

function firstUnread(
  messages: readonly Message[],
  me: string,
  readTo: string | null | undefined,
): string | undefined {
  if (readTo === undefined) return undefined
  const at = messages.findIndex(({ id }) => id === readTo)
  if (readTo !== null && at === -1) return undefined
  return messages.slice(at + 1).find(({ author, deleted_at }) => author.id !== me && deleted_at === null)?.id
}
