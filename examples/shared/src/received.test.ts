// What is read back out of raw answers is in them, whatever they hold.
import { expect, test } from 'vitest'
import { disclosureNumbers, itemsOf, powersIn, refusalIn, refusedIn } from './received.ts'
import type { KeptExchange, Round } from './store.ts'

const answer = (path: string, body: unknown, status = 200, at = 0): KeptExchange => ({
  at,
  method: 'GET',
  path: `/partner/v1/${path}`,
  purpose: 'group_activity',
  status,
  decision: null,
  raw: typeof body === 'string' ? body : JSON.stringify(body),
})
const round = (...exchanges: KeptExchange[]): Round => ({
  id: 1,
  at: 0,
  what: 'Read',
  feature: 'listen',
  reads: true,
  trouble: null,
  exchanges,
})
const threads = answer('threads?limit=100', { items: [{ id: 'a' }], disclosures: [{ n: 7 }, { n: 8 }] })
const refused = answer('threads', { code: 'WITHDRAWN', title: 'No.', detail: 'Stop.', items: [1] }, 403)

test.each(['', 'null', '[]', '<html>'])('an answer of %j breaks no page', (raw) => {
  const odd = answer('threads', raw)
  expect(itemsOf(round(odd), () => true)).toEqual([])
  expect(disclosureNumbers(odd)).toEqual([])
  expect(refusalIn({ ...odd, status: 502 })?.code).toBe('HTTP 502')
  expect(powersIn([round(answer('access', raw))])?.powers).toEqual([])
})

test('nothing refused counts as received, and a refusal is told in the words of the platform, once', () => {
  expect(itemsOf(round(threads, refused), (path) => path === '/partner/v1/threads')).toEqual([{ id: 'a' }])
  expect(refusedIn(round(refused, refused))).toEqual([{ code: 'WITHDRAWN', words: 'No.', next: 'Stop.' }])
  expect(refusalIn(threads)).toBeUndefined()
  expect(disclosureNumbers(threads)).toEqual([7, 8])
})

test('each feature holds what the platform last said of it', () => {
  const access = (at: number, ...purposes: string[]) =>
    answer('access', { powers: purposes.map((purpose) => ({ purpose })) }, 200, at)
  const rounds = [
    round(access(3, 'share_content')),
    round(access(1, 'group_activity'), answer('access', {}, 500, 9)),
    { ...round(access(2, 'recommendations')), feature: 'other' },
  ]
  expect(powersIn(rounds)).toEqual({
    at: 3,
    powers: [{ purpose: 'share_content' }, { purpose: 'recommendations' }],
  })
  expect(powersIn([])).toBeUndefined()
})
