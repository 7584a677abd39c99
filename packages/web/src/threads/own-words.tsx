// Which of the reader's own words a yes could give, before they answer: found by the gate, shown to nobody else (PER-03).
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocale } from 'react-aria-components'
import { type Ask, ownWordsQuery, type Preview } from '../data/asks.ts'
import { useText } from '../text/text.tsx'
import { Problem } from '../ui/problem.tsx'
import { dayWords } from './moments.ts'

/** Opened by the reader; follows what they tick. */
export function OwnWords({
  ask,
  everywhere,
  history,
}: {
  readonly ask: Ask
  readonly everywhere: boolean
  readonly history: boolean
}) {
  const text = useText()
  const [open, setOpen] = useState(false)
  const found = useQuery({ ...ownWordsQuery(ask, { everywhere, history }), enabled: open })
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="cursor-pointer text-accent">{text('ask.own')}</summary>
      <div role="status" className="my-2 rounded-box bg-tint px-3 py-2">
        {found.isPending && <p>{text('app.loading')}</p>}
        {found.isError && <Problem error={found.error} />}
        {found.isSuccess && <Found preview={found.data} history={history} />}
      </div>
    </details>
  )
}

function Found({ preview, history }: { readonly preview: Preview; readonly history: boolean }) {
  const text = useText()
  const { locale } = useLocale()
  const { items, more, nothing } = preview
  if (nothing !== null) return <p>{text(nothing === 'NEVER' ? 'ask.ownNever' : 'ask.ownNothing')}</p>
  if (items.length === 0) return <p>{text(history ? 'ask.ownNoneYet' : 'ask.ownFromNow')}</p>
  return (
    <>
      <p className="text-sm text-soft">{text('ask.ownOnly')}</p>
      <ol>
        {items.map(({ sent_at: sentAt, text: words, card, attachments }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is shown as it came and never reordered
          <li key={i} className="my-1 border-s-2 border-accent ps-2 break-words">
            {sentAt !== null && (
              <span className="text-sm text-soft">{dayWords(locale, new Date(sentAt), new Date())} </span>
            )}
            {[words, card && ('title' in card ? card.title : card.type), ...attachments]
              .filter(Boolean)
              .join(' · ')}
          </li>
        ))}
      </ol>
      {more && <p>{text('ask.ownMore')}</p>}
    </>
  )
}
