// "Who got what" down to the single item: one's own, in one's own words, and nothing that says who connected or who answered what
// (TRN-01, TRN-04, COP-01).
import type { PersonId, ThreadId } from '@countersign/protocol'
import { describe, expect, it } from 'vitest'
import { addMember } from '../src/acts/add-member.ts'
import { createThread } from '../src/acts/create-thread.ts'
import { deleteMessage } from '../src/acts/delete-message.ts'
import { editMessage } from '../src/acts/edit-message.ts'
import { react } from '../src/acts/react.ts'
import { type Browser, problem, signedInBrowser } from './_people-browser.ts'
import { peopleServer } from './_people-server.ts'

const { url, system, world, clock } = await peopleServer()
const { people } = world
const [ana, ben, chika, dora] = (await Promise.all(
  (['ana', 'ben', 'chika', 'dora'] as const).map((who) => signedInBrowser(url, world.login(who))),
)) as [Browser, Browser, Browser, Browser]

/** The newest disclosure a person sees, or those of a query. */
const listed = async (who: Browser, query = ''): Promise<readonly { ledger: { index: number } }[]> =>
  (await who.get(`/disclosures?limit=100${query}`)).body.items
const newest = async (who: Browser): Promise<number> => (await listed(who))[0]?.ledger.index ?? -1
const down = async (who: Browser, leaf: number, query = '') =>
  (await who.get(`/disclosures/${leaf}${query}`)).body
const words = (body: { items: { message: { text: string } | null }[] }): readonly string[] =>
  body.items.map(({ message }) => message?.text ?? '')

/** A thread of its own, so that no test sees the answers of another. */
async function group(title: string, by: PersonId, ...others: PersonId[]): Promise<ThreadId> {
  clock.advance(1_000)
  return createThread(system, { by, kind: 'group', others, title })
}

describe('is not there', () => {
  it('for somebody else’s disclosure, for another entry, and for none at all', async () => {
    await world.grant('ana')
    await world.say('ana', 'only for Ana to look at')
    const { disclosures } = await world.read('ana')
    const leaf = await newest(ana)
    expect(problem(await ben.get(`/disclosures/${leaf}`))).toBe('404 NOT_FOUND')
    // The delivery of the same answer stands elsewhere in the log, and is no disclosure.
    for (const other of [...disclosures.map(({ index }) => index), leaf + 1_000])
      if (other !== leaf) expect(problem(await ana.get(`/disclosures/${other}`))).toBe('404 NOT_FOUND')
    expect(problem(await ana.get('/disclosures/x'))).toBe('400 BAD_REQUEST')
    const cursor = (await ana.get(`/disclosures?limit=1`)).body.next
    if (cursor !== null)
      expect(problem(await ana.get(`/disclosures/${leaf}?cursor=${cursor}`))).toMatch(/^400/)
  })
})

describe('through one’s own permission', () => {
  it('is one’s own words and nothing of anybody else in the same answer', async () => {
    const here = await group('Own read', people.ana, people.ben, people.chika)
    await world.countersign('ben', { thread: here })
    await world.grant('ana', { threads: [here] })
    await world.say('ana', 'first of Ana', { thread: here })
    const theirs = await world.say('ben', 'a word of Ben', { thread: here })
    await world.say('ana', 'second of Ana', { thread: here, replyTo: theirs })
    await react(system, { person: people.ana, thread: here, message: theirs, emoji: '👍' })
    const { items } = await world.read('ana', { thread: here })
    expect(items).toHaveLength(3)
    const body = await down(ana, await newest(ana))
    expect(words(body).toSorted()).toEqual(['first of Ana', 'second of Ana'])
    expect(body.items[0].thread).toEqual({ id: here, name: 'Own read' })
    expect(body.verb).toBe('messages.read')
    // Her reaction left with Ben's message: that it was his, and where it stood, would say that he had said yes.
    expect(body.untold).toEqual([{ kind: 'reaction', count: 1, why: 'others_words' }])
    expect(body.disclosure.items).toBe(3)
    const text = JSON.stringify(body)
    for (const hidden of ['a word of Ben', theirs, people.ben, String(items[1]?.['id'])])
      expect(text).not.toContain(hidden)
    const bens = await down(ben, await newest(ben))
    expect(JSON.stringify(bens)).not.toMatch(/of Ana|Own read.*Ana/)
    expect(JSON.stringify(bens)).not.toContain(people.ana)
  })

  it('says what was deleted and changed since, and keeps no word of what was deleted', async () => {
    const here = await group('Changes', people.ana, people.ben)
    await world.grant('ana', { threads: [here] })
    const [gone, changed] = [
      await world.say('ana', 'soon deleted', { thread: here }),
      await world.say('ana', 'soon changed', { thread: here }),
    ]
    await world.say('ana', 'stands', { thread: here })
    await world.read('ana', { thread: here })
    const leaf = await newest(ana)
    clock.advance(1_000)
    await deleteMessage(system, { person: people.ana, thread: here, message: gone })
    await editMessage(system, { person: people.ana, thread: here, message: changed, text: 'changed' })
    const { items } = await down(ana, leaf)
    const states: readonly string[] = items.map(
      ({ message }: { message: { text: string; state: string } }) => `${message.state} ${message.text}`,
    )
    expect(states.toSorted()).toEqual(['deleted_since ', 'edited_since changed', 'stands stands'])
  })

  it('comes a page at a time, each item once, and in no list of another disclosure', async () => {
    const here = await group('Pages', people.ana, people.ben)
    await world.grant('ana', { threads: [here] })
    for (let i = 0; i < 5; i++) await world.say('ana', `page ${i}`, { thread: here })
    await world.read('ana', { thread: here })
    const leaf = await newest(ana)
    const seen: string[] = []
    let next = ''
    for (let page = 0; page < 3; page++) {
      const body = await down(ana, leaf, `?limit=2${next}`)
      seen.push(...words(body))
      next = `&cursor=${body.next}`
      expect(body.next === null).toBe(page === 2)
    }
    expect(seen.toSorted()).toEqual([0, 1, 2, 3, 4].map((i) => `page ${i}`))
    const first = await down(ana, leaf, '?limit=2')
    const other = (await listed(ana)).at(-1)?.ledger.index
    expect(problem(await ana.get(`/disclosures/${other}?cursor=${first.next}`))).toMatch(/^400 BAD_CURSOR/)
  })

  it('is found by its thread, as is what went under an answer for that thread alone', async () => {
    const here = await group('Sought', people.ana, people.ben, people.chika)
    await world.grant('ana', { threads: [here] })
    await world.countersign('ben', { thread: here })
    await world.say('ana', 'sought', { thread: here })
    await world.say('ben', 'sought too', { thread: here })
    await world.read('ana', { thread: here })
    expect(await listed(ana, `&thread=${here}`)).toHaveLength(1)
    expect(await listed(ben, `&thread=${here}`)).toHaveLength(1)
    expect(await listed(chika, `&thread=${here}`)).toEqual([])
    const partner = (await world.partner('matinee')).partner
    expect(await listed(ana, `&thread=${here}&partner=${partner}`)).toEqual([])
  })
})

