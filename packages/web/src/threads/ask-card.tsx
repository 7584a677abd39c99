// An ask in its thread: the card while it is open, one line with a way to change afterwards; and asking the others.
import { useLocale } from 'react-aria-components'
import { AnswerCard } from '../cards/answer-card.tsx'
import { type Ask, useAskOthers, useTakeBack } from '../data/answers.ts'
import type { Sharing } from '../data/threads.ts'
import type { TextKey } from '../text/en.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { dayWords } from '../ui/moments.ts'
import { Problem } from '../ui/problem.tsx'

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
          <AnswerCard card={card} thread={ask.thread} choosesScope />
        </>
      ) : (
        <Answered ask={ask} answer={answer} />
      )}
    </section>
  )
}

function Answered({ ask, answer }: { readonly ask: Ask; readonly answer: NonNullable<Ask['answer']> }) {
  const text = useText()
  const { locale } = useLocale()
  const takeBack = useTakeBack()
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
          <Button
            isPending={takeBack.isPending}
            onPress={() =>
              takeBack.mutate({ id: answer.id, partner: ask.card.partner.id, feature: ask.card.feature })
            }
          >
            {text('ask.takeBack')}
          </Button>
        </p>
        {takeBack.isError && <Problem error={takeBack.error} />}
        <AnswerCard card={ask.card} thread={ask.thread} choosesScope />
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
  const ask = useAskOthers(thread)
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
