// The keys one answers with: this browser's, those of one's other devices, letting a new one in by six words, and ending one that is lost.
import { useSuspenseQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { PersonKey } from '../data/key-list.ts'
import { wordsOf } from '../data/key-words.ts'
import { keysQuery, useKeyActs } from '../data/keys.ts'
import { meQuery } from '../data/session.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Problem } from '../ui/problem.tsx'
import { Row } from '../ui/row.tsx'
import { Section } from './account-page.tsx'
import { ProofOrProblem } from './proof.tsx'

/** How often a browser that waits asks whether it still does. */
const ASKED_AGAIN_MS = 3_000

/** The part about keys. */
export function KeysSection() {
  const text = useText()
  const { data: me } = useSuspenseQuery(meQuery)
  const { data } = useSuspenseQuery({
    ...keysQuery(me.id),
    // Only while another device may be about to let this one in; its person looks at that one.
    refetchIntervalInBackground: true,
    refetchInterval: ({ state }) => (state.data?.own?.state === 'waits' ? ASKED_AGAIN_MS : false),
  })
  const { items, own } = data
  const canVouch = own?.state === 'counts'
  const others = items.filter(({ name }) => name !== own?.name)
  const waiting = others.filter(({ state }) => state === 'waits')
  const counting = items.filter(({ state }) => state === 'counts')
  return (
    <div id="keys">
      <Section title={text('keys.title')}>
        <p className="mb-3">{text('keys.what')}</p>
        <Here own={own} person={me.id} />
        {waiting.map((key) => (
          <Waiting key={key.name} one={key} canVouch={canVouch} person={me.id} />
        ))}
        <ul aria-label={text('keys.title')}>
          {counting.map((key) => (
            <KeyRow key={key.name} one={key} isHere={key.name === own?.name} person={me.id} />
          ))}
        </ul>
      </Section>
    </div>
  )
}

interface Part {
  readonly person: string
}

/** How this browser stands: it answers, it waits for another one, or it has no key and can make one. */
function Here({ own, person }: Part & { readonly own: PersonKey | null }) {
  const text = useText()
  const { startAnew } = useKeyActs(person)
  if (own?.state === 'counts') return null
  if (own?.state === 'waits')
    return (
      <Callout kind="good">
        <p className="font-semibold">{text('keys.cannotYet')}</p>
        <p className="my-2">{text('keys.compareThere')}</p>
        <Words name={own.name} />
        <p className="mt-2">{text('keys.orWait', { day: new Date(own.since) })}</p>
      </Callout>
    )
  return (
    <div className="my-3">
      <p className="mb-2">{text(own === null ? 'keys.noneHere' : 'keys.endedHere')}</p>
      <Button isPending={startAnew.isPending} onPress={() => startAnew.mutate()}>
        {text('keys.make')}
      </Button>
      <ProofOrProblem error={startAnew.error} retry={() => startAnew.mutate()} />
    </div>
  )
}

/** The six words are English in every language: they are compared, not read. */
function Words({ name }: { readonly name: string }) {
  return (
    <p lang="en" dir="ltr" data-words className="font-mono text-lg">
      {wordsOf(name).join(' ')}
    </p>
  )
}

/** A new browser of this account: its own person says so here, or stops it. */
function Waiting({ one, canVouch, person }: Part & { readonly one: PersonKey; readonly canVouch: boolean }) {
  const text = useText()
  const { endorse, end } = useKeyActs(person)
  const name = one.label ?? text('devices.unknown')
  return (
    <Callout kind="bad">
      <p className="font-semibold">{text('keys.asks', { name })}</p>
      <p className="my-2">{text('keys.compareHere')}</p>
      <Words name={one.name} />
      <div className="mt-3 flex flex-wrap gap-3">
        {canVouch && (
          <Button isPending={endorse.isPending} onPress={() => endorse.mutate(one)}>
            {text('keys.endorse')}
          </Button>
        )}
        <Button isPending={end.isPending} onPress={() => end.mutate(one)}>
          {text('keys.stop')}
        </Button>
      </div>
      {endorse.isError && <Problem error={endorse.error} />}
      {end.isError && <Problem error={end.error} />}
    </Callout>
  )
}

function KeyRow({ one, isHere, person }: Part & { readonly one: PersonKey; readonly isHere: boolean }) {
  const text = useText()
  const { end, forget } = useKeyActs(person)
  const [asked, setAsked] = useState(false)
  const act = isHere ? forget : end
  const name = one.label ?? text('devices.unknown')
  const since = text('devices.since', { day: new Date(one.since) })
  // What is pressed is gone once it is asked about: the question has the focus then.
  useEffect(() => {
    if (asked) document.getElementById(`${one.name}-sure`)?.focus()
  }, [asked, one.name])
  return (
    <Row
      title={name}
      line={isHere ? text('devices.here', { since }) : since}
      acts={
        !asked && (
          <Button
            size="small"
            onPress={() => setAsked(true)}
            {...(!isHere && { 'aria-label': text('keys.endWhich', { name }) })}
          >
            {text(isHere ? 'keys.forget' : 'keys.end')}
          </Button>
        )
      }
    >
      {asked && (
        <div id={`${one.name}-sure`} tabIndex={-1} className="my-2">
          <p>{text(isHere ? 'keys.forgetSure' : 'keys.endSure')}</p>
          <div className="mt-2 flex flex-wrap gap-3">
            <Button size="small" weight="bad" isPending={act.isPending} onPress={() => act.mutate(one)}>
              {text(isHere ? 'keys.forget' : 'keys.end')}
            </Button>
            <Button size="small" onPress={() => setAsked(false)}>
              {text('keys.keep')}
            </Button>
          </div>
        </div>
      )}
      {act.isError && <Problem error={act.error} />}
    </Row>
  )
}
