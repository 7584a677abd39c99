// How long it takes from sending a message to its being told, with many pages open: a server here, the pages in a process of their own.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { PersonId } from '@countersign/protocol'
import { addPerson } from '../../../packages/server/src/acts/add-person.ts'
import { createThread } from '../../../packages/server/src/acts/create-thread.ts'
import { openSession } from '../../../packages/server/src/acts/session.ts'
import type { RunningServer } from '../../../packages/server/src/main.ts'
import type { LiveRun, LiveTimes } from './pages.ts'

/** A thread has no more members. */
const MOST_IN_ONE = 500

/** Opens so many sockets of as many people, sends so many messages each way, and gives the time of every telling. */
export async function measureLive(
  { url, system }: RunningServer,
  { sockets, messages }: { readonly sockets: number; readonly messages: number },
): Promise<LiveTimes> {
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
}
