// What a partner tries to learn of people who did not allow it, through those who did.
import { makeWorld, testSystem } from '@countersign/testkit'
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
