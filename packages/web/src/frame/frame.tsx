// What stands around every page: the skip link and the top bar with places, the reader's name and the way out.

import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Link, Outlet } from '@tanstack/react-router'
import { useEffect } from 'react'
import { listen } from '../data/live.ts'
import { type Me, meQuery, signOut } from '../data/session.ts'
import type { TextKey } from '../text/en.ts'
import { useText } from '../text/text.tsx'

/** Places the server's own pages are at; those of the app are links of the router. */
const places = [
  { href: '/threads', label: 'nav.threads', inApp: true },
  { href: '/friends', label: 'nav.friends', inApp: true },
  { href: '/privacy', label: 'nav.privacy', inApp: true },
  { href: '/register', label: 'nav.companies' },
  { href: '/promises', label: 'nav.promises' },
] as const satisfies readonly { href: string; label: TextKey; inApp?: true }[]

const linkLook =
  'text-accent underline-offset-4 hover:underline aria-[current=page]:font-semibold aria-[current=page]:text-ink'

/** The frame; the page is in the middle of it. */
export function Frame() {
  const text = useText()
  const queries = useQueryClient()
  const { data: me } = useSuspenseQuery(meQuery)
  useEffect(() => listen(queries), [queries])
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
          {places.map((place) =>
            'inApp' in place ? (
              <Link key={place.href} to={place.href} className={linkLook}>
                {text(place.label)}
              </Link>
            ) : (
              <a key={place.href} href={place.href} className={linkLook}>
                {text(place.label)}
              </a>
            ),
          )}
          <Leave me={me} />
        </nav>
      </header>
      <Outlet />
    </>
  )
}

/** The reader's name and the way out; somebody who acts as a test person goes back to being themselves (OVR-02). */
function Leave({ me }: { readonly me: Me }) {
  const text = useText()
  const name = <span className="text-soft">{me.name}</span>
  if (me.acting)
    return (
      <form method="post" action="/console/acting/stop" className="flex gap-3">
        {name}
        <button type="submit" className={`${linkLook} cursor-pointer`}>
          {text('nav.beYourself')}
        </button>
      </form>
    )
  return (
    <span className="flex gap-3">
      {name}
      <Link to="/account" className={linkLook}>
        {text('nav.account')}
      </Link>
      <button type="button" className={`${linkLook} cursor-pointer`} onClick={() => void signOut()}>
        {text('nav.signOut')}
      </button>
    </span>
  )
}
