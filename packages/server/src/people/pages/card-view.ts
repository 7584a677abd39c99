// Cards as we draw them (design §7): data and one canonical link; nothing of a company's runs or loads here.
import type { Card } from '@countersign/protocol'
import { type Html, html } from '../../http/html.ts'
import { countWords } from '../../http/words.ts'

const SHOWN_SONGS = 5

/**
 * A card, always with the company it came through (WRT-02): there is no way to draw one without.
 * @param via the company's name as the register has it
 */
export function cardView(card: Card, via: string): Html {
  return html`<div class="card card-${card.type}">
    <div class="card-face">
      ${cover(card)}
      <div class="card-words">
        <p class="card-kind">${card.type === 'song' ? 'Song' : `Playlist, ${countWords(card.songs.length, 'song')}`}</p>
        <p class="card-title">${card.title}</p>
        ${card.type === 'song' ? html`<p class="card-more">${songLine(card)}</p>` : ''}
      </div>
    </div>
    ${card.type === 'playlist' ? songs(card.songs) : ''}
    <p class="card-foot">
      <a href="${card.link}" rel="noopener noreferrer nofollow external" referrerpolicy="no-referrer"
        >Open at ${new URL(card.link).hostname}</a
      >
      <span class="via">sent through ${via}</span>
    </p>
  </div>`
}

/** Minutes and seconds: "3:05"; an hour and more as "1:02:05". */
export function lengthWords(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const [hours = 0, ...rest] = parts
  const shown = hours > 0 ? parts : rest
  return shown.map((part, i) => (i === 0 ? String(part) : String(part).padStart(2, '0'))).join(':')
}

type Song = Extract<Card, { type: 'song' }>
type Playlist = Extract<Card, { type: 'playlist' }>

function songLine({ artist, album, seconds }: Song): string {
  return [artist, album, seconds === undefined ? undefined : lengthWords(seconds)].filter(Boolean).join(' · ')
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

function cover(card: Card): Html {
  const shape =
    card.type === 'song'
      ? html`<path d="M19 6v14.2a4 4 0 1 1-2-3.5V9.6l-7 1.7v10.9a4 4 0 1 1-2-3.5V9.4z" />`
      : html`<path d="M5 8h14v2H5zm0 5h14v2H5zm0 5h9v2H5zm13-2 6 3.5-6 3.5z" />`
  return html`<span class="cover" aria-hidden="true"><svg viewBox="0 0 28 28" width="44" height="44">${shape}</svg></span>`
}