describe('through somebody else’s connection (TRN-04)', () => {
  /** Ben's words leave under his answer, by a connection of `connects`; what he is told of it, without times and numbers. */
  async function toldBy(connects: 'ana' | 'chika' | 'dora', title: string, allThreads = false) {
    const here = await group(title, people.ana, people.ben, people.chika, people.dora)
    await world.countersign('ben', { thread: allThreads ? null : here })
    await world.grant(connects, { threads: [here] })
    await world.say('ben', 'Ben, word one', { thread: here })
    await world.say('ana', 'Ana, aside', { thread: here })
    await world.say('ben', 'Ben, word two', { thread: here })
    await world.read(connects, { thread: here })
    const leaf = await newest(ben)
    return { here, leaf, body: await down(ben, leaf) }
  }

  it('tells which of one’s messages went, where it was one of several people, and the same whoever it was', async () => {
    const told = await Promise.resolve()
      .then(() => toldBy('ana', 'Crowd'))
      .then(async (first) => [first, await toldBy('chika', 'Crowd'), await toldBy('dora', 'Crowd')])
    for (const { here, body } of told) {
      expect(words(body).toSorted()).toEqual(['Ben, word one', 'Ben, word two'])
      expect(body.verb).toBeNull()
      expect(body.untold).toEqual([])
      expect(body.items[0].thread.id).toBe(here)
    }
    // Ids and times are of each story; everything else is the same bytes.
    const plain = ({ body, here }: (typeof told)[number]): string =>
      JSON.stringify(body)
        .replaceAll(here, 'thread')
        .replaceAll(/"(message_|countersignature_)\w+"/g, '"$1"')
        .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'then')
        .replace(/"ledger":\{[^}]*\}/, '')
    expect(new Set(told.map(plain)).size).toBe(1)
    for (const { body } of told)
      for (const hidden of [people.ana, people.chika, people.dora, 'Ana, aside', 'grant_'])
        expect(JSON.stringify(body)).not.toContain(hidden)
  })

  it('tells none where the yes was for all threads, and finds it by no thread', async () => {
    const { here, leaf, body } = await toldBy('ana', 'Everywhere', true)
    expect(body.items).toEqual([])
    expect(body.untold).toEqual([{ kind: 'message', count: 2, why: 'all_threads' }])
    expect(JSON.stringify(body)).not.toMatch(/Ben, word|Everywhere/)
    expect((await listed(ben, `&thread=${here}`)).map(({ ledger }) => ledger.index)).not.toContain(leaf)
    await ben.delete(`/answers/${body.disclosure.under}`)
  })

  it('tells none between two people, where there is only one it can have been', async () => {
    clock.advance(1_000)
    const here = await createThread(system, { by: people.dora, kind: 'direct', others: [people.emil] })
    await world.countersign('dora', { thread: here })
    await world.grant('emil', { threads: [here] })
    await world.say('dora', 'between us', { thread: here })
    await world.read('emil', { thread: here })
    const body = await down(dora, await newest(dora))
    expect(body.items).toEqual([])
    expect(body.untold).toEqual([{ kind: 'message', count: 1, why: 'few_people' }])
    expect(JSON.stringify(body)).not.toContain('between us')
  })

  it('tells none where somebody came since: the oldest word that went would say whether it was they', async () => {
    const here = await group('Newcomer', people.ana, people.ben, people.chika)
    await world.countersign('ben', { thread: here })
    await world.grant('ana', { threads: [here] })
    await world.say('ben', 'before', { thread: here })
    clock.advance(1_000)
    await addMember(system, { by: people.ana, thread: here, person: people.dora })
    await world.say('ben', 'after', { thread: here })
    await world.read('ana', { thread: here })
    const body = await down(ben, await newest(ben))
    expect(body.untold).toEqual([{ kind: 'message', count: 2, why: 'few_people' }])
  })
})

it('adds up: those told and those counted are as many as the ledger says (TRN-01)', async () => {
  let seen = 0
  for (const who of [ana, ben, dora])
    for (const { ledger } of await listed(who)) {
      const { items, untold, disclosure } = await down(who, ledger.index, '?limit=200')
      const others = untold.reduce((sum: number, { count }: { count: number }) => sum + count, 0)
      expect(items.length + others).toBe(disclosure.items)
      seen += 1
    }
  expect(seen).toBeGreaterThan(9)
})
