// The start: one sentence, a way in, and the eight doors, each with both of its pictures.
import { useSuspenseQuery } from '@tanstack/react-query'
import { entranceQuery, signInDemo, useForm } from '../data/entrance.ts'
import { tourQuery } from '../data/tour.ts'
import { Button } from '../ui/button.tsx'
import { PersonMark } from '../ui/person-mark.tsx'
import { Problem } from '../ui/problem.tsx'
import { useOwnPrivacy } from './door-page.tsx'
import { type DoorId, doors } from './doors.ts'
import { Way } from './here-more.tsx'
import { HerePicture, type Seen } from './here-picture.tsx'
import { ThenPicture } from './then-picture.tsx'
import { TourMain } from './tour-main.tsx'
import { useTourText } from './tour-text.ts'

/** The page of `/`. */
export function TourPage() {
  const say = useTourText()
  const { data: tour } = useSuspenseQuery(tourQuery)
  const { demo_people } = useSuspenseQuery(entranceQuery).data
  const privacy = useOwnPrivacy()
  return (
    <TourMain title={say('tour.title')} window={say('tour.window')}>
      <p className="my-4 max-w-3xl text-lg">{say('tour.lead')}</p>
      {tour.me !== null && (
        <p className="my-4 flex flex-wrap items-center gap-3">
          {say('tour.asYou', { name: tour.me.name })}
          <Way href="/threads" strong>
            {say('tour.threads')}
          </Way>
        </p>
      )}
      {tour.me === null && demo_people.length > 0 && <DemoPeople people={demo_people} />}
      {tour.me === null && demo_people.length === 0 && (
        <p className="my-4 flex flex-wrap gap-3">
          <Way href="/sign-up" strong>
            {say('tour.signUp')}
          </Way>
          <Way href="/sign-in">{say('tour.signIn')}</Way>
        </p>
      )}
      <ol aria-label={say('tour.doors')} className="mt-8 grid gap-5 sm:grid-cols-2">
        {doors.map(({ id }, n) => (
          <Tile key={id} id={id} n={n + 1} tour={tour} privacy={privacy} />
        ))}
      </ol>
      <p className="mt-8 max-w-3xl text-sm text-soft">{say('tour.foot')}</p>
    </TourMain>
  )
}

/** One click for each made-up person; they exist in a demo's data folder only. */
function DemoPeople({
  people,
}: {
  readonly people: readonly { readonly id: string; readonly name: string }[]
}) {
  const say = useTourText()
  const enter = useForm(signInDemo, () => location.assign('/'))
  return (
    <section aria-labelledby="demo" className="my-6">
      <h2 id="demo" className="mb-1 text-xl">
        {say('tour.demo')}
      </h2>
      <p className="mb-3 text-soft">{say('tour.demoWhy')}</p>
      <div className="flex flex-wrap gap-2">
        {people.map(({ id, name }) => (
          <Button
            key={id}
            isPending={enter.isPending && enter.variables === id}
            onPress={() => enter.mutate(id)}
          >
            <PersonMark id={id} name={name} /> {name}
          </Button>
        ))}
      </div>
      {enter.isError && <Problem error={enter.error} />}
    </section>
  )
}

/** A door from outside. Its pictures say again what the words do, so screen readers pass them over. */
function Tile({ id, n, ...seen }: Seen & { readonly id: DoorId; readonly n: number }) {
  const say = useTourText()
  return (
    <li
      id={id}
      className="flex flex-col rounded-box border border-line bg-sheet p-4 hover:border-accent sm:p-5"
    >
      <h2 className="mb-1 text-xl">
        <a href={`/tour/${id}`} className="underline-offset-4 hover:underline">
          <span aria-hidden="true" className="me-2 border-b-4 border-double border-accent text-accent">
            {n}
          </span>
          {say(`${id}.title`)}
        </a>
      </h2>
      <p className="mb-4">{say(`${id}.line`)}</p>
      <div aria-hidden="true" className="mt-auto grid grid-cols-2 items-center gap-4">
        <div className="text-sm text-soft">
          <p className="mb-1">{say('tour.then')}</p>
          <ThenPicture door={id} />
        </div>
        <div className="text-sm">
          <p className="mb-1">{say('tour.here')}</p>
          <HerePicture door={id} {...seen} />
        </div>
      </div>
    </li>
  )
}
