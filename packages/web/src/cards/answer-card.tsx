// The card an answer is given on (design §1, §3): its words, what can be ticked, two equal buttons; the same wherever one answers.
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { type AskCard, ownWordsQuery, useAnswer } from '../data/answers.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Problem } from '../ui/problem.tsx'
import { Tick, ticked } from '../ui/tick.tsx'
import { OwnWords } from './own-words.tsx'

/** What is ticked; nothing is, at first. */
interface Ticks {
  readonly everywhere: boolean
  readonly history: boolean
  readonly contactFields: readonly string[]
}

/**
 * The card. Ticks count with a yes only, and contact details with one for all threads only, so they are not there to tick otherwise.
 * @param thread where it is answered; null for all threads
 */
export function AnswerCard({
  card,
  thread,
  choosesScope = false,
  onSaid,
}: {
  readonly card: AskCard
  readonly thread: string | null
  /** Whether one answers for the thread or for all, as one likes. */
  readonly choosesScope?: boolean
  readonly onSaid?: () => void
}) {
  const answer = useAnswer()
  const [ticks, setTicks] = useState<Ticks>({
    everywhere: thread === null,
    history: false,
    contactFields: [],
  })
  const set = (change: Partial<Ticks>): void => setTicks((before) => ({ ...before, ...change }))
  const { everywhere, ...more } = ticks
  const say = (said: 'allow' | 'never') => () =>
    answer.mutate(
      { card, thread: everywhere ? null : thread, answer: said, ...more },
      onSaid && { onSuccess: onSaid },
    )
  return (
    <div className="grid gap-2">
      {card.lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {choosesScope && <Scope card={card} ticks={ticks} set={set} />}
      <Tick
        label={card.labels['history'] ?? ''}
        isOn={ticks.history}
        onChange={(history) => set({ history })}
      />
      {everywhere &&
        card.contact_choices.map(({ field, label }) => (
          <Tick
            key={field}
            label={label}
            isOn={ticks.contactFields.includes(field)}
            onChange={(on) => set({ contactFields: ticked(ticks.contactFields, field, on) })}
          />
        ))}
      {thread !== null && <WhichWords card={card} thread={thread} ticks={ticks} />}
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

function Scope({
  card,
  ticks,
  set,
}: {
  readonly card: AskCard
  readonly ticks: Ticks
  readonly set: (change: Partial<Ticks>) => void
}) {
  const text = useText()
  const name = useId()
  return (
    <fieldset className="flex flex-wrap gap-x-5">
      <legend className="text-sm text-soft">{text('ask.answerFor')}</legend>
      {([false, true] as const).map((all) => (
        <label key={String(all)} className="flex min-h-9 cursor-pointer items-center gap-2">
          <input
            type="radio"
            name={name}
            checked={ticks.everywhere === all}
            onChange={() => set({ everywhere: all, ...(!all && { contactFields: [] }) })}
            className="size-4.5 accent-accent"
          />
          {card.labels[all ? 'all' : 'thread']}
        </label>
      ))}
    </fieldset>
  )
}

/** Opened by the reader; follows what they tick. */
function WhichWords({
  card,
  thread,
  ticks,
}: {
  readonly card: AskCard
  readonly thread: string
  readonly ticks: Ticks
}) {
  const text = useText()
  const [open, setOpen] = useState(false)
  const found = useQuery({ ...ownWordsQuery(card, thread, ticks), enabled: open })
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="cursor-pointer text-accent">{text('ask.own')}</summary>
      <div role="status" className="my-2 rounded-box bg-tint px-3 py-2">
        {found.isPending && <p>{text('app.loading')}</p>}
        {found.isError && <Problem error={found.error} />}
        {found.isSuccess && (
          <>
            <p className="text-sm text-soft">{text('ask.ownOnly')}</p>
            <OwnWords {...found.data} history={ticks.history} />
          </>
        )}
      </div>
    </details>
  )
}
