// A card is data with a canonical link and nothing that could ride along (design §7).
import { expect, test } from 'vitest'
import { card } from './cards.ts'

const song = {
  type: 'song',
  title: 'Blue Ferry',
  artist: 'The Tides',
  link: 'https://jukebox.example/songs/1',
}
const playlist = { type: 'playlist', title: 'Ferries', songs: [{ title: 'a', artist: 'b' }], link: song.link }

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

test('takes a song and a playlist as they are', () => {
  expect(card.safeParse({ ...song, link: 'https://jukebox.example' }).success).toBe(true)
  expect(card.parse(song)).toEqual(song)
  expect(card.parse(playlist)).toEqual(playlist)
})
