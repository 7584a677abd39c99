// Lines of a raw log, hostile first: whatever stands there, it is one of the seven kinds or an ImportError with its place.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ImportError } from '../import-error.ts'
import { foldNick } from './nick.ts'
import { parseLine } from './parse-line.ts'

const place = { file: 'a.raw.txt', line: 7 }
const saying = (line: string): string => {
  try {
    return JSON.stringify(parseLine(line, place))
  } catch (error) {
    if (!(error instanceof ImportError)) throw error
    return error.message
  }
}

describe('a line that is none', () => {
  it.each([
    ['', 'a.raw.txt line 7: it is no message'],
    ['hello', 'a.raw.txt line 7: it is no message'],
    ['[12:18]', 'a.raw.txt line 7: it is no message'],
    ['[12:18] hello', 'a.raw.txt line 7: it is no message'],
    ['[12:18] <> hello', 'a.raw.txt line 7: it is no message'],
    ['[12:18] <two words> hello', 'a.raw.txt line 7: it is no message'],
    ['[12:18] <7up> hello', 'a.raw.txt line 7: it is no message'],
    ['[1:18] <ana> hello', 'a.raw.txt line 7: it is no message'],
    ['12:18 <ana> hello', 'a.raw.txt line 7: it is no message'],
    ['[25:61] <ana> hello', 'a.raw.txt line 7: its time must be from 00:00 to 23:59'],
    ['[23:60] <ana> hello', 'a.raw.txt line 7: its time must be from 00:00 to 23:59'],
    ['=== ', 'a.raw.txt line 7: it is no message'],
    ['=== mode/ubuntu changed', 'a.raw.txt line 7: it is no message'],
    ['[12:18] <ana> a\0b', 'a.raw.txt line 7: it holds a zero byte'],
  ])('%j is named by its place, and nothing of it repeated', (line, said) => {
    expect(saying(line)).toContain(said)
    expect(saying(line)).not.toContain('hello')
  })

  it('whatever it holds, gives an event or an ImportError', () => {
    const start = fc.constantFrom('', '=== ', '[12:18] ', '[12:18] <ana> ', '[12:18]  * ana')
    fc.assert(fc.property(start, fc.string({ unit: 'binary' }), (a, b) => saying(a + b) !== ''))
  })
})

describe('a line that is one', () => {
  it.each([
    ['[12:18] <ana> hi: all', 738, { kind: 'message', nick: 'ana', text: 'hi: all' }],
    ['[00:00] <ana>', 0, { kind: 'message', nick: 'ana', text: '' }],
    ['[00:00] <ana> ', 0, { kind: 'message', nick: 'ana', text: '' }],
    ['[00:00] <ana> > quoted', 0, { kind: 'message', nick: 'ana', text: '> quoted' }],
    ['[00:00] <brad[] > Hi', 0, { kind: 'message', nick: 'brad[]', text: 'Hi' }],
    ['[00:00]  * ana waves', 0, { kind: 'action', nick: 'ana', text: 'waves' }],
    ['[00:00]  * ana', 0, { kind: 'empty_action', nick: 'ana', text: '' }],
    ['=== |t| is thinking', null, { kind: 'action', nick: '|t|', text: 'is thinking' }],
    ['=== a is now known as b', null, { kind: 'rename', nick: 'a', to: 'b' }],
    ['=== a is now known as b too', null, { kind: 'action', nick: 'a', text: 'is now known as b too' }],
    ['=== a [~a@host]  has joined #ubuntu', null, { kind: 'join', nick: 'a' }],
    ['=== [f]  [~k@1.net]  has joined #ubuntu', null, { kind: 'join', nick: '[f]' }],
    ['=== a [~a@host]  has left #ubuntu ["Bye [x]"]', null, { kind: 'part', nick: 'a' }],
    ['=== ..[topic/#ubuntu:ana] : Help', null, { kind: 'notice' }],
    ['=== mode/#ubuntu [-b *!*@host]  by ana', null, { kind: 'notice' }],
  ])('%j', (line, minutes, event) => expect(parseLine(line, place)).toEqual({ minutes, event }))

  it('names its people as IRC does, whatever the case (RFC 2812 §2.2)', () => {
    expect(foldNick('Ana[A]\\~')).toBe(foldNick('aNA{a}|^'))
    expect(foldNick('a_')).not.toBe(foldNick('a'))
  })
})
