// One door: what happened in 2018 beside what happens here, each with its picture, its source, and the way to try it.
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { type ReactNode, useId } from 'react'
import { entranceQuery } from '../data/entrance.ts'
import { type Privacy, privacyQuery } from '../data/privacy.ts'
import { tourQuery } from '../data/tour.ts'
import { type DoorId, doorAt, doors } from './doors.ts'
import { HereMore } from './here-more.tsx'
import { HerePicture } from './here-picture.tsx'
import { ThenPicture } from './then-picture.tsx'
import { TourMain } from './tour-main.tsx'
import { useTourText } from './tour-text.ts'

/** What the ledger says of the reader; null for somebody who is not signed in. */
export function useOwnPrivacy(): Privacy | null {
  const { me } = useSuspenseQuery(tourQuery).data
  // Looked at anew when the reader comes back to this window: they may have withdrawn something in another.
  return useQuery({ ...privacyQuery, enabled: me !== null }).data ?? null
}

/** The page of `/tour/:door`. */
export function DoorPage() {
  const say = useTourText()
  const { door: asked = '' } = useParams({ strict: false }) as { readonly door?: string }
  const door = doorAt(asked)
  return door === undefined ? (
    <TourMain title={say('tour.nowhere')}>
      <AllDoors />
    </TourMain>
  ) : (
    <Door id={door.id} demo={door.demo} />
  )
}

/** What a company may ask for is drawn line by line there. */
const drawnBelow: ReadonlySet<DoorId> = new Set(['send-a-song', 'recommend-a-film', 'bank-receipt'])

function Door({ id, demo }: { readonly id: DoorId; readonly demo: string | null }) {
  const say = useTourText()
  const { data: tour } = useSuspenseQuery(tourQuery)
  const { demo_people } = useSuspenseQuery(entranceQuery).data
  const privacy = useOwnPrivacy()
  const n = doors.findIndex((door) => door.id === id)
  return (
    <TourMain title={say(`${id}.title`)} above={say('tour.door', { n: n + 1, all: doors.length })}>
      <div className="mt-4 grid gap-4 lg:grid-cols-2">
        <Side title={say('tour.then')} look="border-line text-soft">
          <ThenPicture door={id} />
          <p className="my-3">{say(`${id}.then`)}</p>
          <p className="text-sm">{say('tour.source', { source: say(`${id}.source`) })}</p>
        </Side>
        <Side title={say('tour.here')} look="border-accent bg-sheet">
          {!drawnBelow.has(id) && <HerePicture door={id} tour={tour} privacy={privacy} />}
          <p className="my-3">{say(`${id}.here`)}</p>
          <HereMore door={id} tour={tour} privacy={privacy} />
          {demo !== null && demo_people.length > 0 && (
            <p className="mt-4 text-sm text-soft">
              {say('tour.whole')} <code dir="ltr">countersign demo {demo}</code>
            </p>
          )}
        </Side>
      </div>
      <Onward n={n} />
      <p className="mt-8 text-sm text-soft">{say('tour.foot')}</p>
    </TourMain>
  )
}

function Side({
  title,
  look,
  children,
}: {
  readonly title: string
  readonly look: string
  readonly children: ReactNode
}) {
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      data-words
      className={`group/door min-w-0 rounded-box border p-4 sm:p-6 ${look}`}
    >
      <h2 id={id} className="mb-3 text-xl text-ink">
        {title}
      </h2>
      {children}
    </section>
  )
}

const link = 'text-accent underline underline-offset-4'

function Onward({ n }: { readonly n: number }) {
  const say = useTourText()
  const before = doors[n - 1]
  const next = doors[n + 1]
  return (
    <nav aria-label={say('tour.doors')} className="mt-6 flex flex-wrap justify-between gap-x-6 gap-y-2">
      {before && (
        <a href={`/tour/${before.id}`} className={link}>
          {say('tour.before', { title: say(`${before.id}.title`) })}
        </a>
      )}
      <AllDoors />
      {next && (
        <a href={`/tour/${next.id}`} className={link}>
          {say('tour.next', { title: say(`${next.id}.title`) })}
        </a>
      )}
    </nav>
  )
}

function AllDoors() {
  const say = useTourText()
  return (
    <a href="/" className={link}>
      {say('tour.all')}
    </a>
  )
}
