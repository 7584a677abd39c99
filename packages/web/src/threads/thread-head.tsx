// The head of a thread: who is in it, and quietly which companies can have the reader's own words here.
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useLocale } from 'react-aria-components'
import { useLine } from '../data/live.ts'
import { meQuery } from '../data/session.ts'
import { type Sharing, sharingQuery, type Thread } from '../data/threads.ts'
import { useText } from '../text/text.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { dayWords } from '../ui/moments.ts'
import { PersonMark } from '../ui/person-mark.tsx'
import { othersIn } from './titles.ts'

/** The head; `thread` is undefined for who has left. */
export function ThreadHead({
  thread,
  title,
  onFind,
}: {
  readonly thread: Thread | undefined
  readonly title: string
  readonly onFind: () => void
}) {
  const text = useText()
  const { data: me } = useSuspenseQuery(meQuery)
  const [other] = thread?.kind === 'direct' ? othersIn(thread, me.id) : []
  const line = useLine()
  return (
    <header className="flex flex-wrap items-center gap-x-3 border-b border-line bg-sheet px-3 py-2 sm:px-4">
      <Link
        to="/threads"
        aria-label={text('thread.back')}
        className="grid size-10 place-items-center rounded-full hover:bg-tint md:hidden"
      >
        <Icon name="back" />
      </Link>
      <PersonMark {...(other ?? { id: thread?.id ?? '0', name: title })} />
      <div className="min-w-0 flex-1">
        <h1 dir="auto" className="truncate text-start text-lg">
          {title}
        </h1>
      </div>
      <IconButton icon="search" label={text('find.title')} onPress={onFind} />
      {thread !== undefined && (
        <Link
          to="/threads/$thread/about"
          params={{ thread: thread.id }}
          className="shrink-0 text-sm text-accent underline"
        >
          {text('thread.members', { count: thread.members.length })}
        </Link>
      )}
      {thread !== undefined && <QuietLine thread={thread} />}
      {line === 'waiting' && (
        <p role="status" className="w-full text-sm text-warn">
          {text('thread.connecting')}
        </p>
      )}
    </header>
  )
}

/** Which companies can have the reader's own words here; of the others' words it says nothing (design §4). */
function QuietLine({ thread }: { readonly thread: Thread }) {
  const { data } = useQuery(sharingQuery(thread.id))
  if (data === undefined) return null
  return (
    <p className="w-full text-sm text-soft">
      <Link to="/privacy" className="hover:underline">
        <QuietWords sharing={data} setting={thread.setting} />
      </Link>
    </p>
  )
}

function QuietWords({
  sharing: { restricted, reach },
  setting,
}: {
  readonly sharing: Sharing
  readonly setting: Thread['setting']
}) {
  const text = useText()
  const { locale } = useLocale()
  if (restricted) return text('quiet.restricted')
  if (setting === 'closed') return text('quiet.closed')
  if (reach.length === 0) return text('quiet.nobody')
  const day = (at: string) => dayWords(locale, new Date(at), new Date())
  const lines = reach.map(({ partner, since, until }) =>
    since === null
      ? text('quiet.everything', { company: partner.name, until: day(until) })
      : text('quiet.since', { company: partner.name, since: day(since), until: day(until) }),
  )
  if (setting === 'all-parties') lines.push(text('quiet.allParties'))
  return lines.join(' ')
}
