// Below the picture of here: what is true right now for whoever looks, and the ways to try it.
import type { ReactNode } from 'react'
import type { Company } from '../data/privacy.ts'
import type { TourCompany } from '../data/tour.ts'
import { purposeWords, refusalWords } from '../privacy/words.ts'
import { useText } from '../text/text.tsx'
import type { DoorId } from './doors.ts'
import { lastWithdrawn, type Seen } from './here-picture.tsx'
import { Powers } from './powers.tsx'
import { useTourText } from './tour-text.ts'

/** What stands there at a door. */
export function HereMore({ door, tour, privacy }: Seen & { readonly door: DoorId }) {
  const { music, film, bank, contacts } = tour.companies
  switch (door) {
    case 'send-a-song':
      return <Tried company={music} privacy={privacy} />
    case 'recommend-a-film':
      return (
        <>
          <CannotRead company={film} />
          <Tried company={film} privacy={privacy} />
        </>
      )
    case 'bank-receipt':
      return <Tried company={bank} privacy={privacy} />
    case 'friends-addresses':
      return <Tried company={contacts} privacy={privacy} more={<FriendsLink />} />
    case 'who-got-what':
      return <Got privacy={privacy} />
    case 'withdraw':
      return <Withdrawn tour={tour} privacy={privacy} />
    case 'register':
      return <Counted tour={tour} />
    case 'ended':
      return <WhatEnded tour={tour} />
  }
}

const look =
  'inline-flex min-h-11 items-center rounded-box border px-4 font-semibold wrap-anywhere hover:border-accent'

/** A way to try it; the first of a door is the strong one. */
export function Way({
  href,
  strong = false,
  children,
}: {
  readonly href: string
  readonly strong?: boolean
  readonly children: ReactNode
}) {
  return (
    <a
      href={href}
      className={`${look} ${strong ? 'border-accent bg-accent text-accent-ink' : 'border-edge bg-sheet'}`}
    >
      {children}
    </a>
  )
}

const Ways = ({ children }: { readonly children: ReactNode }) => (
  <p className="mt-4 flex flex-wrap gap-3">{children}</p>
)

/** What is true right now; told to screen readers when it changes while the page is open. */
const Live = ({ children }: { readonly children: ReactNode }) => (
  <div role="status" className="my-3 rounded-box bg-tint px-3 py-2">
    {children}
  </div>
)

function ComeIn() {
  const say = useTourText()
  return (
    <p className="my-3">
      <a href="/" className="text-accent underline">
        {say('tour.comeIn')}
      </a>
    </p>
  )
}

/** A company that can be tried: what it may ask for, what it got of the reader, when it was refused last. */
function Tried({
  company,
  privacy,
  more,
}: {
  readonly company: TourCompany | null
  readonly privacy: Seen['privacy']
  readonly more?: ReactNode
}) {
  const say = useTourText()
  const text = useText()
  if (company === null) return <p className="my-3 text-soft">{say('tour.noCompany')}</p>
  const known = privacy?.companies.find(({ partner }) => partner.homepage === company.homepage)
  return (
    <>
      <p className="mt-4 mb-2 text-sm text-soft">{say('tour.powers', { company: company.name })}</p>
      {sendingFirst(company).map(({ feature, purpose, verbs }) => (
        <Powers
          key={`${feature} ${purpose}`}
          name={`${feature}: ${purposeWords(text, purpose)}`}
          held={verbs}
          tone="own"
        />
      ))}
      {privacy === null ? (
        <ComeIn />
      ) : (
        <Live>
          <p>{say('tour.got', { company: company.name, items: known?.totals.items ?? 0 })}</p>
          {known && <Refused company={known} />}
        </Live>
      )}
      <Ways>
        <Way href={company.homepage} strong>
          {say('tour.open', { company: company.name })}
        </Way>
        {more}
      </Ways>
    </>
  )
}

function sendingFirst({ offers }: TourCompany): TourCompany['offers'] {
  const sends = ({ verbs }: TourCompany['offers'][number]): number => Number(verbs.includes('messages.write'))
  return offers.toSorted((a, b) => sends(b) - sends(a))
}

function FriendsLink() {
  const text = useText()
  return <Way href="/friends">{text('friends.list')}</Way>
}

function Refused({ company: { partner, last_refused } }: { readonly company: Company }) {
  const say = useTourText()
  const text = useText()
  if (last_refused === null) return null
  const why = refusalWords(text, last_refused.code)
  return <p>{say('tour.refused', { company: partner.name, day: new Date(last_refused.at), why })}</p>
}

function CannotRead({ company }: { readonly company: TourCompany | null }) {
  const say = useTourText()
  const reads = company === null || company.offers.some(({ verbs }) => verbs.includes('messages.read'))
  return reads ? null : <p className="my-3">{say('recommend-a-film.cannot')}</p>
}

function Got({ privacy }: { readonly privacy: Seen['privacy'] }) {
  const say = useTourText()
  if (privacy === null) return <ComeIn />
  const got = privacy.companies.filter(({ totals }) => totals.items > 0)
  return (
    <>
      <Live>
        {got.length === 0 && <p>{say('who-got-what.none')}</p>}
        {got.map(({ partner, totals }) => (
          <p key={partner.id}>{say('tour.got', { company: partner.name, items: totals.items })}</p>
        ))}
      </Live>
      <Ways>
        <Way href="/privacy" strong>
          {say('who-got-what.link')}
        </Way>
      </Ways>
    </>
  )
}

function Withdrawn({ tour, privacy }: Seen) {
  const say = useTourText()
  const last = lastWithdrawn(privacy?.companies ?? [])
  const { music } = tour.companies
  if (privacy === null) return <ComeIn />
  return (
    <>
      <Live>{last === undefined ? <p>{say('withdraw.none')}</p> : <Refused company={last.company} />}</Live>
      <Ways>
        <Way href="/privacy" strong>
          {say('withdraw.link')}
        </Way>
        {music && <Way href={music.homepage}>{say('withdraw.again', { company: music.name })}</Way>}
      </Ways>
    </>
  )
}

function Counted({ tour: { register } }: Pick<Seen, 'tour'>) {
  const say = useTourText()
  return (
    <>
      <Live>
        <p>{say('register.count', { count: register.companies, features: register.features })}</p>
      </Live>
      <Ways>
        <Way href="/register" strong>
          {say('register.link')}
        </Way>
      </Ways>
    </>
  )
}

function WhatEnded({ tour: { register, ended_film } }: Pick<Seen, 'tour'>) {
  const say = useTourText()
  return (
    <>
      {ended_film && (
        <p className="my-3">
          {say('ended.one', {
            name: ended_film.name,
            company: ended_film.company,
            from: new Date(ended_film.start_at),
            to: new Date(ended_film.end_at),
          })}
        </p>
      )}
      <Live>
        <p>{say('ended.count', { count: register.features_ended })}</p>
      </Live>
      <Ways>
        <Way href="/register?state=ended&q=film#list" strong>
          {say('ended.link')}
        </Way>
      </Ways>
    </>
  )
}
