// Marks a thread read up to what its reader has before their eyes.
import { useEffect, useRef } from 'react'
import { markRead } from '../data/marks.ts'
import type { Thread } from '../data/threads.ts'

/** Marks `last` read while the page is seen; undefined for nothing new in sight, or for who has left. */
export function useMarkRead(thread: Thread | undefined, last: string | undefined): void {
  const marked = useRef<string | null>(null)
  const id = thread?.id
  const known = thread?.read_to ?? null
  useEffect(() => {
    if (id === undefined || last === undefined) return
    const mark = (): void => {
      if (document.visibilityState !== 'visible' || last === known || last === marked.current) return
      marked.current = last
      // A mark that does not arrive is made up for by the next one.
      markRead(id, last).catch(() => undefined)
    }
    mark()
    document.addEventListener('visibilitychange', mark)
    return () => document.removeEventListener('visibilitychange', mark)
  }, [id, last, known])
}
