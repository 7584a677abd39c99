// A page of the tour, wider than others: its title in the window and at its head.
import { type ReactNode, useEffect } from 'react'

/** The page; `above` is a line before its title. */
export function TourMain({
  title,
  above,
  window = title,
  children,
}: {
  readonly title: string
  readonly above?: string
  /** What the browser's tab says, where that is not the title. */
  readonly window?: string
  readonly children: ReactNode
}) {
  useEffect(() => {
    document.title = `${window} · Countersign`
  }, [window])
  return (
    <main id="main" className="mx-auto w-full max-w-6xl px-4 pt-6 pb-20 sm:px-8 sm:pt-10">
      {above && <p className="mb-1 text-soft">{above}</p>}
      <h1 className="max-w-3xl text-3xl sm:text-4xl">{title}</h1>
      {children}
    </main>
  )
}
