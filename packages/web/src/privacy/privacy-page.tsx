// The privacy centre: the switch, each company with what it may and what it got, notices, and what one takes along (TRN-01, 02, 04, 05).
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { opened, privacyQuery, useSwitch } from '../data/privacy.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Page } from '../ui/page.tsx'
import { Problem } from '../ui/problem.tsx'
import { CompanyCard } from './company-card.tsx'
import { Notices } from './notices.tsx'
import { TakeAlong } from './take-along.tsx'

const linkLook = 'text-accent underline'

/** The page of `/privacy`. */
export function PrivacyPage() {
  const text = useText()
  const { restricted, companies, threads } = useSuspenseQuery(privacyQuery).data
  const [now] = useState(() => Date.now())
  const [done, setDone] = useState<string | null>(null)
  useArrival()
  const titles = new Map(threads.map(({ id, title }) => [id, title]))
  const live = companies.filter((company) => company.live)
  const over = companies.filter((company) => !company.live)
  const card = (company: (typeof companies)[number]) => (
    <CompanyCard
      key={company.partner.id}
      company={company}
      titles={titles}
      restricted={restricted}
      now={now}
      onDone={setDone}
    />
  )
  return (
    <Page title={text('privacy.title')}>
      {done !== null && <Callout kind="good">{done}</Callout>}
      <Switch restricted={restricted} />
      <p>
        <Link to="/contact" className={linkLook}>
          {text('privacy.reach')}
        </Link>
        . {text('privacy.reachWords')}
      </p>
      {companies.length === 0 && <Nobody />}
      {live.map(card)}
      {over.length > 0 && <h2 className="mt-8 text-2xl">{text('privacy.over')}</h2>}
      {over.map(card)}
      <Notices />
      <TakeAlong />
      <p className="my-6 text-sm text-soft">{text('privacy.foot')}</p>
      <p className="flex flex-wrap gap-x-6">
        <Link to="/privacy/got" className={linkLook}>
          {text('got.title')}
        </Link>
        <Link to="/account/close" className={linkLook}>
          {text('close.title')}
        </Link>
      </p>
    </Page>
  )
}

/** Says that the reader looked, and takes them to what the address names: it is there only now. */
function useArrival(): void {
  useEffect(() => {
    // Whether it was noted is nothing the reader could do anything about: the next reminder may come early.
    opened().catch(() => undefined)
    const { hash } = location
    if (hash.length > 1) document.getElementById(hash.slice(1))?.scrollIntoView()
  }, [])
}

function Switch({ restricted }: { readonly restricted: boolean }) {
  const text = useText()
  const set = useSwitch()
  const state = restricted ? 'restOn' : 'restOff'
  return (
    <section
      aria-labelledby="switch"
      className={`my-5 flex flex-wrap items-center gap-4 rounded-box border p-4 sm:p-6 ${restricted ? 'border-accent bg-tint' : 'border-line bg-sheet'}`}
    >
      <div className="min-w-64 flex-1">
        <h2 id="switch" className="text-xl">
          {text(`privacy.${state}`)}
        </h2>
        <p>{text(`privacy.${state}Words`)}</p>
      </div>
      <Button isPending={set.isPending} onPress={() => set.mutate(!restricted)}>
        {text(`privacy.${state}Act`)}
      </Button>
      {set.isError && <Problem error={set.error} />}
    </section>
  )
}

function Nobody() {
  const text = useText()
  return (
    <section className="my-6 rounded-box border border-dashed border-edge px-4 py-6">
      <h2 className="mb-2 text-xl">{text('privacy.none')}</h2>
      <p className="mb-2">{text('privacy.noneWords')}</p>
      <a href="/register" className={linkLook}>
        {text('privacy.noneLink')}
      </a>
    </section>
  )
}
