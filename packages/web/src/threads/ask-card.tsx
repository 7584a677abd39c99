// The ask card (design §1, §3): who asks, for what, until when, which of one's words; two equal buttons, one tap, changed in the same place.
import { useState } from 'react'
import { useLocale } from 'react-aria-components'
import { type Ask, useAskActs } from '../data/asks.ts'
import type { Sharing } from '../data/threads.ts'
import type { TextKey } from '../text/en.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Problem } from '../ui/problem.tsx'
import { dayWords } from './moments.ts'
import { OwnWords } from './own-words.tsx'

/** The card: open while unanswered, one line with a way to change afterwards. It never says who asked or what others said (COP-01). */
export function AskCard({ ask }: { readonly ask: Ask }) {
  const text = useText()
  const { card, answer } = ask
  return (
    <section
      aria-labelledby={`${ask.id}-title`}
      className="mx-auto my-4 max-w-xl rounded-box border-2 border-edge bg-sheet p-4"
    >
      {answer === null ? (
        <>
          <p className="text-sm text-soft">{text('ask.asks', { company: card.partner.name })}</p>
          <h2 id={`${ask.id}-title`} className="mb-1 text-xl">
            {card.title}
          </h2>
          <Question ask={ask} />
        </>
      ) : (
        <Answered ask={ask} answer={answer} />
      )}
    </section>
  )
}

function Question({ ask }: { readonly ask: Ask }) {
  const text = useText()
  const { card, thread } = ask
  const { answer } = useAskActs(thread)
  const [everywhere, setEverywhere] = useState(false)
  const [history, setHistory] = useState(false)
  const [contactFields, setContactFields] = useState<readonly string[]>([])
  const say = (said: 'allow' | 'never') => () =>
    answer.mutate({ card, given: { answer: said, everywhere, history, contactFields } })
  return (
    <div className="grid gap-2">
      {card.lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <fieldset className="flex flex-wrap gap-x-5">
        <legend className="text-sm text-soft">{text('ask.answerFor')}</legend>
        {([false, true] as const).map((all) => (
          <label key={String(all)} className="flex min-h-9 cursor-pointer items-center gap-2">
            <input
              type="radio"
              name={`${ask.id}-scope`}
              checked={everywhere === all}
              onChange={() => setEverywhere(all)}
              className="size-4.5 accent-accent"
            />
            {card.labels[all ? 'all' : 'thread']}
          </label>
        ))}
      </fieldset>
      <Tick label={card.labels['history'] ?? ''} isOn={history} onChange={setHistory} />
      {card.contact_choices.map(({ field, label }) => (
        <Tick
          key={field}
          label={label}
          isOn={contactFields.includes(field)}
          onChange={(on) =>
            setContactFields((before) => (on ? [...before, field] : before.filter((one) => one !== field)))
          }
        />
      ))}
      <OwnWords ask={ask} everywhere={everywhere} history={history} />
      {answer.isError && <Problem error={answer.error} />}
      <div className="mt-1 grid grid-cols-2 gap-3">
        <Button isPending={answer.isPending} onPress={say('allow')}>
          {card.labels['allow']}
        </Button>
        <Button isPending={answer.isPending} onPress={say('never')}>
          {card.labels['never']}
        </Button>
      </div>
    </div>
  )
}

function Tick({
  label,
  isOn,
  onChange,
}: {
  readonly label: string
  readonly isOn: boolean
  readonly onChange: (on: boolean) => void
}) {
  return (
    <label className="flex min-h-9 cursor-pointer items-center gap-2">
      <input
        type="checkbox"
        checked={isOn}
        onChange={({ target }) => onChange(target.checked)}
        className="size-4.5 accent-accent"
      />
      {label}
    </label>
  )
}

function Answered({ ask, answer }: { readonly ask: Ask; readonly answer: NonNullable<Ask['answer']> }) {
  const text = useText()
  const { locale } = useLocale()
  const { takeBack } = useAskActs(ask.thread)
  const company = ask.card.partner.name
  const until = dayWords(locale, new Date(answer.ends_at), new Date())
  return (
    <>
      <h2 id={`${ask.id}-title`} className="text-lg">
        {text(answer.answer === 'allow' ? 'ask.saidYes' : 'ask.saidNo', { company })}
      </h2>
      <p className="text-soft">
        {text(answer.thread === null ? 'ask.everywhereUntil' : 'ask.hereUntil', { until })}
      </p>
      <details className="mt-1">
        <summary className="cursor-pointer text-accent">{text('ask.change')}</summary>
        <p className="my-3">
          <Button isPending={takeBack.isPending} onPress={() => takeBack.mutate(answer.id)}>
            {text('ask.takeBack')}
          </Button>
        </p>
        {takeBack.isError && <Problem error={takeBack.error} />}
        <Question ask={ask} />
      </details>
    </>
  )
}

/** Whoever let a company have their own words here may ask the others, once in twelve months; that it was done stays said. */
export function AskOffers({
  thread,
  offers,
}: {
  readonly thread: string
  readonly offers: Sharing['offers']
}) {
  const text = useText()
  const { ask } = useAskActs(thread)
  return (
    <>
      {ask.isSuccess && <Callout kind="good">{text('ask.asked')}</Callout>}
      {ask.isError && <Problem error={ask.error} />}
      {offers.map(({ grant, partner, purpose }) => (
        <section
          key={grant}
          className="mx-auto my-4 max-w-xl rounded-box border border-dashed border-edge p-4"
        >
          <p>
            {text('ask.offer', { company: partner.name, purpose: text(`purpose.${purpose}` as TextKey) })}
          </p>
          <p className="my-2">
            <Button isPending={ask.isPending} onPress={() => ask.mutate(grant)}>
              {text('ask.askOthers')}
            </Button>
          </p>
          <p className="text-sm text-soft">{text('ask.once')}</p>
        </section>
      ))}
    </>
  )
}
