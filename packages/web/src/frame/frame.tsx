// What stands around every page: the skip link and the top bar with places, the reader's name and the way out.

import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Link, Outlet } from '@tanstack/react-router'
import { useEffect } from 'react'
import { listen } from '../data/live.ts'
import { type Me, meQuery, signOut } from '../data/session.ts'
import type { TextKey } from '../text/en.ts'
import { useText } from '../text/text.tsx'
import { Problem } from '../ui/problem.tsx'
import { barLink, TopBar } from './top-bar.tsx'

/** Places the server's own pages are at; those of the app are links of the router. */
const places = [
  { href: '/threads', label: 'nav.threads', inApp: true },
  { href: '/friends', label: 'nav.friends', inApp: true },
  { href: '/privacy', label: 'nav.privacy', inApp: true },
  { href: '/register', label: 'nav.companies' },
  { href: '/promises', label: 'nav.promises' },
] as const satisfies readonly { href: string; label: TextKey; inApp?: true }[]

/** The frame; the page is in the middle of it. */
export function Frame() {
  const text = useText()
  const queries = useQueryClient()
  const { data: me } = useSuspenseQuery(meQuery)
  useEffect(() => listen(queries), [queries])
  return (
    <>
      <TopBar>
        {places.map((place) =>
          'inApp' in place ? (
            <Link key={place.href} to={place.href} className={barLink}>
              {text(place.label)}
            </Link>
          ) : (
            <a key={place.href} href={place.href} className={barLink}>
              {text(place.label)}
            </a>
          ),
        )}
        <Leave me={me} />
      </TopBar>
      <Outlet />
    </>
  )
}

/** The reader's name and the way out; somebody who acts as a test person goes back to being themselves (OVR-02). */
function Leave({ me }: { readonly me: Me }) {
  const text = useText()
  const out = useMutation({ mutationFn: signOut })
  const name = <span className="text-soft">{me.name}</span>
  if (me.acting)
    return (
      <form method="post" action="/console/acting/stop" className="flex gap-3">
        {name}
        <button type="submit" className={`${barLink} cursor-pointer`}>
          {text('nav.beYourself')}
        </button>
      </form>
    )
  return (
    <span className="flex gap-3">
      {name}
      <Link to="/account" className={barLink}>
        {text('nav.account')}
      </Link>
      <button type="button" className={`${barLink} cursor-pointer`} onClick={() => out.mutate()}>
        {text('nav.signOut')}
      </button>
      {out.isError && <Problem error={out.error} />}
    </span>
  )
}
