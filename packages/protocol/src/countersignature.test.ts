// An answer lasts 180 days at most, ends once, and "never" opens no earlier words.
import { describe, expect, test } from 'vitest'
import { id, manifest } from './_example.ts'
import { endCountersignature, giveCountersignature } from './countersignature.ts'
import { DAY_MS } from './time.ts'

const terms = {
  id: id('countersignature'),
  person: id('person'),
  partner: manifest.partner,
  feature: manifest.feature,
  manifestVersion: 1,
  purpose: 'group_activity',
  thread: null,
  answer: 'allow',
  startAt: 0,
  endAt: 180 * DAY_MS,
  history: false,
  contactFields: [],
  screenHash: 'c'.repeat(64),
} as const

describe('giving an answer', () => {
  test.each([
    ['an end at the start', { endAt: 0 }, 'END_NOT_AFTER_START'],
    ['an end that is no number', { endAt: Number.NaN }, 'END_NOT_AFTER_START'],
    ['a millisecond more than 180 days', { endAt: 180 * DAY_MS + 1 }, 'TERM_TOO_LONG'],
    ['a never with earlier words', { answer: 'never', history: true }, 'NEVER_HAS_NO_HISTORY'],
    [
      'a never with an address',
      { answer: 'never', contactFields: ['contact.email'] },
      'NEVER_HAS_NO_CONTACT',
    ],
    [
      'an address with an answer for one thread',
      { thread: id('thread'), contactFields: ['contact.email'] },
      'CONTACT_NEEDS_ALL_THREADS',
    ],
  ] as const)('refuses %s', (_, more, error) => {
    expect(giveCountersignature({ ...terms, ...more })).toEqual({ ok: false, error })
  })

  test('keeps 180 days', () => {
    expect(giveCountersignature(terms)).toEqual({ ok: true, value: { ...terms, state: 'given' } })
  })
})

test('an answer ends once', () => {
  const ended = endCountersignature({ ...terms, state: 'given' }, 9)
  if (!ended.ok) throw new Error(ended.error)
  expect(ended.value).toMatchObject({ state: 'ended', endedAt: 9 })
  expect(endCountersignature(ended.value, 10)).toEqual({ ok: false, error: 'ANSWER_ENDED' })
})
