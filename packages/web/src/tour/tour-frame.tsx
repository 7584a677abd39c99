// What stands around the tour: where anybody may look, and for whoever is signed in the way to their own places and out.
import { useSuspenseQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { tourQuery } from '../data/tour.ts'
import { Leave } from '../frame/leave.tsx'
import { barLink, TopBar } from '../frame/top-bar.tsx'
import type { TextKey } from '../text/en.ts'
import { useText } from '../text/text.tsx'

const ownPlaces = [
  ['/threads', 'nav.threads'],
  ['/friends', 'nav.friends'],
  ['/privacy', 'nav.privacy'],
] as const
const openPlaces = [
  ['/register', 'nav.companies'],
  ['/promises', 'nav.promises'],
] as const

/** The frame. */
export function TourFrame() {
  const text = useText()
  const { me } = useSuspenseQuery(tourQuery).data
  const places: readonly (readonly [string, TextKey])[] =
    me === null ? openPlaces : [...ownPlaces, ...openPlaces]
  const link = ([href, label]: readonly [string, TextKey]) => (
    <a key={href} href={href} className={barLink}>
      {text(label)}
    </a>
  )
  return (
    <>
      <TopBar>
        {places.map(link)}
        {me === null ? (
          link(['/sign-in', 'signIn.title'])
        ) : (
          <Leave me={me}>{link(['/account', 'nav.account'])}</Leave>
        )}
      </TopBar>
      <Outlet />
    </>
  )
}
