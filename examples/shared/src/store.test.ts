// What is kept survives a restart, is for its owner only, and is gone when it must be.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Connection, Exchange } from '@countersign/sdk'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openClientKey } from './keys.ts'
import { Store } from './store.ts'

const reading = { what: 'Read', feature: 'listen', reads: true }

let folder: string
let store: Store
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'partner-store-'))
  store = new Store(folder, 'jukebox')
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

const connection: Connection = {
  person: 'p',
  granted: [],
  tokens: { access: 'a', refresh: null },
  dpopKey: {},
  deliveries: { last: 3 },
}
const exchange: Exchange = {
  method: 'GET',
  path: '/partner/v1/threads',
  purpose: 'group_activity',
  status: 200,
  decision: 'd',
  raw: '{"items":["a secret word"]}',
}
const day = 86_400_000

test('a session ends after 30 days and is found by its own cookie only', () => {
  store.saveSession('cookie', { person: 'p', pending: null, wanted: 'A1' }, 0)
  expect(store.session('cooki', 0)).toBeUndefined()
  expect(store.session('cookie', 30 * day)).toBeUndefined()
  expect(store.session('cookie', 30 * day - 1)).toEqual({ person: 'p', pending: null, wanted: 'A1' })
})

test('a restart keeps connections, rounds and the order of requests', () => {
  store.saveConnection('listen', connection)
  const round = store.beginRound('p', reading, 1)
  store.addExchange(round, 2, exchange)
  store.addExchange(round, 3, { ...exchange, status: 403, decision: null })
  store.addTrouble(round, 'DELIVERY_GAP', 'words')
  store.close()
  store = new Store(folder, 'jukebox')
  expect(store.connection('p', 'listen')).toEqual(connection)
  expect(store.rounds('p')).toEqual([
    {
      id: round,
      at: 1,
      ...reading,
      trouble: { code: 'DELIVERY_GAP', words: 'words' },
      exchanges: [
        { ...exchange, at: 2 },
        { ...exchange, at: 3, status: 403, decision: null },
      ],
    },
  ])
})

test('what a person no longer allows is gone from the file, and nobody else loses anything', () => {
  const old = store.beginRound('p', reading, 1)
  store.addExchange(old, 1, exchange)
  const others = store.beginRound('q', reading, 1)
  const last = store.beginRound('p', reading, 2)
  store.addExchange(last, 2, { ...exchange, status: 403, raw: '{}' })
  expect(store.forgetReceived('p', last)).toBe(1)
  expect(store.rounds('p').map(({ id }) => id)).toEqual([last])
  expect(store.rounds('q').map(({ id }) => id)).toEqual([others])
  store.close()
  expect(readFileSync(join(folder, 'jukebox.sqlite')).includes('a secret word')).toBe(false)
  store = new Store(folder, 'jukebox')
})

test('forgetting a person ends their sessions too', () => {
  store.saveConnection('listen', connection)
  store.saveSession('cookie', { person: 'p', pending: null, wanted: null }, 0)
  store.beginRound('p', { ...reading, reads: false }, 1)
  store.forget('p')
  expect([store.connection('p', 'listen'), store.session('cookie', 1), store.rounds('p')]).toEqual([
    undefined,
    undefined,
    [],
  ])
})

test('connections of one person share the delivery chain, which never goes back', () => {
  store.saveConnection('listen', connection)
  store.saveConnection('other', { ...connection, deliveries: { last: 0 } })
  expect(store.connection('p', 'other')?.deliveries).toEqual({ last: 3 })
  store.saveConnection('other', { ...connection, deliveries: { last: 8 } })
  expect(store.connections('p').map(({ connection: { deliveries } }) => deliveries.last)).toEqual([8, 8])
  expect(store.connection('q', 'listen')).toBeUndefined()
})

test('a record is one person’s: nobody else changes or drops it, and it goes with them', () => {
  const { records } = store
  records.keep('note', '1', 'p', { says: 'mine' })
  records.keep('note', '1', 'q', { says: 'stolen' })
  records.drop('note', '1', 'q')
  records.keep('note', '2', 'q', {})
  expect(records.all('note', 'p')).toEqual([{ id: '1', person: 'p', body: { says: 'mine' } }])
  expect(records.all('note').map(({ person }) => person)).toEqual(['p', 'q'])
  store.forget('p')
  expect(records.all('note').map(({ id }) => id)).toEqual(['2'])
})

test('only the newest twenty rounds of a person are kept', () => {
  const other = store.beginRound('q', reading, 0)
  for (let at = 1; at <= 25; at++) store.beginRound('p', reading, at)
  expect(store.rounds('p').map(({ at }) => at)).toEqual(Array.from({ length: 20 }, (_, i) => 25 - i))
  expect(store.rounds('q').map(({ id }) => id)).toEqual([other])
})

test('files are for their owner only, and the key stays the same', async () => {
  const data = join(folder, 'data')
  const [one, two] = await Promise.all([openClientKey(data, 'jukebox'), openClientKey(data, 'jukebox')])
  expect(two).toEqual(one)
  expect(await openClientKey(data, 'jukebox')).toEqual(one)
  const mode = (path: string) => statSync(path).mode & 0o777
  expect(mode(data)).toBe(0o700)
  expect(mode(join(data, 'client-key.json'))).toBe(0o600)
  expect(mode(join(folder, 'jukebox.sqlite'))).toBe(0o600)
})
