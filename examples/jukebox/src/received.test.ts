// The page says what the raw answers say, and nothing that is not in them.
import type { KeptExchange, Round } from '@countersign-examples/shared'
import { expect, test } from 'vitest'
import { receivedIn } from './received.ts'

const answer = (path: string, body: unknown, status = 200): KeptExchange => ({
  at: 0,
  method: 'GET',
  path: `/partner/v1/${path}`,
  purpose: 'group_activity',
  status,
  decision: null,
  raw: JSON.stringify(body),
})
const round = (...exchanges: KeptExchange[]): Round => ({
  id: 1,
  at: 0,
  what: 'Read my group',
  feature: 'listen',
  reads: true,
  trouble: null,
  exchanges,
})
const message = (id: string, author: string, text: string) => ({ kind: 'message', id, author, text })
const page = (...items: unknown[]) => ({ items, next: null, disclosures: [] })
const threads = answer(
  'threads?limit=100',
  page({ kind: 'thread', id: 'a', title: 'T' }, { kind: 'thread', id: 'b' }),
)

test('counts texts and the aliases that wrote them, an alias being one person in one thread', () => {
  const received = receivedIn(
    round(
      threads,
      answer(
        'threads/a/messages',
        page(message('1', 'x', 'La Bamba'), message('2', 'y', 'no'), { kind: 'card', id: '3', author: 'z' }),
      ),
      answer('threads/a/messages?cursor=c', page(message('4', 'x', 'la bamba again'))),
      answer('threads/b/messages', page(message('5', 'x', 'hello'))),
    ),
  )
  expect(received).toMatchObject({ texts: 4, aliases: 3 })
  expect(received.songs).toMatchObject([{ title: 'La Bamba', times: 2 }])
  expect(received.threads.map(({ messages }) => messages.length)).toEqual([4, 1])
})

test('nothing refused counts as received', () => {
  const refused = answer('threads/a/messages', { code: 'WITHDRAWN', ...page(message('1', 'x', 'y')) }, 403)
  expect(receivedIn(round(threads, refused))).toMatchObject({ texts: 0, aliases: 0 })
})
