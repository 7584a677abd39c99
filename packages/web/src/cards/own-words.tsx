// Which of the reader's own words a yes would give, as a list: found by the gate, shown to nobody else (PER-03).
import { useLocale } from 'react-aria-components'
import type { Preview } from '../data/answers.ts'
import { useText } from '../text/text.tsx'
import { dayWords } from '../ui/moments.ts'

/** The list, or why there is none. */
export function OwnWords({
  items,
  more,
  nothing,
  history,
}: Preview & {
  /** Whether what is already written is ticked. */
  readonly history: boolean
}) {
  const text = useText()
  const { locale } = useLocale()
  if (nothing !== null) return <p>{text(whyKeys[nothing] ?? 'ask.ownNothing')}</p>
  if (items.length === 0) return <p>{text(history ? 'ask.ownNoneYet' : 'ask.ownFromNow')}</p>
  return (
    <>
      <ol>
        {items.map(({ sent_at: sentAt, text: words, card, attachments }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is shown as it came and never reordered
          <li key={i} className="my-1 border-s-2 border-accent ps-2 wrap-anywhere">
            {sentAt !== null && (
              <span className="text-sm text-soft">{dayWords(locale, new Date(sentAt), new Date())} </span>
            )}
            <span dir="auto">
              {[words, card && ('title' in card ? card.title : card.type), ...attachments]
                .filter(Boolean)
                .join(' · ') || text('ask.ownSomething')}
            </span>
          </li>
        ))}
      </ol>
      {more && <p>{text('ask.ownMore')}</p>}
    </>
  )
}

/** Why nothing would go, where that is the reader's own doing. */
const whyKeys: Readonly<Record<string, 'ask.ownNever' | 'ask.ownRestricted' | 'ask.ownClosed'>> = {
  NEVER: 'ask.ownNever',
  RESTRICTED: 'ask.ownRestricted',
  NOT_FOUND: 'ask.ownClosed',
}
