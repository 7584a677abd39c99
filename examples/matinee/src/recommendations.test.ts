// Recommendations reach a friend only where both lists name the same friendship, and nobody else.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Store } from '@countersign-examples/shared'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { films } from './catalogue.ts'
import { friendsIn, recommend, recommendedBy, recommendedTo } from './recommendations.ts'

let folder: string
let store: Store
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'matinee-'))
  store = new Store(folder, 'matinee')
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

const listed = (...items: { id: string; name?: string; since?: string }[]) =>
  friendsIn({
    exchanges: [
      {
        at: 0,
        method: 'GET',
        path: '/partner/v1/friends?limit=100',
        purpose: 'recommendations',
        status: 200,
        decision: null,
        raw: JSON.stringify({ items: items.map((item) => ({ kind: 'friend', ...item })), next: null }),
      },
    ],
  })
const [film, other] = films
if (film === undefined || other === undefined) throw new Error('no films')

test('a friend without a time, or with one that two friends share, is nobody in particular', () => {
  const friends = listed({ id: 'a', name: 'Ana' }, { id: 'b', since: 't' }, { id: 'c', since: 't' })
  expect(friends.map(({ tie }) => tie)).toEqual([null, null, null])
  for (const friend of friends) recommend(store, 'p', friend, film)
  expect(store.records.all('recommendation')).toEqual([])
})

test('COP-08: who is not a friend of both lists sees nothing', () => {
  const [ben] = listed({ id: 'x', name: 'Ben', since: 't1' })
  const [ana, eve] = listed({ id: 'y', name: 'Ana', since: 't1' }, { id: 'z', name: 'Eve', since: 't2' })
  if (ben === undefined || ana === undefined || eve === undefined) throw new Error('no friends')
  recommend(store, 'ana', ben, film)
  recommend(store, 'ana', ben, film)
  expect(recommendedBy(store, 'ben', ana)).toEqual([film])
  expect(recommendedTo(store, 'ana', ben)).toEqual([film])
  expect(recommendedBy(store, 'ben', eve)).toEqual([])
  expect(recommendedBy(store, 'ana', ben)).toEqual([])
  store.forget('ana')
  expect(recommendedBy(store, 'ben', ana)).toEqual([])
})

test('two who claim one friendship are both left out', () => {
  const [friend] = listed({ id: 'x', since: 't1' })
  if (friend === undefined) throw new Error('no friend')
  recommend(store, 'ana', friend, film)
  recommend(store, 'eve', friend, other)
  expect(recommendedBy(store, 'ben', friend)).toEqual([])
})
