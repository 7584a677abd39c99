// A page of the app: its title in the window and at its head.
import { type ReactNode, useEffect } from 'react'

/** One column of content under its title. */
export function Page({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Countersign`
  }, [title])
  return (
    <main id="main" className="mx-auto w-full max-w-3xl px-4 pt-6 pb-20 sm:px-8 sm:pt-10">
      <h1 className="mb-3 text-3xl">{title}</h1>
      {children}
    </main>
  )
}
