// One company: what it may, a picture of what it got, and every permission, answer and read, each with its way out.
import { type ReactNode, useState } from 'react'
import type { Answer, Company, Grant } from '../data/privacy.ts'
import { useText } from '../text/text.tsx'
import { Folded } from '../ui/facts.tsx'
import { AnswerItem } from './answer-item.tsx'
import { Deletions } from './deletions.tsx'
import { GotList } from './got-list.tsx'
import { PermissionItem } from './permission-item.tsx'
import { Timeline } from './timeline.tsx'
import { refusalWords } from './words.ts'

interface Card {
  readonly company: Company
  readonly titles: ReadonlyMap<string, string>
  readonly restricted: boolean
  readonly now: number
  readonly onDone: (words: string) => void
}

/** The company. */
export function CompanyCard({ company, titles, restricted, now, onDone }: Card) {
  const text = useText()
  const { partner, permissions, answers, totals } = company
  const [wantsReads, setWantsReads] = useState(false)
  const isLive = ({ standing }: Grant | Answer): boolean => standing === 'live'
  return (
    <section
      id={partner.id}
      aria-labelledby={`${partner.id}-name`}
      className="my-5 rounded-box border border-line bg-sheet p-4 sm:p-6"
    >
      <h2 id={`${partner.id}-name`} className="mb-2 text-xl">
        {partner.name}
      </h2>
      <Summary company={company} restricted={restricted} />
      <Timeline company={company} now={now} />
      <Refused company={company} />
      <Listed title={text('grant.title')} all={permissions} isLive={isLive}>
        {(grant) => <PermissionItem key={grant.id} grant={grant} titles={titles} onDone={onDone} />}
      </Listed>
      <Listed title={text('answer.title')} all={answers} isLive={isLive}>
        {(answer) => <AnswerItem key={answer.id} answer={answer} titles={titles} onDone={onDone} />}
      </Listed>
      {totals.items_through_others > 0 && (
        <>
          <h3 className="mt-4 text-lg">{text('others.title')}</h3>
          <p>{text('others.words', { items: totals.items_through_others, company: partner.name })}</p>
        </>
      )}
      {totals.disclosures > 0 && (
        <Folded title={text('got.each', { reads: totals.disclosures })} onOpen={() => setWantsReads(true)}>
          {wantsReads && <GotList partner={partner.id} />}
        </Folded>
      )}
      <Deletions company={company} onDone={onDone} />
    </section>
  )
}

function Summary({ company, restricted }: Pick<Card, 'company' | 'restricted'>) {
  const text = useText()
  const { items, disclosures: reads } = company.totals
  const had = items === 0 ? text('privacy.gotNothing') : text('privacy.gotSome', { items, reads })
  const more = restricted ? text('privacy.rests') : company.live ? '' : text('privacy.noMore')
  return (
    <p>
      {had} {more}
    </p>
  )
}

function Refused({ company: { last_refused } }: Pick<Card, 'company'>) {
  const text = useText()
  if (last_refused === null) return null
  const { at, code } = last_refused
  const why = refusalWords(text, code)
  return (
    <p className="my-3 border-s-4 border-edge ps-3">{text('privacy.refused', { day: new Date(at), why })}</p>
  )
}

/** What is in force in full view, what has ended folded below it: there, but not in the way. */
function Listed<T extends { readonly id: string }>({
  title,
  all,
  isLive,
  children,
}: {
  readonly title: string
  readonly all: readonly T[]
  readonly isLive: (one: T) => boolean
  readonly children: (one: T) => ReactNode
}) {
  const text = useText()
  if (all.length === 0) return null
  const live = all.filter(isLive)
  const ended = all.filter((one) => !isLive(one))
  return (
    <>
      <h3 className="mt-4 text-lg">{title}</h3>
      {live.length > 0 && <ul>{live.map(children)}</ul>}
      {ended.length > 0 && (
        <Folded title={text('grant.ended', { count: ended.length })} open={live.length === 0}>
          <ul>{ended.map(children)}</ul>
        </Folded>
      )}
    </>
  )
}
