// The exit check's reading of mentions: overlaps, edges and stretches that hold nothing (readings of the decision, 19).
import { newId, type PersonId } from '@countersign/protocol'
import { describe, expect, it } from 'vitest'
import { textLeft } from './exit-text.ts'

const [ana, ben, chika] = [1, 2, 3].map((n) => newId('person', n, new Uint8Array(10))) as [
  PersonId,
  PersonId,
  PersonId,
]
const text = '@Ana and @Ben'
const mayNameAll = (): boolean => true
const notBen = (person: PersonId): boolean => person !== ben

describe('textLeft', () => {
  it('leaves a text in which everybody may be named, and names them', () => {
    const mentions = [
      { person: ana, start: 0, end: 4 },
      { person: ben, start: 9, end: 13 },
    ]
    expect(textLeft(text, mentions, mayNameAll)).toEqual({ text, named: [ana, ben] })
  })

  it('cuts who may not be named and nobody else', () => {
    const mentions = [
      { person: ana, start: 0, end: 4 },
      { person: ben, start: 9, end: 13 },
    ]
    expect(textLeft(text, mentions, notBen)).toEqual({ text: '@Ana and someone', named: [ana] })
  })

  it('cuts what overlaps somebody withheld, and what overlaps that, as one', () => {
    const mentions = [
      { person: chika, start: 0, end: 6 },
      { person: ana, start: 5, end: 10 },
      { person: ben, start: 9, end: 13 },
    ]
    expect(textLeft(text, mentions, notBen)).toEqual({ text: 'someone', named: [] })
  })

  it('keeps two that only touch apart', () => {
    const mentions = [
      { person: ben, start: 4, end: 8 },
      { person: ben, start: 0, end: 4 },
    ]
    expect(textLeft(text, mentions, notBen).text).toBe('someonesomeone @Ben')
  })

  it('ignores what lies outside of the text, and cuts the rest to it', () => {
    const mentions = [
      { person: ben, start: 13, end: 20 },
      { person: ben, start: 6, end: 2 },
      { person: ana, start: 9, end: 40 },
    ]
    expect(textLeft(text, mentions, notBen)).toEqual({ text, named: [ana] })
    expect(textLeft(text, [{ person: ben, start: 9, end: 40 }], notBen).text).toBe('@Ana and someone')
  })
})
