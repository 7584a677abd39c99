// Opaque ids: they come back only in their own scope, two scopes have nothing in common, and nothing made up is usable.
import { randomBytes } from 'node:crypto'
import {
  idOf,
  type MessageId,
  newId,
  type PartnerId,
  type PersonId,
  type ThreadId,
  uuidOf,
} from '@countersign/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type OpaqueIds, openOpaqueIds } from './opaque-ids.ts'

const masterKey = new Uint8Array(32).fill(7)
const instant = fc.integer({ min: 0, max: 2 ** 45 })
const random10 = fc.uint8Array({ minLength: 10, maxLength: 10 })
const id = <P extends 'person' | 'partner' | 'thread' | 'message'>(prefix: P) =>
  fc.tuple(instant, random10).map(([at, bytes]) => newId(prefix, at, bytes))
const contactOf = (message: MessageId) => idOf('contact', uuidOf(message))
const place = fc.record({
  sentAt: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
  position: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
})

describe('opaque ids', () => {
  it('are opened again in their own scope, and always have one spelling', () => {
    fc.assert(
      fc.property(
        id('partner'),
        id('person'),
        id('thread'),
        id('message'),
        id('person'),
        place,
        fc.boolean(),
        (partner, person, thread, message, other, at, membersSeen) => {
          const ids = openOpaqueIds(masterKey, { partner, person })
          const names = ids.inThread(thread, membersSeen)
          expect(ids.openThread(ids.thread(thread))).toBe(thread)
          expect(ids.openFriend(ids.friend(other))).toBe(other)
          expect(ids.openContact(ids.contact(contactOf(message)))).toBe(contactOf(message))
          expect(ids.member(other)).toBe(ids.inThread(thread, true).author(other))
          expect(names.openMessage(names.message(message))).toBe(message)
          expect(names.openAuthor(names.author(other))).toBe(other)
          expect(names.openMember(names.member(other))).toBe(other)
          expect(names.openCursor(names.cursor(at))).toEqual(at)
          expect(openOpaqueIds(masterKey, { partner, person }).thread(thread)).toBe(ids.thread(thread))
        },
      ),
    )
  })

  it('open to nothing usable in any other scope, kind or thread', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(id('partner'), { minLength: 2, maxLength: 2 }),
        fc.uniqueArray(id('person'), { minLength: 2, maxLength: 2 }),
        fc.uniqueArray(id('thread'), { minLength: 2, maxLength: 2 }),
        id('message'),
        place,
        ([a, b], [p, q], [t, u], message, at) => {
          const ids = openOpaqueIds(masterKey, { partner: a as PartnerId, person: p as PersonId })
          const names = ids.inThread(t as ThreadId, false)
          const others: OpaqueIds[] = [
            openOpaqueIds(masterKey, { partner: b as PartnerId, person: p as PersonId }),
            openOpaqueIds(masterKey, { partner: a as PartnerId, person: q as PersonId }),
            openOpaqueIds(new Uint8Array(32), { partner: a as PartnerId, person: p as PersonId }),
          ]
          for (const other of others) {
            expect(other.openThread(ids.thread(t as ThreadId))).not.toBe(t)
            expect(other.openFriend(ids.friend(q as PersonId))).not.toBe(q)
            expect(other.openContact(ids.contact(contactOf(message)))).not.toBe(contactOf(message))
            const far = other.inThread(t as ThreadId, false)
            expect(far.openMessage(names.message(message))).not.toBe(message)
            expect(far.openAuthor(names.author(p as PersonId))).not.toBe(p)
            expect(far.openCursor(names.cursor(at))).toBeUndefined()
          }
          const elsewhere = ids.inThread(u as ThreadId, false)
          expect(elsewhere.openAuthor(names.author(p as PersonId))).not.toBe(p)
          expect(elsewhere.author(p as PersonId)).not.toBe(names.author(p as PersonId))
          expect(elsewhere.openCursor(names.cursor(at))).toBeUndefined()
          expect(ids.openThread(names.message(message))).toBeUndefined()
          // A friend is not told to be a member of a thread, nor the other way about.
          expect(ids.friend(q as PersonId).slice(4)).not.toBe(ids.member(q as PersonId).slice(4))
          expect(ids.openFriend(ids.member(q as PersonId))).toBeUndefined()
          expect(names.openMember(names.author(p as PersonId))).toBeUndefined()
        },
      ),
    )
  })

  it('of 1,000 people at two partners have none in common (SCP-06)', () => {
    const people = Array.from({ length: 1_000 }, (_, i) => newId('person', i, randomBytes(10)))
    const [viewer] = people
    const thread = newId('thread', 1, randomBytes(10))
    const at = (partner: PartnerId, person: PersonId): Set<string> => {
      const ids = openOpaqueIds(masterKey, { partner, person })
      const [closed, open] = [ids.inThread(thread, false), ids.inThread(thread, true)]
      return new Set(people.flatMap((one) => [closed.author(one), open.author(one), open.member(one)]))
    }
    const [a, b] = [newId('partner', 1, randomBytes(10)), newId('partner', 2, randomBytes(10))]
    const here = at(a, viewer as PersonId)
    expect(here.size).toBe(2_000)
    for (const there of [at(b, viewer as PersonId), at(a, people[1] as PersonId)])
      expect([...here].filter((one) => there.has(one))).toEqual([])
  })

  it('hold nothing of what they stand for', () => {
    const thread = newId('thread', Date.UTC(2026, 0, 1), randomBytes(10))
    const ids = openOpaqueIds(masterKey, { partner: 'partner_0', person: 'person_0' })
    const near = newId('thread', Date.UTC(2026, 0, 1), randomBytes(10))
    // UUIDv7 begin with their time; the opaque ones of the same instant share no beginning.
    expect(ids.thread(thread).slice(4, 10)).not.toBe(ids.thread(near).slice(4, 10))
  })
})

describe('what was not made here', () => {
  const ids = openOpaqueIds(masterKey, { partner: 'partner_0', person: 'person_0' })
  const names = ids.inThread('thread_0', false)

  it('opens to nothing: malformed text, other alphabets, a second spelling', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(ids.openThread(text)).toBeUndefined()
        expect(names.openCursor(text)).toBeUndefined()
        expect(ids.openThread(`thr_${text}`)).toBeUndefined()
      }),
    )
    const good = ids.thread(newId('thread', 1, randomBytes(10)))
    const last = good.at(-1) as string
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const twin = alphabet[alphabet.indexOf(last) + 1] ?? 'A'
    expect(ids.openThread(good.slice(0, -1) + twin)).toBeUndefined()
    expect(ids.openThread(`${good} `)).toBeUndefined()
    expect(ids.openThread(`${good}=`)).toBeUndefined()
  })

  it('is no cursor: of 10,000 made up ones none opens', () => {
    const opened = Array.from({ length: 10_000 }, () =>
      names.openCursor(`cur_${randomBytes(16).toString('base64url')}`),
    )
    expect(opened.filter((one) => one !== undefined)).toEqual([])
  })
})
