// What stands around the pages of the entrance: the name of the site, and where anybody may look without an account.
import type { ReactNode } from 'react'
import { barLink, TopBar } from '../frame/top-bar.tsx'
import { useText } from '../text/text.tsx'

/** The frame; the page is in the middle of it. */
export function EntranceFrame({ children }: { readonly children: ReactNode }) {
  const text = useText()
  return (
    <>
      <TopBar>
        <a href="/register" className={barLink}>
          {text('nav.companies')}
        </a>
        <a href="/promises" className={barLink}>
          {text('nav.promises')}
        </a>
      </TopBar>
      {children}
    </>
  )
}
