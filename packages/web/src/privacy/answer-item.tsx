// One answer for one's own words, its way back, and the card to answer on anew: the same words and the same two buttons.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocale } from 'react-aria-components'
import { AnswerCard } from '../cards/answer-card.tsx'
import { cardQuery, useTakeBack } from '../data/answers.ts'
import type { Answer } from '../data/privacy.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Fact, Facts, Folded, Tag } from '../ui/facts.tsx'
import { Problem } from '../ui/problem.tsx'
import { SaveReceipts } from './save-receipts.tsx'
import { dayIn, fieldList, purposeWords } from './words.ts'

interface Item {
  readonly answer: Answer
  readonly titles: ReadonlyMap<string, string>
  readonly onDone: (words: string) => void
}

/** An answer. */
export function AnswerItem({ answer, titles, onDone }: Item) {
  const text = useText()
  const { locale } = useLocale()
  const takeBack = useTakeBack()
  const named = `${answer.id}-name`
  const live = answer.standing === 'live'
  const yes = answer.answer === 'allow'
  const where = answer.thread === null ? 'All' : 'Thread'
  const words = text(`answer.${yes ? 'yes' : 'never'}${where}`, {
    company: answer.partner.name,
    purpose: purposeWords(text, answer.purpose),
    thread: (answer.thread !== null && titles.get(answer.thread)) || text('grant.goneThread'),
  })
  return (
    <li id={answer.id} className="border-t border-line py-4 target:bg-tint">
      <h4 id={named} className="font-semibold">
        {text(yes ? 'answer.yes' : 'answer.never', { feature: answer.feature.name })}
        <Tag on={live}>{text(`standing.${answer.standing}`)}</Tag>
      </h4>
      <p className="wrap-anywhere">{words}</p>
      <Facts>
        {answer.contact_fields.length > 0 && (
          <Fact name={text('answer.contact')}>{fieldList(text, locale, answer.contact_fields)}</Fact>
        )}
        {yes && <Fact name={text('grant.earlier')}>{text(answer.history ? 'grant.yes' : 'grant.no')}</Fact>}
        <Fact name={text('grant.givenAt')}>{dayIn(locale, answer.given_at)}</Fact>
        <Fact name={text(answer.ended_at === null ? 'grant.endsAt' : 'grant.endedAt')}>
          {dayIn(locale, answer.ended_at ?? answer.ends_at)}
        </Fact>
        <Fact name={text('grant.got')}>{text('grant.times', { count: answer.disclosures })}</Fact>
      </Facts>
      <div className="flex flex-wrap items-center gap-3">
        {live && (
          <>
            <Button
              aria-describedby={`${named} ${answer.id}-then`}
              isPending={takeBack.isPending}
              onPress={() =>
                takeBack.mutate(
                  { id: answer.id, partner: answer.partner.id, feature: answer.feature.id },
                  { onSuccess: () => onDone(text('answer.takenBack')) },
                )
              }
            >
              {text('answer.takeBack')}
            </Button>
            <p id={`${answer.id}-then`} className="min-w-48 flex-1 text-sm text-soft">
              {text(yes ? 'answer.thenYes' : 'answer.thenNever')}
            </p>
          </>
        )}
        <SaveReceipts kind="answers" id={answer.id} describedBy={named} />
      </div>
      {takeBack.isError && <Problem error={takeBack.error} />}
      {live && <AnswerAnew answer={answer} onDone={onDone} />}
    </li>
  )
}

function AnswerAnew({ answer, onDone }: Omit<Item, 'titles'>) {
  const text = useText()
  const [wanted, setWanted] = useState(false)
  const { partner, feature, manifest_version, purpose, thread } = answer
  const about = { partner: partner.id, feature: feature.id, manifest_version, purpose }
  const { data: card, error } = useQuery({ ...cardQuery(about), enabled: wanted })
  return (
    <Folded title={text('answer.change')} onOpen={() => setWanted(true)}>
      {error !== null && <Problem error={error} />}
      {card !== undefined && (
        <div className="rounded-box border border-line p-4">
          <AnswerCard card={card} thread={thread} onSaid={() => onDone(text('answer.changed'))} />
        </div>
      )}
    </Folded>
  )
}
