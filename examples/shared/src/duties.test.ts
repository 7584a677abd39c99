// Duties of a partner, event by event, on a real store: what must go is gone from the file, and nothing else is (DEL-04).
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DeletionStatement, type PartnerEvent, ProblemError } from '@countersign/sdk'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deleteAsked, hasNews, obey } from './duties.ts'
import { Store } from './store.ts'

let folder: string
let store: Store
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'partner-duties-'))
  store = new Store(folder, 'tunes')
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

const answer = (...texts: readonly string[]) =>
  JSON.stringify({ items: texts.map((text) => ({ id: `msg_${text}`, text })), next: null })

function receive(person: string, feature: string, raw: string, reads = true): void {
  const round = store.beginRound(person, { what: 'Read', feature, reads }, 1)
  const exchange = { method: 'GET', path: '/x', purpose: null, status: 200, decision: null, raw } as const
  store.addExchange(round, 1, exchange)
}

const event = (type: string, data: object) =>
  ({ id: `event_${'0'.repeat(32)}`, type, timestamp: '2026-11-30T00:00:00Z', data }) as PartnerEvent
const ended = (more: object = {}) =>
  event('access.ended', {
    person: 'ana',
    feature: 'listen',
    powers: [{ purpose: 'group_activity', verbs: ['messages.read'] }],
    why: 'withdrawn',
    ...more,
  })
const held = (person: string) =>
  store.rounds(person).flatMap(({ exchanges }) => exchanges.map(({ raw }) => raw))

describe('what ended', () => {
  beforeEach(() => {
    receive('ana', 'listen', answer('golden'))
    receive('ana', 'other', answer('kept'))
    receive('ben', 'listen', answer('of-ben'))
  })

  it('takes what was read by it, of that person and feature only, out of the file', () => {
    obey(store, ended(), 2)
    expect([...held('ana'), ...held('ben')]).toEqual([answer('kept'), answer('of-ben')])
    expect(store.rounds('ana')[0]?.what).toBe('Countersign told us to delete: withdrawn')
    store.close()
    expect(readFileSync(join(folder, 'tunes.sqlite')).includes('golden')).toBe(false)
    store = new Store(folder, 'tunes')
  })

  it('told twice, says it once', () => {
    obey(store, ended(), 2)
    obey(store, ended(), 3)
    expect(store.rounds('ana').filter(({ what }) => what.startsWith('Countersign told us'))).toHaveLength(1)
  })

  it('keeps nothing of a reading that was under way, and does not fail', () => {
    const round = store.beginRound('ana', { what: 'Read', feature: 'listen', reads: true }, 1)
    obey(store, ended(), 2)
    const exchange = { method: 'GET', path: '/x', purpose: null, status: 200, decision: null } as const
    store.addExchange(round, 3, { ...exchange, raw: answer('late') })
    expect(held('ana')).toEqual([answer('kept')])
  })

  it('takes nothing when only sending ended', () => {
    obey(store, ended({ powers: [{ purpose: 'share_content', verbs: ['messages.write'] }] }), 2)
    expect(held('ana')).toContain(answer('golden'))
  })

  it('takes it from everybody when the feature ended', () => {
    for (const person of ['ana', 'ben'])
      store.saveConnection('listen', {
        person,
        granted: [],
        tokens: { access: 'a', refresh: null },
        dpopKey: {},
        deliveries: { last: 1 },
      })
    obey(store, event('feature.ended', { feature: 'listen' }), 2)
    expect([...held('ana'), ...held('ben')]).toEqual([answer('kept')])
  })
})

describe('a message that was changed or taken back', () => {
  it.each(['item.edited', 'item.deleted'])('is struck from every answer it stands in: %s', (type) => {
    receive('ana', 'listen', answer('one', 'two'))
    receive('ana', 'listen', answer('two', 'three'))
    receive('ben', 'listen', answer('two'))
    obey(store, event(type, { person: 'ana', feature: 'listen', thread: 'thr_1', item: 'msg_two' }), 2)
    expect(held('ana').toSorted()).toEqual([answer('one'), answer('three')].toSorted())
    expect(held('ben')).toEqual([answer('two')])
    expect(JSON.stringify(store.rounds('ana'))).not.toContain('two')
  })
})

describe('somebody who asks to delete (DEL-02)', () => {
  const items = async () => [
    { kind: 'message', id: 'msg_two' },
    { kind: 'message', id: 'msg_gone-before' },
  ]

  it('is told that all is gone once it is, whoever’s permission it came by, and nothing else goes', async () => {
    receive('ana', 'listen', answer('one', 'two'))
    receive('ben', 'other', answer('two'))
    const said: DeletionStatement[] = []
    const saying = async (statement: DeletionStatement) => {
      expect([...held('ana'), ...held('ben')].join()).not.toContain('msg_two')
      said.push(statement)
    }
    await deleteAsked(store, { items, answer: saying }, 2)
    expect(held('ana')).toEqual([answer('one')])
    expect(said).toEqual([{ outcome: 'deleted', items: 2, sub_holders: [], derived_data: { made: false } }])
  })

  it('is not told again what was said; anything else that fails is for the next time', async () => {
    const failing = (code: 'ALREADY' | 'LEDGER_UNAVAILABLE') => ({
      items,
      answer: () =>
        Promise.reject(new ProblemError(code, { status: 409, title: '', detail: '', request: null })),
    })
    await deleteAsked(store, failing('ALREADY'), 2)
    await expect(deleteAsked(store, failing('LEDGER_UNAVAILABLE'), 2)).rejects.toThrow('LEDGER_UNAVAILABLE')
  })
})

describe('something new', () => {
  it('is told until a reading is later', () => {
    expect(hasNews(store, 'ana', 0)).toBe(false)
    obey(store, event('thread.changed', { person: 'ana', feature: 'listen', thread: 'thr_1' }), 5)
    expect([hasNews(store, 'ana', 4), hasNews(store, 'ana', 5), hasNews(store, 'ben', 0)]).toEqual([
      true,
      false,
      false,
    ])
  })
})
