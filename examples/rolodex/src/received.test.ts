// COP-07: an address stands on the card of the friend it belongs to, and nobody has a card who is not in an answer.
import type { KeptExchange } from '@countersign-examples/shared'
import { expect, test } from 'vitest'
import { bookIn } from './received.ts'

const answer = (path: string, items: unknown[], status = 200): KeptExchange => ({
  at: 0,
  method: 'GET',
  path: `/partner/v1/${path}`,
  purpose: 'find_friends',
  status,
  decision: null,
  raw: JSON.stringify({ items, next: null, disclosures: [] }),
})

test('nothing refused makes a card', () => {
  const refused = answer('friends', [{ kind: 'friend', id: 'a', name: 'Ana' }], 403)
  expect(bookIn({ exchanges: [refused] })).toEqual({ friends: [], unnamed: [], own: [] })
})

test('each address goes to its owner, and one without an owner to nobody', () => {
  const book = bookIn({
    exchanges: [
      answer('friends?limit=100', [
        { kind: 'friend', id: 'b', name: 'Ben' },
        { kind: 'friend', id: 'a', name: 'Ana' },
      ]),
      answer('friends/contacts?limit=100', [
        { kind: 'contact', id: '1', email: 'ben@x.example', friend: 'b' },
        { kind: 'contact', id: '2', email: 'who@x.example' },
        { kind: 'contact', id: '3', email: 'gone@x.example', friend: 'c' },
      ]),
      answer('me/contact?limit=100', [{ kind: 'contact', id: '4', email: 'me@x.example' }]),
    ],
  })
  expect(book.friends).toEqual([
    { id: 'a', name: 'Ana', emails: [] },
    { id: 'b', name: 'Ben', emails: ['ben@x.example'] },
  ])
  expect(book.unnamed).toEqual(['who@x.example', 'gone@x.example'])
  expect(book.own).toEqual(['me@x.example'])
})
