// What stands around the pages of the entrance: the name of the site, and where anybody may look without an account.
import type { ReactNode } from 'react'
import { useText } from '../text/text.tsx'

const link = 'text-accent underline-offset-4 hover:underline'

/** The frame; the page is in the middle of it. */
export function EntranceFrame({ children }: { readonly children: ReactNode }) {
  const text = useText()
  return (
    <>
      <a href="#main" className="absolute -start-[100vw] bg-sheet px-4 py-2 focus:start-2 focus:top-2">
        {text('app.skip')}
      </a>
      <header className="flex flex-wrap items-baseline justify-between gap-x-5 gap-y-1 border-b border-line bg-sheet px-4 py-3.5 sm:px-10">
        <a href="/" className="border-b-4 border-double border-accent font-serif text-xl font-semibold">
          Countersign
        </a>
        <nav aria-label={text('nav.main')} className="flex flex-wrap gap-x-4 gap-y-1">
          <a href="/register" className={link}>
            {text('nav.companies')}
          </a>
          <a href="/promises" className={link}>
            {text('nav.promises')}
          </a>
        </nav>
      </header>
      {children}
    </>
  )
}
