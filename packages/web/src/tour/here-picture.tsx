// The other side of each door as a picture, from this installation as it is now: its register, and what the reader's ledger says.
import { useLocale } from 'react-aria-components'
import type { Company, Privacy } from '../data/privacy.ts'
import type { Tour, TourCompany } from '../data/tour.ts'
import { listed } from '../privacy/words.ts'
import type { DoorId } from './doors.ts'
import { centreOf, Dots } from './dots.tsx'
import { peopleAnInstaller } from './facts.ts'
import { Signs } from './powers.tsx'
import { Span } from './span.tsx'
import { useTourText } from './tour-text.ts'

/** What a picture is drawn from; `privacy` is null for somebody who is not signed in. */
export interface Seen {
  readonly tour: Tour
  readonly privacy: Privacy | null
}

/** The picture of a door; an empty frame where there is nothing to draw yet. */
export function HerePicture({ door, tour, privacy }: Seen & { readonly door: DoorId }) {
  const { music, film, bank } = tour.companies
  switch (door) {
    case 'send-a-song':
      return <Sending company={music} door={door} />
    case 'recommend-a-film':
      return <Sending company={film} door={door} />
    case 'bank-receipt':
      return <Sending company={bank} door={door} />
    case 'friends-addresses':
      return <OneYes />
    case 'who-got-what':
      return <Shares companies={privacy?.companies ?? []} />
    case 'withdraw':
      return <Ended companies={privacy?.companies ?? []} />
    case 'register':
      return <Register register={tour.register} />
    case 'ended':
      return <EndedFilm film={tour.ended_film} />
  }
}

/** What sending takes: the powers of the one purpose that writes. */
function Sending({
  company,
  door,
}: {
  readonly company: TourCompany | null
  readonly door: 'send-a-song' | 'recommend-a-film' | 'bank-receipt'
}) {
  const say = useTourText()
  const offer = company?.offers.find(({ verbs }) => verbs.includes('messages.write'))
  return offer === undefined ? (
    <Nothing />
  ) : (
    <Signs held={offer.verbs} tone="own" says={say(`${door}.hereSays`)} />
  )
}

function OneYes() {
  const say = useTourText()
  const count = peopleAnInstaller
  const toneOf = (n: number) => (n === centreOf(count) ? 'own' : 'kept')
  return <Dots count={count} toneOf={toneOf} says={say('friends-addresses.hereSays', { count })} />
}

/** A bar for each company that got something, as long as what it got. */
function Shares({ companies }: { readonly companies: readonly Company[] }) {
  const say = useTourText()
  const { locale } = useLocale()
  const got = companies.filter(({ totals }) => totals.items > 0)
  if (got.length === 0) return <Nothing />
  const most = Math.max(...got.map(({ totals }) => totals.items))
  const number = new Intl.NumberFormat(locale)
  const all = got.map(({ partner, totals }) => `${partner.name} ${number.format(totals.items)}`)
  return (
    <svg
      role="img"
      aria-label={say('who-got-what.hereSays', { all: listed(locale, all) })}
      viewBox={`0 0 300 ${got.length * 20}`}
      className="max-h-40 w-full rtl:-scale-x-100"
      preserveAspectRatio="none"
    >
      {got.map(({ partner, totals: { items, items_through_others: others } }, n) => {
        const whole = (items / most) * 300
        const through = (others / most) * 300
        return (
          <g key={partner.id}>
            <rect className="fill-accent" x={0} y={n * 20 + 3} width={whole - through} height={14} />
            <rect className="fill-warn" x={whole - through} y={n * 20 + 3} width={through} height={14} />
          </g>
        )
      })}
    </svg>
  )
}

/** The permission that was withdrawn last, of a company that tried again if there is one. */
export function lastWithdrawn(companies: readonly Company[]) {
  const ended = companies.flatMap((company) =>
    company.permissions.flatMap(({ standing, given_at, ended_at }) =>
      standing === 'withdrawn' && ended_at !== null
        ? [{ company, given: Date.parse(given_at), ended: Date.parse(ended_at) }]
        : [],
    ),
  )
  return ended.toSorted((a, b) => b.ended - a.ended)[0]
}

function Ended({ companies }: { readonly companies: readonly Company[] }) {
  const say = useTourText()
  const last = lastWithdrawn(companies)
  if (last === undefined) return <Nothing />
  const { company, given, ended } = last
  const refused = company.last_refused === null ? 0 : Date.parse(company.last_refused.at)
  const marks = refused >= ended ? [refused] : []
  const length = Math.max(ended - given, 1)
  // As much after the end as before it, so that one sees that nothing came.
  const to = Math.max(ended + length, ...marks.map((at) => at + length / 10))
  return (
    <Span
      from={given}
      to={to}
      bars={[
        { from: given, to: ended, tone: 'allowed' },
        { from: ended, to, tone: 'shut' },
      ]}
      marks={marks}
      says={say('withdraw.hereSays', { company: company.partner.name })}
    />
  )
}

function Register({ register }: { readonly register: Tour['register'] }) {
  const say = useTourText()
  const { companies: count, over } = register
  if (count === 0) return <Nothing />
  const toneOf = (n: number) => (n < count - over ? 'own' : 'hollow')
  return <Dots count={count} square toneOf={toneOf} says={say('register.hereSays', { count, over })} />
}

function EndedFilm({ film }: { readonly film: Tour['ended_film'] }) {
  const say = useTourText()
  if (film === null) return <Nothing />
  const from = Date.parse(film.start_at)
  const to = Date.parse(film.end_at)
  const shown = to + (to - from) * 2
  return (
    <Span
      from={from}
      to={shown}
      bars={[
        { from, to, tone: 'allowed' },
        { from: to, to: shown, tone: 'shut' },
      ]}
      says={say('ended.hereSays', { name: film.name, company: film.company, from, to })}
    />
  )
}

/** The words beside it say why there is nothing. */
const Nothing = () => <div className="h-14 rounded-box border border-dashed border-edge" />
