// The byte search finds a leak in every spelling it could have, and nothing where there is none.
import { describe, expect, it } from 'vitest'
import { findBytes } from './byte-search.ts'

const bytes = (text: string) => [Buffer.from('something else'), Buffer.from(text)]
const person = { what: 'an id', text: 'person_0198c1f47e2a7b3c9d4e5f60718293a4' }
const stored = { what: 'an id', text: 'person_0198c1f4-7e2a-7b3c-9d4e-5f60718293a4' }

describe('findBytes', () => {
  it.each([
    'x person_0198c1f47e2a7b3c9d4e5f60718293a4 x',
    'x person_0198c1f4-7e2a-7b3c-9d4e-5f60718293a4 x',
    'x 0198C1F4-7E2A-7B3C-9D4E-5F60718293A4 x',
    'x 0198c1f47e2a7b3c9d4e5f60718293a4 x',
    `x ${Buffer.from('0198c1f47e2a7b3c9d4e5f60718293a4', 'hex').toString('base64url')} x`,
  ])('finds an identifier written as %s', (text) => {
    expect(findBytes(bytes(text), [person, stored])).toEqual([person, stored])
  })

  it.each([
    ['plain', 'Naïve "song"', 'x Naïve "song" x'],
    ['in JSON', 'Naïve "song"', JSON.stringify({ text: 'Naïve "song"' })],
    ['in a URL', 'Naïve "song"', encodeURIComponent('Naïve "song"')],
    ['in capitals', 'ben', 'BEN'],
  ])('finds a text %s', (_, text, where) => {
    expect(findBytes(bytes(where), [{ what: 'a text', text }])).toHaveLength(1)
  })

  it('finds nothing that is not there', () => {
    expect(
      findBytes(bytes('msg_AZjB9H4qezydTl9gcYKTpa'), [person, { what: 'a text', text: 'song' }]),
    ).toEqual([])
  })
})
