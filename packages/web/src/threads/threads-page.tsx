// The messenger: the list of threads, and beside it, or instead of it on a phone, the one that is open.
import { useSuspenseQuery } from '@tanstack/react-query'
import { Outlet, useParams } from '@tanstack/react-router'
import { threadsQuery } from '../data/threads.ts'
import { useText } from '../text/text.tsx'
import { ThreadList } from './thread-list.tsx'

/** What `/threads` and everything below it stand in. */
export function ThreadsPage() {
  const open = useParams({ strict: false, select: ({ thread }) => thread })
  const { data: threads } = useSuspenseQuery(threadsQuery)
  return (
    <main
      id="main"
      data-open={open}
      className="room grid min-h-0 grid-cols-1 grid-rows-1 md:grid-cols-[20rem_minmax(0,1fr)]"
    >
      <section
        aria-labelledby="threads-title"
        className={`min-h-0 overflow-y-auto border-e border-line bg-sheet ${open === undefined ? '' : 'hidden md:block'}`}
      >
        <ThreadList threads={threads} open={open} />
      </section>
      <div className={`flex min-h-0 min-w-0 flex-col ${open === undefined ? 'hidden md:flex' : ''}`}>
        <Outlet />
      </div>
    </main>
  )
}

/** What stands beside the list while no thread is open. */
export function NoThread() {
  const text = useText()
  return <p className="m-auto px-6 text-center text-soft">{text('threads.pick')}</p>
}
