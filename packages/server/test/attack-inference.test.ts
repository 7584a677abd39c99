// What a partner tries to learn of people who did not allow it, through those who did.
import { makeWorld, musicOffers, testSystem } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { createThread } from '../src/acts/create-thread.ts'
import { forwardMessage } from '../src/acts/forward-message.ts'

const { system, clock } = await testSystem()
const world = await makeWorld(system, clock)
const { ana, ben, chika } = world.people
const elsewhere = await createThread(system, { by: ben, kind: 'group', others: [chika], title: 'Two' })

describe('words forwarded by somebody who allowed', () => {
  it('leave only if who wrote them allowed them when they wrote them, or all that is written (COP-01)', async () => {
    const early = await world.say('ben', 'before my yes')
    const secret = await world.say('ben', 'between us two', { thread: elsewhere })
    await world.grant('ana')
    await world.countersign('chika')
    await world.countersign('ben')
    const later = await world.say('ben', 'after my yes')
    clock.advance(1_000)
    const forward = (message: typeof early, from = world.thread) =>
      forwardMessage(system, { person: chika, from, message, to: world.thread })
    await forward(early)
    await forward(secret, elsewhere)
    const again = await forward(later)
    await world.say('chika', 'what Ben said', { replyTo: await forward(early) })
    await world.say('chika', 'what Ben says', { replyTo: again })
    const got = await world.read('ana')
    expect(got.items.map(({ text }) => text)).toEqual([
      'what Ben says',
      'what Ben said',
      'after my yes',
      'after my yes',
    ])
    expect(got.items.map((item) => 'reply_to' in item)).toEqual([true, false, false, false])
    await world.countersign('ben', { history: true })
    expect((await world.read('ana')).body).not.toContain('before my yes')
    await world.grant('ana', { history: true })
    expect((await world.read('ana')).body).toContain('before my yes')
    expect(ana).not.toBe(ben)
  })
})

describe('a name in words that were forwarded', () => {
  it('is cut as in the words themselves when its person allowed only later (COP-01)', async () => {
    const partner = await world.partner('teller')
    await world.grant('ana', { partner })
    await world.countersign('ben', { partner })
    await world.countersign('emil', { partner })
    const mentions = [{ person: chika, start: 4, end: 9 }]
    const message = await world.say('ben', 'Ask Chika about it', { mentions })
    await world.countersign('chika', { partner })
    clock.advance(1_000)
    const { emil } = world.people
    await forwardMessage(system, { person: emil, from: world.thread, message, to: world.thread })
    const { items } = await world.read('ana', { partner })
    expect(items.map(({ text }) => text)).toEqual(['Ask someone about it', 'Ask someone about it'])
  })
})

describe('the disclosures of an answer', () => {
  it('do not tell who wrote what where that was not granted, page by page (SCP-01)', async () => {
    const fields = ['message.text'] as const
    const partner = await world.partner('texts-only', [
      { purpose: 'group_activity', verb: 'messages.read', fields },
    ])
    await world.grant('ana', { partner })
    await world.countersign('ben', { partner })
    for (const text of ['one', 'two', 'three']) await world.say('ben', text)
    const subjects: string[] = []
    for (let cursor: string | null = null, i = 0; i < 3; i++) {
      const page = await world.read('ana', { partner, limit: 1, cursor })
      expect(page.disclosures).toHaveLength(1)
      subjects.push(...page.disclosures.map(({ subject }) => subject))
      cursor = page.next
    }
    expect(new Set(subjects).size).toBe(3)
  })

  it('do not join a title to what its author writes', async () => {
    const partner = await world.partner('titles')
    const third = await createThread(system, { by: ben, kind: 'group', others: [ana], title: 'By Ben' })
    const verbs = ['threads.list', 'messages.read'] as const
    await world.grant('ana', { partner, verbs, threads: [third] })
    await world.countersign('ben', { partner, thread: null })
    await world.say('ben', 'and this too', { thread: third })
    const call = {
      partner: partner.partner,
      feature: partner.feature,
      person: ana,
      fields: null,
      at: clock.now(),
    }
    const list = await system.gate.threads({ ...call, purpose: 'group_activity' }, { limit: 9, cursor: null })
    expect(list.body).toContain('By Ben')
    const [message] = (await world.read('ana', { partner, thread: third })).items
    expect(message?.['author']).toMatch(/^aut_/)
    expect(list.body).not.toContain(message?.['author'])
  })

  it('do not join a name in a text, or first words, to what their person writes', async () => {
    const partner = await world.partner('listener')
    await world.grant('ana', { partner })
    for (const who of ['ben', 'chika'] as const) await world.countersign(who, { partner })
    await world.say('chika', 'I am here')
    const [own] = (await world.read('ana', { partner })).items
    const mentions = [{ person: chika, start: 4, end: 9 }]
    await world.say('ben', 'Ask Chika about it', { mentions })
    const page = await world.read('ana', { partner, limit: 1 })
    expect(page.items.map(({ text }) => text)).toEqual(['Ask Chika about it'])
    expect(page.disclosures).toHaveLength(2)
    expect(page.disclosures.map(({ subject }) => subject)).not.toContain(own?.['author'])
    expect(page.disclosures.map(({ subject }) => subject)).toContain(page.items[0]?.['author'])
  })
})

describe('a feature that no longer sees members (PER-05)', () => {
  it('cannot tell that it is one author in two threads, though old permissions say it may', async () => {
    const partner = await world.partner('matinee')
    const second = await createThread(system, { by: ana, kind: 'group', others: [ben], title: 'Second' })
    const verbs = ['messages.read', 'members.see'] as const
    await world.grant('ana', { partner, verbs, threads: [world.thread, second] })
    await world.countersign('ben', { partner, thread: null })
    await world.say('ben', 'here')
    await world.say('ben', 'and there', { thread: second })
    const authors = async (): Promise<readonly unknown[]> => {
      const pages = [
        await world.read('ana', { partner }),
        await world.read('ana', { partner, thread: second }),
      ]
      return pages.flatMap(({ items }) => items.map(({ author }) => author))
    }
    expect(new Set(await authors()).size).toBe(1)
    await world.partner(
      'matinee',
      musicOffers.filter(({ verb }) => verb !== 'members.see'),
    )
    const after = await authors()
    expect(after).toHaveLength(2)
    expect(new Set(after).size).toBe(2)
  })
})
