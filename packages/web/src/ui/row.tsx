// One thing of a list: what it is, a line about it, what can be done with it, and below that what came of it.
import type { ReactNode } from 'react'

/** A row. */
export function Row({
  mark,
  title,
  line,
  acts,
  children,
}: {
  readonly mark?: ReactNode
  readonly title: string
  readonly line: string
  readonly acts: ReactNode
  readonly children?: ReactNode
}) {
  return (
    <li className="border-b border-line py-3">
      <div className="flex flex-wrap items-center gap-3">
        {mark}
        <span className="min-w-32 flex-1">
          <strong className="block">{title}</strong>
          <span className="text-sm text-soft">{line}</span>
        </span>
        <span className="flex gap-2">{acts}</span>
      </div>
      {children}
    </li>
  )
}
