// The messages of a thread: a window that grows at both ends and lets go at the other, and stays where its reader is.
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { marksQuery } from '../data/marks.ts'
import { type Anchor, type Message, messagesIn, messagesQuery } from '../data/messages.ts'
import { useOutbox } from '../data/outbox.ts'
import type { Me } from '../data/session.ts'
import type { Thread } from '../data/threads.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Problem } from '../ui/problem.tsx'
import { MessageActs } from './message-acts.tsx'
import { MessageRow } from './message-row.tsx'
import { OutgoingRow } from './outgoing-row.tsx'
import { rowsOf } from './rows.ts'
import { useMarkRead } from './use-mark-read.ts'
import { useStayingScroll } from './use-staying-scroll.ts'

/** What can be begun from a message, in the box below. */
export interface BoxActs {
  reply(message: Message): void
  change(message: Message): void
}

/** The messages; `thread` is undefined for who has left, and `foot` stands behind the newest. */
export function MessageScroll({
  id,
  thread,
  me,
  anchor,
  onAnchor,
  acts,
  newest,
  foot,
}: {
  readonly id: string
  readonly thread: Thread | undefined
  readonly me: Me
  readonly anchor: Anchor
  readonly onAnchor: (anchor: Anchor) => void
  readonly acts: BoxActs
  /** Given a way to the newest words, for who sends some. */
  readonly newest: RefObject<() => void>
  readonly foot: ReactNode
}) {
  const text = useText()
  const queries = useQueryClient()
  const window = useInfiniteQuery(messagesQuery(id, anchor))
  const messages = useMemo(() => (window.data === undefined ? [] : messagesIn(window.data)), [window.data])
  const outgoing = useOutbox(id)
  // As it was when the thread was opened: the line stays while its reader reads on.
  const [readTo] = useState(thread !== undefined && thread.unread > 0 ? thread.read_to : undefined)
  const atNewest = window.data !== undefined && !window.hasPreviousPage
  const { ref, onScroll, isAtEnd, toEnd } = useStayingScroll({
    ids: messages.map((message) => message.id).concat(outgoing.map(({ key }) => key)),
    start: startOf(anchor, messages, readTo),
    atNewest,
    older: () => window.hasNextPage && !window.isFetching && void window.fetchNextPage(),
    newer: () => window.hasPreviousPage && !window.isFetching && void window.fetchPreviousPage(),
  })
  // Whoever came near a side while something was on its way was not heard, and scrolls no further: asked again now.
  const asked = useRef(onScroll)
  asked.current = onScroll
  useEffect(() => {
    if (!window.isFetching) asked.current()
  }, [window.isFetching])
  useMarkRead(thread, atNewest && isAtEnd ? messages.at(-1)?.id : undefined)
  const { data: marks = [] } = useQuery({ ...marksQuery(id), enabled: thread !== undefined })
  const seen = useMemo(() => seenBy(marks, thread, me.id), [marks, thread, me.id])
  const [acting, setActing] = useState<{ readonly message: Message; readonly at: Element } | null>(null)
  const act = useCallback((message: Message, at: Element) => setActing({ message, at }), [])
  const rows = useMemo(() => rowsOf(messages, me.id, readTo), [messages, me.id, readTo])
  const goToNewest = async (): Promise<void> => {
    if (atNewest) return toEnd()
    if (anchor.kind !== 'newest') return onAnchor({ kind: 'newest' })
    await queries.resetQueries({ queryKey: messagesQuery(id, anchor).queryKey, exact: true })
    toEnd()
  }
  useEffect(() => {
    newest.current = () => void goToNewest()
  })
  const jump = useCallback(
    (to: string) => {
      const there = ref.current?.querySelector(`[data-id="${to}"]`)
      if (there) there.scrollIntoView({ block: 'center' })
      else onAnchor({ kind: 'message', id: to })
    },
    [onAnchor, ref],
  )
  return (
    <div className="relative min-h-0 flex-1">
      <section
        ref={ref}
        onScroll={onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={text('thread.messages')}
        className="h-full overflow-y-auto px-3 py-4 [overflow-anchor:none] sm:px-6"
      >
        <div>
          {window.isError && <Problem error={window.error} retry={() => void window.refetch()} />}
          {window.isPending && (
            <p role="status" className="py-10 text-center text-soft">
              {text('app.loading')}
            </p>
          )}
          {window.data !== undefined && !window.hasNextPage && (
            <p className="py-3 text-center text-sm text-soft">
              {text(messages.length === 0 ? 'thread.nothing' : 'thread.beginning')}
            </p>
          )}
          {window.hasNextPage && (
            <p className="py-2 text-center">
              <Button
                size="small"
                isPending={window.isFetchingNextPage}
                onPress={() => void window.fetchNextPage()}
              >
                {text('thread.older')}
              </Button>
            </p>
          )}
          <ol>
            {rows.map((row) => (
              <MessageRow
                key={row.message.id}
                row={row}
                me={me.id}
                isWanted={anchor.kind === 'message' && anchor.id === row.message.id}
                seen={seen.get(row.message.id)}
                mayAct={thread !== undefined}
                onAct={act}
                onJump={jump}
              />
            ))}
            {atNewest && outgoing.map((one) => <OutgoingRow key={one.key} thread={id} outgoing={one} />)}
          </ol>
          {atNewest && foot}
        </div>
      </section>
      {window.data !== undefined && !(atNewest && isAtEnd) && (
        <button
          type="button"
          aria-label={text('thread.toNewest')}
          onClick={() => void goToNewest()}
          className="absolute end-4 bottom-4 grid size-11 cursor-pointer place-items-center rounded-full border border-edge bg-sheet shadow-md hover:border-accent"
        >
          <Icon name="down" />
        </button>
      )}
      {acting !== null && thread !== undefined && (
        <MessageActs {...acting} me={me.id} box={acts} onClose={() => setActing(null)} />
      )}
    </div>
  )
}

/** Where a window is first looked at: a message, or the end. */
function startOf(
  anchor: Anchor,
  messages: readonly Message[],
  readTo: string | null | undefined,
): string | undefined {
  if (anchor.kind === 'message' || anchor.kind === 'unread') return anchor.id
  if (anchor.kind === 'time')
    return messages.find(({ sent_at }) => sent_at >= anchor.at)?.id ?? messages.at(-1)?.id
  return readTo ?? undefined
}

/** Who has read up to which message, by name. */
function seenBy(
  marks: readonly { readonly person: string; readonly message: string }[],
  thread: Thread | undefined,
  me: string,
): ReadonlyMap<string, string> {
  const seen = new Map<string, string>()
  for (const { person, message } of marks) {
    const name = thread?.members.find(({ id }) => id === person)?.name
    if (person === me || name === undefined) continue
    const before = seen.get(message)
    seen.set(message, before === undefined ? name : `${before}, ${name}`)
  }
  return seen
}
