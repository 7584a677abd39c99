// Cards as we draw them (design §7): data and one canonical link; nothing of a company's runs or loads here.
import type { Card } from '@countersign/protocol/cards'
import type { ReactNode } from 'react'
import { useLocale } from 'react-aria-components'
import { useText } from '../text/text.tsx'
import { kindWords, lengthWords, moreWords, titleWords } from './card-words.ts'

const SHOWN_SONGS = 5

/**
 * A card, always with the company it came through (WRT-02): there is no way to draw one without. Everything a card holds is
 * shown, so nothing rides along unseen.
 */
export function CardView({ card, via }: { readonly card: Card; readonly via: string }) {
  const text = useText()
  return (
    <div className="my-1 max-w-sm overflow-hidden rounded-box border border-line bg-paper">
      <Face card={card} via={via} />
      <p className="flex flex-wrap justify-between gap-x-3 border-t border-line px-3 py-2 text-sm text-soft">
        {'link' in card && card.link !== undefined && <OutLink address={card.link} />}
        <span>{text('card.via', { company: via })}</span>
      </p>
    </div>
  )
}

/** A way out of the platform that tells where it goes, takes nothing along and gives no credit. */
export function OutLink({ address }: { readonly address: string }) {
  const text = useText()
  return (
    <a
      href={address}
      title={address}
      rel="noopener noreferrer nofollow external"
      referrerPolicy="no-referrer"
      className="text-accent underline"
    >
      {text('card.open', { site: new URL(address).hostname })}
    </a>
  )
}

function Face({ card, via }: { readonly card: Card; readonly via: string }) {
  const text = useText()
  const { locale } = useLocale()
  const kind = kindWords(text, card)
  if (card.type === 'note')
    return (
      <div className="p-3">
        <Kind>{text('card.by', { kind, company: via })}</Kind>
        <p dir="auto" className="whitespace-pre-wrap">
          {card.text}
        </p>
      </div>
    )
  if (card.type === 'receipt')
    return (
      <div className="p-3">
        <Kind>{text('card.by', { kind, company: via })}</Kind>
        <p className="font-serif text-2xl">{titleWords(locale, card)}</p>
        <ReceiptRows card={card} />
      </div>
    )
  const more = moreWords(text, card)
  return (
    <div>
      <div className="flex gap-3 p-3">
        <span className="grid size-12 shrink-0 place-items-center rounded-box bg-tint text-accent">
          <svg aria-hidden="true" viewBox="0 0 28 28" className="size-9 fill-current">
            <path d={shapes[card.type]} />
          </svg>
        </span>
        <div className="min-w-0">
          <Kind>{kind}</Kind>
          <p dir="auto" className="font-semibold">
            {titleWords(locale, card)}
          </p>
          {more !== '' && (
            <p dir="auto" className="text-sm text-soft">
              {more}
            </p>
          )}
        </div>
      </div>
      {card.type === 'playlist' && <Songs all={card.songs} />}
    </div>
  )
}

function Kind({ children }: { readonly children: ReactNode }) {
  return <p className="text-sm text-soft">{children}</p>
}

function ReceiptRows({ card }: { readonly card: Extract<Card, { type: 'receipt' }> }) {
  const text = useText()
  const { locale } = useLocale()
  const when = (at: string) =>
    new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(at))
  const rows: readonly (readonly [string, string])[] = [
    [text('card.from'), card.from],
    [text('card.to'), card.to],
    card.state === 'requested'
      ? [text('card.state'), text('card.notPaid')]
      : [text('card.paidAt'), when(card.paid_at)],
    ...(card.state === 'refunded' ? [[text('card.refundedAt'), when(card.refunded_at)] as const] : []),
    ...(card.reference === undefined ? [] : [[text('card.reference'), card.reference] as const]),
  ]
  return (
    <dl className="mt-1 text-sm">
      {rows.map(([name, value]) => (
        <div key={name} className="flex justify-between gap-3">
          <dt className="text-soft">{name}</dt>
          <dd dir="auto">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

type Song = Extract<Card, { type: 'playlist' }>['songs'][number]

function Songs({ all }: { readonly all: readonly Song[] }) {
  const text = useText()
  const rest = all.slice(SHOWN_SONGS)
  return (
    <div className="border-t border-line px-3 py-2 text-sm">
      <SongRows songs={all.slice(0, SHOWN_SONGS)} />
      {rest.length > 0 && (
        <details>
          <summary className="cursor-pointer text-accent">
            {text('card.moreSongs', { count: rest.length })}
          </summary>
          <SongRows songs={rest} />
        </details>
      )}
    </div>
  )
}

function SongRows({ songs }: { readonly songs: readonly Song[] }) {
  return (
    <ol>
      {songs.map(({ title, artist, seconds }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a list of songs does not change, and may hold one twice
        <li key={`${i} ${title}`} className="flex gap-2">
          <span dir="auto" className="flex-1">
            {title} <span className="text-soft">{artist}</span>
          </span>
          {seconds !== undefined && <span className="text-soft">{lengthWords(seconds)}</span>}
        </li>
      ))}
    </ol>
  )
}

const shapes = {
  song: 'M19 6v14.2a4 4 0 1 1-2-3.5V9.6l-7 1.7v10.9a4 4 0 1 1-2-3.5V9.4z',
  playlist: 'M5 8h14v2H5zm0 5h14v2H5zm0 5h9v2H5zm13-2 6 3.5-6 3.5z',
  film: 'M4 6h20v16H4zm2 2v2h2V8zm14 0v2h2V8zM6 13v2h2v-2zm14 0v2h2v-2zM6 18v2h2v-2zm14 0v2h2v-2zm-9-8v8l6-4z',
  show: 'M9.4 4 14 8.6 18.6 4 20 5.4 16.4 9H24v13H4V9h7.6L8 5.4zM6 11v9h16v-9z',
  link: 'M12 9H8.5a5 5 0 0 0 0 10H12v-2H8.5a3 3 0 0 1 0-6H12zm4 0h3.5a5 5 0 0 1 0 10H16v-2h3.5a3 3 0 0 0 0-6H16zm-6 4h8v2h-8z',
} as const
