// How long it takes from sending a message to its being told, with many pages open: a server here, the pages in a process of their own.
import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { PersonId } from '@countersign/protocol'
import { addPerson } from '../../../packages/server/src/acts/add-person.ts'
import { createThread } from '../../../packages/server/src/acts/create-thread.ts'
import { openSession } from '../../../packages/server/src/acts/session.ts'
import { withThrowaway } from '../../../packages/server/src/cli/throwaway.ts'
import type { LiveRun, LiveTimes } from './pages.ts'

const { values } = parseArgs({
  options: {
    sockets: { type: 'string', default: '500' },
    messages: { type: 'string', default: '200' },
  },
})
const sockets = Number(values.sockets)
const messages = Number(values.messages)
/** A thread has no more members. */
const MOST_IN_ONE = 500

const figures = await withThrowaway(undefined, async ({ url, system }) => {
  const people: PersonId[] = []
  for (let n = 0; n < sockets; n++)
    people.push(await addPerson(system, 'open', { displayName: `Person ${n}` }))
  const [by, other] = people
  if (by === undefined || other === undefined) throw new Error('two sockets at least')
  const pair = await createThread(system, { by, kind: 'direct', others: [other] })
  const all = await createThread(system, { by, kind: 'group', others: people.slice(1, MOST_IN_ONE) })
  const secrets = []
  for (const person of people) secrets.push((await openSession(system, person)).secret)
  const child = fork(fileURLToPath(new URL('./pages.ts', import.meta.url)))
  const { promise, resolve, reject } = Promise.withResolvers<LiveTimes>()
  child.on('message', (times: LiveTimes) => resolve(times))
  child.on('exit', (code) => reject(new Error(`the pages ended with ${code}`)))
  child.send({ url, secrets, pair, all, messages } satisfies LiveRun)
  return promise
})
const at = (sorted: readonly number[], share: number): string =>
  `${(sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN).toFixed(1)} ms`
const line = (name: string, times: readonly number[]): string => {
  const sorted = [...times].sort((a, b) => a - b)
  return `${name}: median ${at(sorted, 0.5)}, 99 % within ${at(sorted, 0.99)}, all within ${at(sorted, 1)} (${sorted.length} tellings)`
}
process.stdout.write(
  `${sockets} sockets open, ${messages} messages each way, ${availableParallelism()} processors\n${line('to one other', figures.pair)}\n${line('to everybody in a group', figures.all)}\n`,
)
