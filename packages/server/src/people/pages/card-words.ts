// What a card says in one line each: its kind, its name, and the rest; as the share sheet shows it.
import { type Card, decimalAmount } from '@countersign/protocol'
import { countWords } from '../../http/words.ts'

type CardOf<Type extends Card['type']> = Extract<Card, { type: Type }>

/** What kind of thing it is: "Song", "Playlist, 7 songs", "Payment request". */
export function kindWords(card: Card): string {
  switch (card.type) {
    case 'song':
      return 'Song'
    case 'playlist':
      return `Playlist, ${countWords(card.songs.length, 'song')}`
    case 'film':
      return 'Film'
    case 'show':
      return card.episode === undefined ? 'Show' : 'Episode of a show'
    case 'receipt':
      return { requested: 'Payment request', paid: 'Receipt', refunded: 'Refund' }[card.state]
    case 'link':
      return 'Page'
    case 'note':
      return 'Note'
  }
}

/** What it is called; a receipt by its amount, a note by its words. */
export function titleWords(card: Card): string {
  if (card.type === 'receipt') return amountWords(card)
  return card.type === 'note' ? card.text : card.title
}

/** What else is said about it in one line; empty for nothing. */
export function moreWords(card: Card): string {
  const parts = (): readonly (string | number | undefined)[] => {
    switch (card.type) {
      case 'song':
        return [card.artist, card.album, card.seconds === undefined ? undefined : lengthWords(card.seconds)]
      case 'film':
        return [card.year, card.director, runningWords(card.minutes)]
      case 'show':
        return [placeInShow(card), card.year, runningWords(card.minutes)]
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

/** The amount with its currency: "€12.50", "¥1,250", "KWD 1.250". */
export function amountWords({ amount, currency }: CardOf<'receipt'>): string {
  const decimal = decimalAmount(amount, currency)
  const places = decimal.split('.')[1]?.length ?? 0
  const format = new Intl.NumberFormat('en-GB', {
    style: 'currency',
    currency,
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  })
  // As text it is exact, however large.
  return format.format(decimal as Intl.StringNumericLiteral)
}

/** Minutes and seconds: "3:05"; an hour and more as "1:02:05". */
export function lengthWords(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const [hours = 0, ...rest] = parts
  const shown = hours > 0 ? parts : rest
  return shown.map((part, i) => (i === 0 ? String(part) : String(part).padStart(2, '0'))).join(':')
}

/** How long a film runs: "1 h 34 min". */
function runningWords(minutes: number | undefined): string | undefined {
  if (minutes === undefined) return undefined
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  return [hours > 0 ? `${hours} h` : '', rest > 0 ? `${rest} min` : ''].filter(Boolean).join(' ')
}

function placeInShow({ season, episode, episode_title }: CardOf<'show'>): string {
  const place = [
    season === undefined ? '' : `season ${season}`,
    episode === undefined ? '' : `episode ${episode}`,
  ]
    .filter(Boolean)
    .join(', ')
  const words = place.charAt(0).toUpperCase() + place.slice(1)
  return episode_title === undefined ? words : `${words}: ${episode_title}`
}
