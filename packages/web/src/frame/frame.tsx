// What stands around every page: the skip link and the top bar with places, the reader's name and the way out.

import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Link, Outlet } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useEnsuredKey } from '../data/keys.ts'
import { listen } from '../data/live.ts'
import { meQuery } from '../data/session.ts'
import type { TextKey } from '../text/en.ts'
import { useText } from '../text/text.tsx'
import { Leave } from './leave.tsx'
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
  useEnsuredKey(me.id)
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
        <Leave me={me}>
          <Link to="/account" className={barLink}>
            {text('nav.account')}
          </Link>
        </Leave>
      </TopBar>
      <Outlet />
    </>
  )
}
