// The list of threads: who, the last words, when, how many are new; and a way to start one.
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useLocale } from 'react-aria-components'
import { meQuery } from '../data/session.ts'
import type { Thread } from '../data/threads.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { shortMoment } from '../ui/moments.ts'
import { PersonMark } from '../ui/person-mark.tsx'
import { StartThread } from './start-thread.tsx'
import { othersIn, titleFor } from './titles.ts'

const MOST_COUNTED = 100

/** All threads, the one with the newest words first. */
export function ThreadList({
  threads,
  open,
}: {
  readonly threads: readonly Thread[]
  readonly open: string | undefined
}) {
  const text = useText()
  const [starting, setStarting] = useState(false)
  useEffect(() => {
    if (open === undefined) document.title = `${text('threads.title')} · Countersign`
  }, [open, text])
  return (
    <>
      <div className="flex items-center justify-between gap-3 px-4 pt-4 pb-2">
        <h1 id="threads-title" className="text-2xl">
          {text('threads.title')}
        </h1>
        <Button size="small" onPress={() => setStarting(true)}>
          {text('threads.start')}
        </Button>
      </div>
      {threads.length === 0 ? (
        <p className="m-4 rounded-box border border-dashed border-edge px-4 py-6 text-center text-soft">
          {text('threads.none')}
        </p>
      ) : (
        <ul className="px-2 pb-4">
          {threads.map((thread) => (
            <ThreadLine key={thread.id} thread={thread} />
          ))}
        </ul>
      )}
      <StartThread isOpen={starting} onClose={() => setStarting(false)} />
    </>
  )
}

function ThreadLine({ thread }: { readonly thread: Thread }) {
  const text = useText()
  const { locale } = useLocale()
  const { data: me } = useSuspenseQuery(meQuery)
  const { last_message: last, unread } = thread
  const title = titleFor(text, thread, me.id)
  const [other] = othersIn(thread, me.id)
  const marked = thread.kind === 'direct' && other !== undefined ? other : { id: thread.id, name: title }
  return (
    <li>
      <Link
        to="/threads/$thread"
        params={{ thread: thread.id }}
        className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 rounded-box px-2 py-2.5 hover:bg-tint aria-[current=page]:bg-tint"
      >
        <span className="row-span-2">
          <PersonMark {...marked} />
        </span>
        <span dir="auto" className="truncate text-start font-semibold">
          {title}
        </span>
        <span className="text-sm text-soft">
          {last !== null && (
            <time dateTime={last.sent_at}>{shortMoment(locale, new Date(last.sent_at), new Date())}</time>
          )}
        </span>
        <span dir="auto" className="truncate text-start text-sm text-soft">
          {lastWords(text, thread, me.id)}
        </span>
        {unread > 0 && (
          <span className="min-w-6 justify-self-end rounded-full bg-accent px-1.5 text-center text-sm font-semibold text-accent-ink">
            <span className="sr-only">{text('threads.new')} </span>
            {unread >= MOST_COUNTED ? '99+' : unread}
          </span>
        )}
      </Link>
    </li>
  )
}

function lastWords(text: ReturnType<typeof useText>, { last_message: last, members }: Thread, me: string) {
  if (last === null) return text('threads.empty')
  const words = last.kind === 'card' ? text('threads.aCard') : last.text || text('file.only')
  if (last.author === me) return text('threads.youSaid', { words })
  const name = members.find(({ id }) => id === last.author)?.name
  return name === undefined ? words : text('threads.said', { name, words })
}
