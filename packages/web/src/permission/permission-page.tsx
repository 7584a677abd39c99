// The permission screen: a company asks for something of the reader's; each choice is off at first, and no is as near as yes (PER-01, PER-03, UX-02).
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useEnsuredKey } from '../data/keys.ts'
import {
  type PermissionScreen,
  type Said,
  screenQuery,
  type Ticks,
  useAnswerPermission,
} from '../data/permission.ts'
import { Loading } from '../frame/states.tsx'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { Problem } from '../ui/problem.tsx'
import { Tick, ticked } from '../ui/tick.tsx'
import { Preview } from './preview.tsx'
import { ThreadPicker } from './thread-picker.tsx'

/** The page of `/interaction/:uid`. */
export function PermissionPage() {
  const text = useText()
  const { data: screen, error, isPending, refetch } = useQuery(screenQuery)
  const answer = useAnswerPermission()
  if (isPending) return <Loading />
  if (screen === undefined)
    return (
      <main id="main" className="mx-auto max-w-xl px-4 py-10">
        <Problem error={error} retry={() => void refetch()} />
      </main>
    )
  return (
    <Page title={screen.title}>
      <EnsuredKey person={screen.person.id} />
      <p className="my-3 text-lg" lang={screen.locale} dir="auto">
        {screen.lead}
      </p>
      <p className="wrap-anywhere">{screen.asks}</p>
      <p className="text-soft">{text('permission.signedIn', { name: screen.person.name })}</p>
      <p className="my-4 rounded-box border-s-4 border-accent bg-tint px-4 py-3">{screen.beyond}</p>
      {/* Other words are another screen: nothing that was ticked on the old ones stays ticked. */}
      <Choices
        key={screen.screen_hash}
        screen={screen}
        isPending={answer.isPending || answer.isSuccess}
        error={answer.error}
        say={(said) => answer.mutate({ screen, said })}
      />
    </Page>
  )
}

/** A yes is signed here, whatever page of ours its reader came by. */
function EnsuredKey({ person }: { readonly person: string }) {
  useEnsuredKey(person)
  return null
}

const box = 'my-4 min-w-0 rounded-box border border-line bg-sheet px-4 py-3 [&>legend+*]:clear-both'

function Choices({
  screen,
  isPending,
  error,
  say,
}: {
  readonly screen: PermissionScreen
  readonly isPending: boolean
  readonly error: unknown
  readonly say: (said: Said) => void
}) {
  const [ticks, setTicks] = useState<Ticks>({
    choices: [],
    threads: [],
    history: false,
    until: screen.until.unless_chosen,
  })
  const set = (change: Partial<Ticks>): void => setTicks((before) => ({ ...before, ...change }))
  return (
    <>
      <h2 className="mt-6 text-2xl">{screen.choices_title}</h2>
      <p className="text-soft">{screen.choices_note}</p>
      {screen.purposes.map(({ purpose, title, choices }) => (
        <fieldset key={purpose} className={box}>
          <legend className="float-start mb-1 w-full font-semibold">{title}</legend>
          {choices.map(({ key, label, covers }) => (
            <Tick
              key={key}
              value={key}
              label={label}
              note={covers}
              isOn={ticks.choices.includes(key)}
              onChange={(on) => set({ choices: ticked(ticks.choices, key, on) })}
            />
          ))}
        </fieldset>
      ))}
      {screen.threads !== null && (
        <ThreadPicker
          className={box}
          {...screen.threads}
          threads={screen.own_threads}
          picked={ticks.threads}
          onPick={(threads) => set({ threads })}
        />
      )}
      {screen.history !== null && (
        <div className={box}>
          <Tick {...screen.history} isOn={ticks.history} onChange={(history) => set({ history })} />
        </div>
      )}
      <Until {...screen.until} chosen={ticks.until} onChoose={(until) => set({ until })} />
      {screen.history !== null && <Preview screen={screen} ticks={ticks} />}
      <Outcome screen={screen} />
      <Answers screen={screen} isPending={isPending} error={error} say={say} ticks={ticks} />
    </>
  )
}

function Until({
  label,
  note,
  earliest,
  latest,
  chosen,
  onChoose,
}: PermissionScreen['until'] & { readonly chosen: string; readonly onChoose: (day: string) => void }) {
  return (
    <label className={`${box} block`}>
      <span className="block font-semibold">{label}</span>
      <input
        type="date"
        name="until"
        required
        min={earliest}
        max={latest}
        value={chosen}
        onChange={({ target }) => onChoose(target.value)}
        className="my-1 min-h-11 rounded-box border border-edge bg-sheet px-3"
      />
      <small className="block text-sm text-soft">{note}</small>
    </label>
  )
}

/** What it does not get, and the way back. */
function Outcome({ screen }: { readonly screen: PermissionScreen }) {
  return (
    <section className="my-6">
      <h2 className="text-xl">{screen.not_title}</h2>
      <ul className="my-2 list-disc ps-6">
        {screen.not.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <h2 className="mt-4 text-xl">{screen.back_title}</h2>
      <p className="my-2">{screen.back}</p>
    </section>
  )
}

/** Both answers, always in sight, alike in size and look: one press each, wherever the reader has got to. */
function Answers({
  screen,
  ticks,
  isPending,
  error,
  say,
}: {
  readonly screen: PermissionScreen
  readonly ticks: Ticks
  readonly isPending: boolean
  readonly error: unknown
  readonly say: (said: Said) => void
}) {
  return (
    <div
      data-answers
      className="sticky bottom-0 -mx-4 border-t border-line bg-paper px-4 py-3 sm:mx-0 sm:px-0"
    >
      {error != null && <Problem error={error} />}
      <div className="grid grid-cols-2 gap-3">
        <Button isPending={isPending} onPress={() => say({ answer: 'no' })}>
          {screen.no}
        </Button>
        <Button isPending={isPending} onPress={() => say({ answer: 'yes', ticks })}>
          {screen.yes}
        </Button>
      </div>
    </div>
  )
}
