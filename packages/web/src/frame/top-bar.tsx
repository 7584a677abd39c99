// The top of every page: the skip link, the name of the site, and the way to its places.
import type { ReactNode } from 'react'
import { useText } from '../text/text.tsx'

/** How links of the top bar look. */
export const barLink =
  'text-accent underline-offset-4 hover:underline aria-[current=page]:font-semibold aria-[current=page]:text-ink'

/** The bar; `children` are its places. */
export function TopBar({ children }: { readonly children: ReactNode }) {
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
        <nav aria-label={text('nav.main')} className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
          {children}
        </nav>
      </header>
    </>
  )
}
