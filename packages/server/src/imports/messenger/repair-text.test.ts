// Texts that Facebook wrote byte by byte come back exactly; what was right, or half right, is not touched.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { repairText } from './repair-text.ts'

const spoil = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')

describe('a text is not damaged', () => {
  it.each([
    ['right already, in Latin-1', 'déjà'],
    ['right already, above it', '李雷 ł'],
    ['half right', 'Ã©t\u0105'],
    ['bytes of a character that is cut', 'caf\u00c3'],
    ['bytes of no character', '\u00ff\u00fe'],
    ['bytes of half a surrogate pair', '\u00ed\u00a0\u0080'],
    ['an overlong slash', '\u00c0\u00af'],
    ['half a character', '\ud83d'],
    ['plain', 'plain words'],
    ['empty', ''],
  ])('that is %s', (_, text) => expect(repairText(text)).toBe(text))

  it('with any character above U+00FF', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(repairText(`${a}ł${b}`)).toBe(`${a}ł${b}`)
      }),
    ))
})

describe('a text is repaired', () => {
  it.each(['é', 'Radosław', '你好', '👩‍👩‍👧', 'Ã©', '\ufeffafter a byte order mark', 'a\u0080b'])(
    '%s',
    (text) => expect(repairText(spoil(text))).toBe(text),
  )

  it('whatever it was', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(text.isWellFormed())
        expect(repairText(spoil(text))).toBe(text)
      }),
    ))
})
