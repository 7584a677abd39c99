// Exports, a chat and withdrawals all at once; afterwards each page is held against what was allowed when it began.
import { setTimeout as sleep } from 'node:timers/promises'
import { say } from '../people.ts'
import type { Reader } from '../reader.ts'
import { type Group, textsIn } from './group.ts'

/** How often he allows and takes back. */
const ROUNDS = 15
/** How many pages each export reads while he allows, and again after he took back, in each round. */
const PAGES_EACH = 5
/** Longer than this for one round on any machine is a fault. Milliseconds. */
const ROUND_MS = 60_000

/** What is played. */
export interface Load {
  /** Items a page. */
  readonly limit: number
  /** He allows. Resolves with his answer's id. */
  allow(): Promise<string>
  takeBack(answer: string): Promise<void>
}

/** What was seen. */
export interface Seen {
  readonly rounds: number
  /** Pages with a text of his, in all. */
  readonly whileAllowed: number
  /** Pages whose request began after he knew that it holds, and that came before he allowed again. */
  readonly after: number
  /** How many of those there must be: all that were waited for but one in flight in each export. */
  readonly afterAtLeast: number
  /** Those of them that hold a text of his. */
  readonly leaked: number
  /** Messages sent by others meanwhile. */
  readonly chat: number
}

interface Page {
  readonly begun: number
  readonly ended: number
  readonly his: boolean
}

/** From an acknowledged withdrawal to the next yes; times of the monotonic clock. */
interface Closed {
  readonly from: number
  readonly to: number
}

/** Plays it. @throws whatever an export, the chat or a withdrawal fails with */
export async function playUnderLoad(group: Group, readers: readonly Reader[], load: Load): Promise<Seen> {
  const { benedikt, chiaretta, dagfinn, thread } = group
  const pages: Page[] = []
  let chat = 0
  let over = false
  const exportOn = async (reader: Reader): Promise<void> => {
    const id = await reader.group()
    while (!over)
      for await (const { received } of reader.pages(id, load.limit)) {
        const his = textsIn(group, received.body).some(({ author }) => author.id === benedikt.id)
        pages.push({ begun: received.begun, ended: received.ended, his })
        if (over) break
      }
  }
  const chatOn = async (person: typeof chiaretta): Promise<void> => {
    while (!over) await say(person, thread, `still here, ${++chat}`)
  }
  const rounds = async (): Promise<readonly Closed[]> => {
    try {
      return await playRounds(load, async () => {
        const wanted = pages.length + readers.length * PAGES_EACH
        await until(() => pages.length >= wanted)
      })
    } finally {
      over = true
    }
  }
  const [closed] = await Promise.all([
    rounds(),
    ...readers.map(exportOn),
    ...[chiaretta, dagfinn].map(chatOn),
  ])
  const after = pages.filter(({ begun, ended }) =>
    closed.some(({ from, to }) => begun >= from && ended <= to),
  )
  return {
    rounds: ROUNDS,
    whileAllowed: pages.filter(({ his }) => his).length,
    after: after.length,
    afterAtLeast: ROUNDS * readers.length * (PAGES_EACH - 1),
    leaked: after.filter(({ his }) => his).length,
    chat,
  }
}

async function playRounds(load: Load, somePages: () => Promise<void>): Promise<readonly Closed[]> {
  const closed: Closed[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const answer = await load.allow()
    await somePages()
    await load.takeBack(answer)
    const from = performance.now()
    await somePages()
    closed.push({ from, to: performance.now() })
  }
  return closed
}

async function until(isSo: () => boolean): Promise<void> {
  for (const from = performance.now(); !isSo(); await sleep(5))
    if (performance.now() - from > ROUND_MS) throw new Error('the exports stand still')
}
