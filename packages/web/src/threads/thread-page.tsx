// One thread: its head with the quiet line, its messages, what it is asked, and the box to write in.
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Anchor, Message } from '../data/messages.ts'
import { meQuery } from '../data/session.ts'
import { sharingQuery, type Thread, threadQuery } from '../data/threads.ts'
import { useText } from '../text/text.tsx'
import { Problem } from '../ui/problem.tsx'
import { AskCard, AskOffers } from './ask-card.tsx'
import { Composer, type Writing } from './composer.tsx'
import { Find } from './find.tsx'
import { MessageScroll } from './message-scroll.tsx'
import { ThreadHead } from './thread-head.tsx'
import { titleFor } from './titles.ts'

/** The page of `/threads/:thread`. Another thread is another page: nothing of one stays in the next. */
export function ThreadPage() {
  const thread = useParams({ from: '/threads/$thread', select: (params) => params.thread })
  return <OneThread key={thread} id={thread} />
}

/** With so many unread the window is opened where they begin; fewer are all in sight of the newest. */
const MANY_UNREAD = 40

function OneThread({ id }: { readonly id: string }) {
  const text = useText()
  const found = useQuery(threadQuery(id))
  if (found.isPending)
    return (
      <p role="status" className="m-auto text-soft">
        {text('app.loading')}
      </p>
    )
  // Who left reads on what was said while they were there.
  return <OpenThread id={id} thread={found.error === null ? found.data : undefined} />
}

/** Where a thread is opened: at a message its address names, where the unread ones begin, or at the newest. */
function openingAt(thread: Thread | undefined): Anchor {
  const named = location.hash.slice(1)
  if (named.startsWith('message_')) return { kind: 'message', id: named }
  if (thread === undefined || thread.read_to === null || thread.unread < MANY_UNREAD)
    return { kind: 'newest' }
  return { kind: 'unread', id: thread.read_to }
}

function OpenThread({ id, thread }: { readonly id: string; readonly thread: Thread | undefined }) {
  const text = useText()
  const { data: me } = useSuspenseQuery(meQuery)
  const title = thread === undefined ? text('thread.left') : titleFor(text, thread, me.id)
  useEffect(() => {
    document.title = `${title} · Countersign`
  }, [title])
  const [anchor, setAnchor] = useState(() => openingAt(thread))
  const [finding, setFinding] = useState(false)
  const [writing, setWriting] = useState<Writing>({ kind: 'new' })
  const newest = useRef(() => {})
  const acts = useMemo(
    () => ({
      reply: (to: Message) => setWriting({ kind: 'reply', to }),
      change: (message: Message) => setWriting({ kind: 'change', message }),
    }),
    [],
  )
  return (
    <>
      <ThreadHead thread={thread} title={title} onFind={() => setFinding((open) => !open)} />
      {finding && <Find thread={id} onClose={() => setFinding(false)} onPick={setAnchor} />}
      <MessageScroll
        key={JSON.stringify(anchor)}
        id={id}
        thread={thread}
        me={me}
        anchor={anchor}
        onAnchor={setAnchor}
        acts={acts}
        newest={newest}
        foot={thread === undefined ? null : <Asked id={id} />}
      />
      {thread === undefined ? (
        <p className="border-t border-line bg-sheet px-4 py-3 text-center text-soft">
          {text('thread.youLeft')}
        </p>
      ) : (
        <Composer
          me={me}
          thread={thread}
          writing={writing}
          onDone={() => setWriting({ kind: 'new' })}
          onSent={() => newest.current()}
        />
      )}
    </>
  )
}

/** What the reader may answer here, and whom they may ask. */
function Asked({ id }: { readonly id: string }) {
  const { data, error } = useQuery(sharingQuery(id))
  if (error !== null) return <Problem error={error} />
  return (
    <>
      {data?.asks.map((ask) => (
        <AskCard key={ask.id} ask={ask} />
      ))}
      <AskOffers thread={id} offers={data?.offers ?? []} />
    </>
  )
}
