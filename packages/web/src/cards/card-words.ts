// What a card says, in the reader's language: its kind, its name, and the rest in one line.
import type { Card } from '@countersign/protocol/cards'
import { decimalAmount } from '@countersign/protocol/currencies'
import type { Text } from '../text/text-in.ts'

type CardOf<Type extends Card['type']> = Extract<Card, { type: Type }>

/** What kind of thing it is. */
export function kindWords(text: Text, card: Card): string {
  switch (card.type) {
    case 'song':
    case 'film':
    case 'link':
    case 'note':
      return text(`card.${card.type}`)
    case 'playlist':
      return text('card.playlist', { count: card.songs.length })
    case 'show':
      return text(card.episode === undefined ? 'card.show' : 'card.episode')
    case 'receipt':
      return text(`card.${card.state}`)
  }
}

/** What it is called; a receipt by its amount, a note by its words. */
export function titleWords(locale: string, card: Card): string {
  if (card.type === 'receipt') return amountWords(locale, card)
  return card.type === 'note' ? card.text : card.title
}

/** What else is said about it in one line; empty for nothing. */
export function moreWords(text: Text, card: Card): string {
  const parts = (): readonly (string | number | undefined)[] => {
    switch (card.type) {
      case 'song':
        return [card.artist, card.album, card.seconds === undefined ? undefined : lengthWords(card.seconds)]
      case 'film':
        return [card.year, card.director, runningWords(text, card.minutes)]
      case 'show':
        return [...placeInShow(text, card), card.year, runningWords(text, card.minutes)]
      case 'link':
        return [card.author]
      default:
        return []
    }
  }
  return parts()
    .filter((part) => part !== undefined && part !== '')
    .join(' · ')
}

/** The amount with its currency; as text it is exact, however large. */
function amountWords(locale: string, { amount, currency }: CardOf<'receipt'>): string {
  const decimal = decimalAmount(amount, currency)
  const places = decimal.split('.')[1]?.length ?? 0
  const digits = { minimumFractionDigits: places, maximumFractionDigits: places }
  return new Intl.NumberFormat(locale, { style: 'currency', currency, ...digits }).format(
    decimal as Intl.StringNumericLiteral,
  )
}

/** Minutes and seconds: "3:05"; an hour and more as "1:02:05". */
export function lengthWords(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const [hours = 0, ...rest] = parts
  const shown = hours > 0 ? parts : rest
  return shown.map((part, i) => (i === 0 ? String(part) : String(part).padStart(2, '0'))).join(':')
}

function runningWords(text: Text, minutes: number | undefined): string | undefined {
  return minutes === undefined ? undefined : text('card.minutes', { count: minutes })
}

function placeInShow(text: Text, card: CardOf<'show'>): readonly (string | undefined)[] {
  const { season, episode, episode_title: title } = card
  return [
    season === undefined ? undefined : text('card.seasonNumber', { count: season }),
    episode === undefined ? undefined : text('card.episodeNumber', { count: episode }),
    title,
  ]
}
