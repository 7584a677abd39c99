// A grant holds what was chosen of what was offered, ends, and only ever gets narrower.
import { describe, expect, test } from 'vitest'
import { choice, grant, id, manifest } from './_example.ts'
import { giveGrant, narrowGrant, supersedeGrant, withdrawGrant } from './grant.ts'
import { DAY_MS } from './time.ts'

describe('giving', () => {
  test.each([
    ['nothing chosen', { verbs: [] }, 'NOTHING_CHOSEN'],
    ['a power that was not offered', { verbs: ['messages.delete'] }, 'NOT_OFFERED'],
    ['a purpose that was not offered', { purpose: 'advertising' }, 'NOT_OFFERED'],
    ['an end at the start', { endAt: 0 }, 'END_NOT_AFTER_START'],
    ['an end that is no number', { endAt: Number.NaN }, 'END_NOT_AFTER_START'],
    ['400 days (SUN-02)', { endAt: 400 * DAY_MS }, 'TERM_TOO_LONG'],
    ["a millisecond more than the manifest's term", { endAt: 180 * DAY_MS + 1 }, 'TERM_TOO_LONG'],
    ['reading without a thread', { threads: [] }, 'THREADS_MISSING'],
  ] as const)('refuses %s', (_, more, error) => {
    expect(giveGrant(manifest, { ...choice, ...more })).toEqual({ ok: false, error })
  })

  test('refuses a manifest that promises more than a year', () => {
    const long = { ...manifest, termDays: 400 }
    expect(giveGrant(long, { ...choice, endAt: 366 * DAY_MS })).toEqual({ ok: false, error: 'TERM_TOO_LONG' })
  })

  test("holds exactly what was chosen, with the manifest's fields (PER-03)", () => {
    const one = grant({ verbs: ['threads.list'], threads: [] })
    expect(one).toMatchObject({ verbs: ['threads.list'], fields: ['thread.title'], manifestVersion: 1 })
    expect(grant({ threads: [id('thread'), id('thread')] }).threads).toEqual([id('thread')])
  })
})

describe('narrowing', () => {
  test.each([
    ['more powers', { verbs: ['messages.read', 'members.see'] }, 'WOULD_WIDEN'],
    ['another thread', { threads: [id('thread', 2)] }, 'WOULD_WIDEN'],
    ['a later end', { endAt: 91 * DAY_MS }, 'WOULD_WIDEN'],
    ['no power at all', { verbs: [] }, 'NOTHING_CHOSEN'],
    ['an end before the start', { endAt: 0 }, 'END_NOT_AFTER_START'],
    ['reading without a thread', { threads: [] }, 'THREADS_MISSING'],
  ] as const)('refuses %s', (_, to, error) => {
    expect(narrowGrant(grant(), manifest, to)).toEqual({ ok: false, error })
  })

  test('takes the fields away with the power, and history for good', () => {
    const narrowed = narrowGrant(grant({ history: true }), manifest, {
      verbs: ['threads.list'],
      history: false,
    })
    expect(narrowed).toMatchObject({ ok: true, value: { fields: ['thread.title'], history: false } })
  })
})

test('an ended grant does not change any more', () => {
  const ended = withdrawGrant(grant(), 5)
  if (!ended.ok) throw new Error(ended.error)
  expect(ended.value).toMatchObject({ state: 'withdrawn', endedAt: 5 })
  const refused = { ok: false, error: 'GRANT_ENDED' }
  expect(withdrawGrant(ended.value, 6)).toEqual(refused)
  expect(supersedeGrant(ended.value, id('grant', 2), 6)).toEqual(refused)
  expect(narrowGrant(ended.value, manifest, {})).toEqual(refused)
})

test('a replaced grant names what replaced it', () => {
  const replaced = supersedeGrant(grant(), id('grant', 2), 7)
  expect(replaced).toMatchObject({ value: { state: 'superseded', endedAt: 7, supersededBy: id('grant', 2) } })
})
