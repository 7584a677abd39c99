// RFC 8785 within what a record may hold: refusals first, then its own sorting example and strings.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CanonicalJsonError, canonicalJson } from './canonical-json.ts'
import type { RecordValue } from './ledger-records.ts'

function codeOf(value: unknown): string {
  try {
    canonicalJson(value as RecordValue)
  } catch (error) {
    if (error instanceof CanonicalJsonError) return error.code
    throw error
  }
  return 'accepted'
}

function nested(depth: number): unknown {
  return depth === 0 ? 1 : [nested(depth - 1)]
}

describe('canonical JSON', () => {
  it.each([
    ['a fraction', 0.5, 'number'],
    ['not a number', Number.NaN, 'number'],
    ['an unsafe integer', 2 ** 53, 'number'],
    ['undefined', undefined, 'type'],
    ['an absent member', { a: undefined }, 'type'],
    ['a hole', Object.assign([], { length: 1 }), 'type'],
    ['a bigint', 1n, 'type'],
    ['a function', () => 1, 'type'],
    ['a date', new Date(0), 'type'],
    ['bytes', new Uint8Array(1), 'type'],
    ['a lone surrogate', '\ud800', 'text'],
    ['a lone surrogate in a name', { '\udc00': 1 }, 'text'],
    ['nine levels', nested(9), 'depth'],
  ])('refuses %s', (_, value, code) => {
    expect(codeOf(value)).toBe(code)
  })

  it('sorts members by UTF-16 code units, as the example of RFC 8785 §3.2.3', () => {
    const names = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6']
    const text = canonicalJson(Object.fromEntries(names.map((name) => [name, 0])))
    expect(text).toBe('{"\\r":0,"1":0,"\u0080":0,"\u00f6":0,"\u20ac":0,"\ud83d\ude00":0,"\ufb33":0}')
  })

  it('escapes only what RFC 8785 §3.2.2.2 asks for', () => {
    expect(canonicalJson('\u20ac$\u000f\nA\'B"\\\\"/\u2028\u007f')).toBe(
      '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/\u2028\u007f"',
    )
    expect(canonicalJson([null, true, false, -0, -1, 2 ** 53 - 1])).toBe(
      '[null,true,false,0,-1,9007199254740991]',
    )
  })

  it('reads back as the same value, whatever order the members came in', () => {
    const leaf = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.maxSafeInteger().map((n) => n + 0),
      fc.boolean(),
      fc.constant(null),
    )
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('any')),
        fc.dictionary(fc.string(), tie('any'), { noNullPrototype: true }),
      ),
    })).any
    fc.assert(
      fc.property(value, (made) => {
        const text = canonicalJson(made as RecordValue)
        expect(canonicalJson(JSON.parse(text) as RecordValue)).toBe(text)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(made)))
      }),
    )
  })
})
