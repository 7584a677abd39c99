// Cards as we draw them (design §7): data and one canonical link; nothing of a company's runs or loads here.
import type { Card } from '@countersign/protocol'
import { exactWords } from '../../http/dates.ts'
import { type Html, html } from '../../http/html.ts'
import { countWords } from '../../http/words.ts'
import { kindWords, lengthWords, moreWords, titleWords } from './card-words.ts'

const SHOWN_SONGS = 5

/**
 * A card, always with the company it came through (WRT-02): there is no way to draw one without. Everything a card holds is
 * shown, so nothing rides along unseen.
 * @param via the company's name as the register has it
 */
export function cardView(card: Card, via: string): Html {
  return html`<div class="card card-${card.type}">
    ${faceOf(card, via)}
    <p class="card-foot">
      ${'link' in card && card.link !== undefined ? linkTo(card.link) : ''}
      <span class="via">sent through ${via}</span>
    </p>
  </div>`
}

/** A way out of the platform that tells where it goes, takes nothing along and gives no credit. */
function linkTo(address: string): Html {
  return html`<a href="${address}" title="${address}" rel="noopener noreferrer nofollow external" referrerpolicy="no-referrer"
        >Open at ${new URL(address).hostname}</a
      >`
}

function faceOf(card: Card, via: string): Html {
  if (card.type === 'note') return note(card, via)
  if (card.type === 'receipt') return receipt(card, via)
  const more = moreWords(card)
  return html`<div class="card-face">
      ${cover(card.type)}
      <div class="card-words">
        <p class="card-kind">${kindWords(card)}</p>
        <p class="card-title" dir="auto">${titleWords(card)}</p>
        ${more === '' ? '' : html`<p class="card-more" dir="auto">${more}</p>`}
      </div>
    </div>
    ${card.type === 'playlist' ? songs(card.songs) : ''}`
}

type Playlist = Extract<Card, { type: 'playlist' }>
type Receipt = Extract<Card, { type: 'receipt' }>
type Note = Extract<Card, { type: 'note' }>

/** The words are the company's, which is said before them: nobody takes them for the sender's. */
function note(card: Note, via: string): Html {
  return html`<div class="note-face">
      <p class="card-kind">${kindWords(card)} by ${via}</p>
      <p class="card-text" dir="auto">${card.text}</p>
    </div>`
}

function receipt(card: Receipt, via: string): Html {
  return html`<div class="receipt-face">
      <p class="card-kind">${kindWords(card)} by ${via}</p>
      <p class="card-amount">${titleWords(card)}</p>
      <dl>
        ${receiptRows(card).map(([name, value]) => html`<div><dt>${name}</dt><dd dir="auto">${value}</dd></div>`)}
      </dl>
    </div>`
}

function receiptRows(card: Receipt): readonly (readonly [string, string])[] {
  const when = (instant: string) => exactWords(Date.parse(instant))
  return [
    ['From', card.from],
    ['To', card.to],
    ...(card.state === 'requested'
      ? [['State', 'not paid yet'] as const]
      : [['Paid', when(card.paid_at)] as const]),
    ...(card.state === 'refunded' ? [['Given back', when(card.refunded_at)] as const] : []),
    ...(card.reference === undefined ? [] : [['Reference', card.reference] as const]),
  ]
}

function songs(all: Playlist['songs']): Html {
  const row = (song: Playlist['songs'][number]) => html`<li>
    <span class="song-title">${song.title}</span> <span class="song-artist">${song.artist}</span>
    ${song.seconds === undefined ? '' : html`<span class="song-length">${lengthWords(song.seconds)}</span>`}
  </li>`
  const rest = all.slice(SHOWN_SONGS)
  return html`<ol class="songs">${all.slice(0, SHOWN_SONGS).map(row)}</ol>
    ${
      rest.length === 0
        ? ''
        : html`<details class="more-songs"><summary>${countWords(rest.length, 'more song')}</summary>
          <ol class="songs" start="${SHOWN_SONGS + 1}">${rest.map(row)}</ol></details>`
    }`
}

const shapes = {
  song: html`<path d="M19 6v14.2a4 4 0 1 1-2-3.5V9.6l-7 1.7v10.9a4 4 0 1 1-2-3.5V9.4z" />`,
  playlist: html`<path d="M5 8h14v2H5zm0 5h14v2H5zm0 5h9v2H5zm13-2 6 3.5-6 3.5z" />`,
  film: html`<path d="M4 6h20v16H4zm2 2v2h2V8zm14 0v2h2V8zM6 13v2h2v-2zm14 0v2h2v-2zM6 18v2h2v-2zm14 0v2h2v-2zm-9-8v8l6-4z" />`,
  show: html`<path d="M9.4 4 14 8.6 18.6 4 20 5.4 16.4 9H24v13H4V9h7.6L8 5.4zM6 11v9h16v-9z" />`,
  link: html`<path d="M12 9H8.5a5 5 0 0 0 0 10H12v-2H8.5a3 3 0 0 1 0-6H12zm4 0h3.5a5 5 0 0 1 0 10H16v-2h3.5a3 3 0 0 0 0-6H16zm-6 4h8v2h-8z" />`,
} as const

function cover(type: keyof typeof shapes): Html {
  return html`<span class="cover" aria-hidden="true"><svg viewBox="0 0 28 28" width="44" height="44">${shapes[type]}</svg></span>`
}
