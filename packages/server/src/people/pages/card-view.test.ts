// Cards: the company's name is on every one, nothing of a card becomes markup, lengths read like clocks.
import { card as cards } from '@countersign/protocol'
import { describe, expect, it } from 'vitest'
import { html, htmlText } from '../../http/html.ts'
import { cardView } from './card-view.ts'
import { amountWords, lengthWords } from './card-words.ts'

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

const receipt = {
  type: 'receipt',
  amount: 123_456,
  currency: 'EUR',
  from: 'Payer One',
  to: 'Payee Two',
  reference: 'Rent of May',
  link: 'https://teller.example/receipts',
} as const
const everyCard = [
  song,
  playlist,
  {
    type: 'film',
    title: 'Nosferatu',
    year: 1922,
    director: 'F. W. Murnau',
    minutes: 94,
    link: 'https://matinee.example/n',
  },
  {
    type: 'show',
    title: 'Tales',
    year: 1961,
    season: 3,
    episode: 7,
    episode_title: 'Ashes',
    minutes: 60,
    link: 'https://matinee.example/t',
  },
  { ...receipt, state: 'requested' },
  { ...receipt, state: 'paid', paid_at: '2026-05-02T09:08:07Z' },
  { ...receipt, state: 'refunded', paid_at: '2026-05-02T09:08:07Z', refunded_at: '2026-06-03T10:11:12Z' },
  { type: 'link', title: 'A page', author: 'Ella Writer', link: 'https://paper.example/page' },
  { type: 'note', text: 'Your table is ready.' },
] as const

describe('cardView', () => {
  it('knows every type there is', () => {
    const types = cards.options.map((option) =>
      'shape' in option ? option.shape.type.value : option.options[0].shape.type.value,
    )
    expect([...new Set(everyCard.map(({ type }) => type))].sort()).toEqual(types.toSorted())
  })

  it.each(everyCard)('says through whom a $type came (WRT-02)', (card) => {
    expect(htmlText(cardView(card, 'Juke & Box'))).toContain('sent through Juke &amp; Box')
  })

  it.each(everyCard)('shows everything a $type holds: nothing rides along unseen', (card) => {
    const shown = htmlText(cardView(card, 'Jukebox'))
    const { type: _, link, ...rest } = { link: undefined, ...card }
    const forms: Record<string, string> = {
      amount: '€1,234.56',
      currency: '€',
      minutes: card.type === 'film' ? '1 h 34 min' : '1 h',
      season: 'Season 3',
      episode: 'episode 7',
      paid_at: '2 May 2026, 09:08:07 UTC',
      refunded_at: '3 Jun 2026, 10:11:12 UTC',
      requested: 'Payment request',
      paid: 'Receipt',
      refunded: 'Refund',
      seconds: '3:13',
      songs: 'Song 7',
    }
    for (const [field, value] of Object.entries(rest)) {
      const expected = forms[field] ?? forms[String(value)] ?? String(value)
      expect(shown).toContain(htmlText(html`${expected}`))
    }
    if (link !== undefined) expect(shown).toContain(`title="${htmlText(html`${link}`)}"`)
  })

  it('calls what a company says the company’s: nobody takes a note for the sender’s words', () => {
    expect(htmlText(cardView({ type: 'note', text: 'I agree.' }, 'Teller'))).toContain('Note by Teller')
    expect(htmlText(cardView({ ...receipt, state: 'requested' }, 'Teller'))).toContain(
      'Payment request by Teller',
    )
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

it.each([
  [1_250, 'EUR', '€12.50'],
  [1_250, 'JPY', 'JP¥1,250'],
  [Number.MAX_SAFE_INTEGER, 'USD', 'US$90,071,992,547,409.91'],
])('%i of %s read %s', (amount, currency, words) => {
  expect(amountWords({ ...receipt, state: 'requested', amount, currency }).replace('\u00a0', ' ')).toBe(words)
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
