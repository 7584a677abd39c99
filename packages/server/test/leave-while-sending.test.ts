// Leaving a thread while something of one's own is on its way there: it was sent before, or it is refused and stored nowhere.
import { setTimeout as rest } from 'node:timers/promises'
import { assertWholeLedger, makeWorld, onServer, testSystem } from '@countersign/testkit'
import { afterEach, expect, it } from 'vitest'
import { addMember } from '../src/acts/add-member.ts'
import { leaveThread } from '../src/acts/leave-thread.ts'
import { react } from '../src/acts/react.ts'
import { sendMessage } from '../src/acts/send-message.ts'
import { systemClock } from '../src/ports/clock.ts'
import { findReadableMessage } from '../src/store/messages.ts'

const opened = await testSystem({ clock: systemClock })
const { system, clock, database } = opened
/** What happens at a point of the next turn of the server people leave through. */
let atPoint: { readonly point: string; work(): Promise<void> } | undefined
const far = (
  await opened.second({
    async atTurnPoint(point) {
      if (point !== atPoint?.point) return
      const { work } = atPoint
      atPoint = undefined
      await work()
    },
  })
).system
const world = await makeWorld(system, clock)
const { thread } = world
const { ana, ben } = world.people
const send = (text: string) => sendMessage(system, { person: ben, thread, text })

/** Messages whose author was not in the thread at the time they are stored with. */
const fromOutside = () =>
  onServer(database.owner, async (client) => {
    const { rows } = await client.query<{ body: string }>(
      `select body from messages m where not exists (select from memberships s
         where s.thread_id = m.thread_id and s.person_id = m.author_id
         and s.joined_at <= m.sent_at and (s.left_at is null or m.sent_at < s.left_at))`,
    )
    return rows.map(({ body }) => body)
  })

afterEach(async () => {
  const strays = await fromOutside()
  if (strays.length > 0) throw new Error(`stored from outside: ${strays.join(', ')}`)
  await assertWholeLedger(database.owner, system)
  await addMember(system, { by: ana, thread, person: ben })
})

it('what was sent before the leaving was applied is from before it, also when its time was taken later', async () => {
  let sent: Awaited<ReturnType<typeof send>> | undefined
  atPoint = {
    point: 'locked',
    async work() {
      // The turn has its time by now.
      await rest(20)
      sent = await send('just in time')
    },
  }
  await leaveThread(far, { person: ben, thread })
  if (sent === undefined) throw new Error('nothing was sent')
  expect(await findReadableMessage(system.app, thread, ben, sent)).toMatchObject({ text: 'just in time' })
})

it('what comes while the leaving is applied waits for it, and is refused', async () => {
  let sending: Promise<unknown> | undefined
  atPoint = {
    point: 'changed',
    async work() {
      sending = send('too late').catch((error: unknown) => error)
      await rest(200)
    },
  }
  await leaveThread(far, { person: ben, thread })
  expect(await sending).toMatchObject({ code: 'NOT_FOUND' })
  const { rowCount } = await system.app.query('select from messages where body = $1', ['too late'])
  expect(rowCount).toBe(0)
})

it('a reaction that comes while the leaving is applied waits for it too, and is refused', async () => {
  const message = await send('like it?')
  let reacting: Promise<unknown> | undefined
  atPoint = {
    point: 'changed',
    async work() {
      reacting = react(system, { person: ben, thread, message, emoji: '👍' }).catch((error: unknown) => error)
      await rest(200)
    },
  }
  await leaveThread(far, { person: ben, thread })
  expect(await reacting).toMatchObject({ code: 'NOT_FOUND' })
  expect((await system.app.query('select from reactions')).rowCount).toBe(0)
})

it('is granted while they go on sending', async () => {
  const chatting = (async () => {
    for (let i = 0; i < 1_000; i++) await send(`thing ${i}`)
  })().catch((error: unknown) => error)
  await rest(50)
  await leaveThread(far, { person: ben, thread })
  expect(await chatting).toMatchObject({ code: 'NOT_FOUND' })
})
