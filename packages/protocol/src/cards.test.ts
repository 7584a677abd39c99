// A card is data with a canonical link and nothing that could ride along (design §7).
import { expect, test } from 'vitest'
import { card } from './cards.ts'
import { decimalAmount } from './currencies.ts'

const song = {
  type: 'song',
  title: 'Blue Ferry',
  artist: 'The Tides',
  link: 'https://jukebox.example/songs/1',
}
const playlist = { type: 'playlist', title: 'Ferries', songs: [{ title: 'a', artist: 'b' }], link: song.link }

const film = {
  type: 'film',
  title: 'Nosferatu',
  year: 1922,
  director: 'F. W. Murnau',
  minutes: 94,
  link: 'https://matinee.example/films/nosferatu',
}
const show = { type: 'show', title: 'Tales', season: 1, episode: 2, episode_title: 'Ash', link: film.link }
const receipt = {
  type: 'receipt',
  state: 'paid',
  amount: 1_250,
  currency: 'EUR',
  from: 'Ana',
  to: 'Ben',
  reference: 'Dinner',
  paid_at: '2026-11-30T09:00:00Z',
}
const { paid_at: _, ...unpaid } = receipt
const request = { ...unpaid, state: 'requested' }
const page = { type: 'link', title: 'A page', author: 'Somebody', link: 'https://paper.example/a' }
const note = { type: 'note', text: 'Your table is ready.' }

test.each([
  ['a kind nobody drew', { ...song, type: 'script' }],
  ['an unknown field', { ...song, pixel: 'https://t.example/p.gif' }],
  ['an unknown field inside', { ...playlist, songs: [{ title: 'a', artist: 'b', pixel: 'x' }] }],
  ['a link that is not https', { ...song, link: 'http://jukebox.example/songs/1' }],
  ['a script for a link', { ...song, link: 'javascript:alert(1)' }],
  ['a link to a bare address', { ...song, link: 'https://192.0.2.1/songs/1' }],
  ['a link of 501 characters', { ...song, link: `${song.link}${'x'.repeat(500)}` }],
  ['a link with the name of another site in it', { ...song, link: 'https://spotify.com@evil.example/' }],
  ['a link that turns its direction', { ...song, link: 'https://jukebox.example/\u202e3pm' }],
  ['a link with its slashes the wrong way', { ...song, link: 'https:\\\\jukebox.example\\1' }],
  ['a link with a query, where tokens ride', { ...song, link: `${song.link}?t=ana` }],
  ['a link with a fragment', { ...film, link: `${film.link}#ana` }],
  ['a title with a mark nobody sees', { ...song, title: 'Blue\u2062 Ferry' }],
  ['a title with letters nobody sees', { ...song, title: 'Blue Ferry\u{e0061}\u{e006e}' }],
  ['a title counted in joiners', { ...song, title: 'Blue\u200d\u200c Ferry' }],
  ['a title with a joiner after its end', { ...song, title: 'Blue Ferry\u200d' }],
  ['a film from before film', { ...film, year: 1799 }],
  ['a film in seconds', { ...film, seconds: 5_640 }],
  ['a film with a poster', { ...film, poster: 'https://matinee.example/n.jpg' }],
  ['an episode’s title without the episode', { ...show, episode: undefined }],
  ['a payment of nothing', { ...receipt, amount: 0 }],
  ['a payment of half a cent', { ...receipt, amount: 0.5 }],
  ['a payment nobody can count', { ...receipt, amount: 2 ** 53 }],
  ['money that is none', { ...receipt, currency: 'XXX' }],
  ['money in small letters', { ...receipt, currency: 'eur' }],
  ['a payment made at no time', { ...receipt, paid_at: undefined }],
  ['a request that was paid', { ...request, paid_at: receipt.paid_at }],
  ['a payment in a state nobody knows', { ...receipt, state: 'pending' }],
  ['a time finer than what is shown', { ...receipt, paid_at: '2026-11-30T09:00:00.123Z' }],
  ['a time in another zone', { ...receipt, paid_at: '2026-11-30T09:00:00+01:00' }],
  ['a payer of two lines', { ...receipt, from: 'Ana\nPaid' }],
  ['a page with a picture', { ...page, image: 'https://paper.example/p.gif' }],
  ['a page without a link', { ...page, link: undefined }],
  ['a note of two lines', { ...note, text: 'Yes.\nAna' }],
  ['a note of 281 characters', { ...note, text: 'x'.repeat(281) }],
  ['a note with a link', { ...note, link: song.link }],
  ['a title that turns its direction', { ...song, title: '\u202eevoL' }],
  ['an artist of two lines', { ...song, artist: 'The Tides\nSent through Bank' }],
  ['a song whose title PostgreSQL cannot store', { ...playlist, songs: [{ title: 'a\0', artist: 'b' }] }],
  ['an empty title', { ...song, title: '   ' }],
  ['a title of 201 characters', { ...song, title: 'x'.repeat(201) }],
  ['half a second', { ...song, seconds: 0.5 }],
  ['an empty playlist', { ...playlist, songs: [] }],
  ['101 songs', { ...playlist, songs: Array(101).fill(playlist.songs[0]) }],
])('refuses %s', (_, input) => {
  expect(card.safeParse(input).success).toBe(false)
})

test.each([song, playlist, film, show, receipt, request, page, note])('takes a $type as it is', (input) => {
  expect(card.parse(input)).toEqual(input)
})

test('takes a bare host, a refund, other scripts and emoji', () => {
  const refunded = { ...receipt, state: 'refunded', refunded_at: '2026-12-01T09:00:00Z' }
  for (const input of [
    { ...song, link: 'https://jukebox.example' },
    refunded,
    { ...song, title: 'می\u200cخواهم ❤\ufe0f\u200d🔥' },
    { ...show, season: 0, episode: undefined, episode_title: undefined },
  ])
    expect(card.safeParse(input).error).toBeUndefined()
})

test.each([
  [1_250, 'EUR', '12.50'],
  [5, 'EUR', '0.05'],
  [1_250, 'JPY', '1250'],
  [1_250, 'KWD', '1.250'],
  [Number.MAX_SAFE_INTEGER, 'USD', '90071992547409.91'],
])('%i minor units of %s are %s', (minor, currency, text) => {
  expect(decimalAmount(minor, currency)).toBe(text)
})
