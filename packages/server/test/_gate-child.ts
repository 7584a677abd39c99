// A server of its own under load, to be killed at a named point of a turn: prints a line for everything a client has got.
import { writeSync } from 'node:fs'
import { pino } from 'pino'
import { answerAsk, takeAnswerBack } from '../src/acts/answer-ask.ts'
import { askCard } from '../src/acts/ask-card.ts'
import { sendMessage } from '../src/acts/send-message.ts'
import { openOpaqueIds } from '../src/gate/opaque-ids.ts'
import type { TurnPoint } from '../src/gate/turn.ts'
import { loadServerKeys } from '../src/ledger/server-keys.ts'
import { compose } from '../src/main.ts'
import { systemClock } from '../src/ports/clock.ts'
import { systemRandom } from '../src/ports/random.ts'
import type { CrashOrder } from './gate-crash.test.ts'

const order = JSON.parse(process.argv[2] ?? '{}') as CrashOrder
const { people, thread, asked } = order
let left = order.turns
const { system } = await compose({
  connect: (role) => order.connections[role],
  keys: await loadServerKeys(order.keysFolder, { create: false, random: systemRandom }),
  keysFolder: order.keysFolder,
  clock: systemClock,
  random: systemRandom,
  log: pino({ level: 'silent' }),
  publicUrl: 'http://localhost:4747',
  floor: 'author',
  makeDemo: false,
  poolSize: 6,
  atTurnPoint(point: TurnPoint) {
    if (point !== order.point) return
    left -= 1
    if (left === 0) process.kill(process.pid, 'SIGKILL')
  },
})

/** Written at once, as a client's socket would have it. */
const say = (line: object): void => void writeSync(1, `${JSON.stringify(line)}\n`)

async function read(): Promise<never> {
  const call = { partner: asked.partner, feature: asked.feature, person: people.ana }
  const ids = openOpaqueIds(system.keys.cursorKey('opaque ids'), call)
  const named = { ...call, purpose: asked.purpose, fields: null, thread: ids.thread(thread) }
  for (;;) {
    const answer = await system.gate.messages(named, { limit: 5, cursor: null }).catch(() => undefined)
    await answer?.release(async (body) => {
      say({ got: answer.decision, disclosures: JSON.parse(body).disclosures })
      return true
    })
  }
}

async function answer(): Promise<never> {
  const { text } = await askCard(system.app, { person: people.ben, ...asked })
  for (;;) {
    const screenHash = text.hash
    const given = {
      ...asked,
      person: people.ben,
      thread,
      answer: 'allow',
      history: true,
      screenHash,
    } as const
    const countersignature = await answerAsk(system, given)
    await new Promise((resolve) => setTimeout(resolve, 30))
    await takeAnswerBack(system, { person: people.ben, countersignature })
    say({ withdrawn: countersignature })
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}

async function chat(): Promise<never> {
  for (let i = 0; ; i++) {
    say({ sent: await sendMessage(system, { person: people.ana, thread, text: `message ${i}` }) })
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

await Promise.all([read(), read(), read(), read(), answer(), chat()])
