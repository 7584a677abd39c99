// Cards: the company's name is on every one, nothing of a card becomes markup, lengths read like clocks.
import { card as cards } from '@countersign/protocol'
import { describe, expect, it } from 'vitest'
import { htmlText } from '../../http/html.ts'
import { cardView, lengthWords } from './card-view.ts'

const parsed = cards.parse({
  type: 'song',
  title: '<b>Rag</b>',
  artist: 'Scott "Ragtime" Joplin',
  seconds: 193,
  link: 'https://jukebox.example/rag',
})
// No card with this link is taken any more; what was stored by an earlier rule is drawn as safely.
const song = { ...parsed, link: 'https://jukebox.example/rag?a=1&b="2' }
const playlist = cards.parse({
  type: 'playlist',
  title: 'Slow',
  link: 'https://jukebox.example/slow',
  songs: Array.from({ length: 7 }, (_, i) => ({ title: `Song ${i + 1}`, artist: 'Somebody' })),
})

describe('cardView', () => {
  it.each([song, playlist])('says through whom a $type came (WRT-02)', (card) => {
    expect(htmlText(cardView(card, 'Juke & Box'))).toContain('sent through Juke &amp; Box')
  })

  it('lets nothing of a card become markup', () => {
    const text = htmlText(cardView(song, 'Jukebox'))
    expect(text).toContain('&lt;b&gt;Rag&lt;/b&gt;')
    expect(text).not.toMatch(/<b>|href="[^"]*"2/)
  })

  it('folds a long playlist and keeps the numbers', () => {
    const text = htmlText(cardView(playlist, 'Jukebox'))
    expect(text).toContain('Playlist, 7 songs')
    expect(text).toContain('2 more songs')
    expect(text).toContain('<ol class="songs" start="6">')
  })
})

describe('lengthWords', () => {
  it.each([
    [5, '0:05'],
    [193, '3:13'],
    [3_600, '1:00:00'],
    [3_725, '1:02:05'],
  ])('%i seconds read %s', (seconds, words) => {
    expect(lengthWords(seconds)).toBe(words)
  })
})
