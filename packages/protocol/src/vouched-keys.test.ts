// Which keys count: none without a line of signatures back to one the log had first, or seven days in the open (design 007).
import { describe, expect, it } from 'vitest'
import { id } from './_example.ts'
import type { KeyKind, SigningKey } from './person-key.ts'
import { KEY_WAITS_MS, keyStands } from './person-key.ts'
import {
  cameAsEntered,
  type Endorsement,
  endsAsEntered,
  type KeyEntries,
  vouchedKeys,
} from './vouched-keys.ts'

const nothing: KeyEntries = { opened: new Map(), waits: new Map(), ended: new Map() }
const key = (name: string, more: Partial<SigningKey> = {}): SigningKey => ({
  name,
  kind: 'device',
  publicKey: new Uint8Array(91),
  came: 'opened',
  since: 0,
  until: null,
  endorsedBy: null,
  ...more,
})
const endorsed = (name: string, by: number, more: Partial<SigningKey> = {}): SigningKey =>
  key(name, { came: 'endorsed', endorsedBy: by, since: by * 10, ...more })
const endorsement = (
  n: number,
  by: string,
  added: string,
  kind: KeyKind = 'device',
): [number, Endorsement] => [
  n,
  {
    said: { kind: 'key_added', person: id('person'), key: by, n, said_at: n * 10, added, added_kind: kind },
    at: n * 10,
  },
]
const opened = { ...nothing, opened: new Map([['a', { test: false }]]) }
const names = (
  keys: readonly SigningKey[],
  entries: KeyEntries,
  ...endorsements: readonly [number, Endorsement][]
): readonly string[] => [...vouchedKeys(keys, (one) => cameAsEntered(one, entries), new Map(endorsements))]

describe('a key', () => {
  it('that no entry opened is none', () => {
    expect(names([key('a')], nothing)).toEqual([])
    expect(names([key('b')], opened)).toEqual([])
    expect(names([key('a')], opened)).toEqual(['a'])
  })

  it('of somebody made up counts for nobody real', () => {
    const test = { ...nothing, opened: new Map([['t', { test: true }]]) }
    const both = {
      ...nothing,
      opened: new Map([
        ['a', { test: false }],
        ['t', { test: true }],
      ]),
    }
    expect(names([key('t', { came: 'test' })], test)).toEqual(['t'])
    expect(names([key('t', { came: 'opened' })], test)).toEqual([])
    expect(names([key('a'), key('t', { came: 'test' })], both)).toEqual(['a'])
  })

  it('that waited is the one that was shown, from the time that was shown', () => {
    const shown = { ...nothing, waits: new Map([['w', KEY_WAITS_MS]]) }
    const waited = key('w', { came: 'waited', since: KEY_WAITS_MS })
    expect(names([waited], shown)).toEqual(['w'])
    expect(names([{ ...waited, since: KEY_WAITS_MS - 1 }], shown)).toEqual([])
    expect(names([waited], nothing)).toEqual([])
    expect(keyStands(waited, KEY_WAITS_MS - 1)).toBe(false)
    expect(keyStands(waited, KEY_WAITS_MS)).toBe(true)
  })

  it('that was endorsed hangs on what endorsed it, however long the line', () => {
    const line = [key('a'), endorsed('b', 1), endorsed('c', 2)]
    const said = [endorsement(1, 'a', 'b'), endorsement(2, 'b', 'c')]
    expect(names(line, opened, ...said)).toEqual(['a', 'b', 'c'])
    expect(names(line, opened, said[1] as [number, Endorsement])).toEqual(['a'])
    expect(names(line, nothing, ...said)).toEqual([])
  })

  it('is not endorsed by one that did not count then, nor by what was said of another, nor before it was said', () => {
    const keys = [key('a', { until: 10 }), endorsed('b', 1)]
    expect(names(keys, opened, endorsement(1, 'a', 'b'))).toEqual(['a'])
    expect(names([key('a'), endorsed('b', 1)], opened, endorsement(1, 'a', 'x'))).toEqual(['a'])
    expect(names([key('a'), endorsed('b', 1)], opened, endorsement(1, 'a', 'b', 'passkey'))).toEqual(['a'])
    expect(names([key('a'), endorsed('b', 1, { since: 9 })], opened, endorsement(1, 'a', 'b'))).toEqual(['a'])
  })

  it('is not endorsed in a circle', () => {
    const said = [endorsement(1, 'c', 'b'), endorsement(2, 'b', 'c')]
    expect(names([endorsed('b', 1), endorsed('c', 2, { since: 0 })], opened, ...said)).toEqual([])
  })

  it('ends when the ledger says, and only then', () => {
    const ended = { ...nothing, ended: new Map([['a', 5]]) }
    expect(endsAsEntered(key('a'), ended)).toBe(false)
    expect(endsAsEntered(key('a', { until: 6 }), ended)).toBe(false)
    expect(endsAsEntered(key('a', { until: 5 }), ended)).toBe(true)
    expect(endsAsEntered(key('a', { until: 5 }), nothing)).toBe(false)
    expect(endsAsEntered(key('a'), nothing)).toBe(true)
  })
})
