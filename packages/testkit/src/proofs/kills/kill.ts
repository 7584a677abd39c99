// One kill: the moment, the death, the way back, and what is looked at afterwards.
import { setTimeout as wait } from 'node:timers/promises'
import type { Dice } from '../../worlds/dice.ts'
import type { Card, Moment } from './deck.ts'
import type { Inspector } from './inspector.ts'
import type { Answer, Journal } from './journal.ts'
import type { Stage } from './stage.ts'
import { enteredFirstProblems, makeUnwritable, makeWritable } from './unwritable.ts'

/** What a kill is done with. */
export interface Scene {
  readonly stage: Stage
  readonly journal: Journal
  readonly inspector: Inspector
  readonly dice: Dice
}

/** What came of one kill. */
export interface Killed {
  readonly card: Card
  /** From the death until everything that died listened again, milliseconds. */
  readonly backAfterMs: number
  /** From the death until a partner had an answer to a call begun after it, milliseconds. */
  readonly servedAfterMs: number
  /** Acts that waited beside the ledger when it could be written again. */
  readonly waited: number
  readonly problems: readonly string[]
}

/** A kill at a named point comes at one of its first passes, so that it is not always the same turn after a restart. */
const PASSES = 6
const AT_ANY_TIME_MS = 200
/** Answers with data between two kills, at least. */
const SERVED_BEFORE = 5
/** Nothing here takes that long, on a busy machine either; a run that waits for ever tells nothing. */
const GIVE_UP_AFTER_MS = 180_000

/** Kills once, under load; the load goes on. @throws Error when something does not come back within three minutes */
export async function killOnce(scene: Scene, card: Card): Promise<Killed> {
  const { stage, journal, inspector, dice } = scene
  await until(
    journal,
    'partners are served before a kill',
    () => journal.answers.filter(({ got }) => got.status === 200).length >= SERVED_BEFORE,
  )
  if (card.moment === 'unwritable') await makeUnwritable(stage)
  const standing = await comeTo(scene, card.moment)
  const place = standing ?? dice.below(stage.servers.length)
  const died = performance.now()
  await strike(scene, card, place)
  stage.servers[place]?.goOn()
  const served = until(journal, 'partners are served after a kill', () => journal.lastServed > died).then(
    () => performance.now() - died,
  )
  await stage.postgres.back()
  await stage.refill()
  const backAfterMs = performance.now() - died
  const problems: string[] = []
  let waited = 0
  if (card.moment === 'unwritable') {
    problems.push(...(await inspector.look()))
    const beside = await makeWritable(stage)
    waited = beside.records.length
    problems.push(...(await enteredFirstProblems(stage, beside)))
  }
  const servedAfterMs = await served
  problems.push(...(await inspector.look()))
  return { card, backAfterMs, servedAfterMs, waited, problems }
}

/** Waits for the moment; the place of the server that is at it, if it is one's. */
async function comeTo({ stage, journal, dice }: Scene, moment: Moment): Promise<number | undefined> {
  if (moment === 'any time' || moment === 'unwritable') {
    await wait(dice.below(AT_ANY_TIME_MS))
    return undefined
  }
  if (moment === 'sending') {
    await until(journal, 'a long answer is on its way', () => journal.midway !== undefined)
    return stage.urls.indexOf(journal.midway ?? '')
  }
  const place = dice.below(stage.servers.length)
  const server = stage.servers[place]
  if (server === undefined) throw new Error('a server is missing before the kill')
  let stands = false
  void server.standAt(moment, dice.between(1, PASSES)).then(() => {
    stands = true
  })
  await until(journal, `a turn comes to ${moment}`, () => stands)
  return place
}

async function strike({ stage, dice }: Scene, { victim }: Card, place: number): Promise<void> {
  if (victim === 'backend') return stage.postgres.killBackend(dice)
  const database = victim === 'database' || victim === 'everything'
  const struck = victim === 'database' ? [] : victim === 'server' ? [place] : [...stage.servers.keys()]
  await Promise.all([
    ...(database ? [stage.postgres.kill()] : []),
    ...struck.map(async (one) => {
      await stage.servers[one]?.kill()
      stage.servers[one] = undefined
    }),
  ])
}

async function until(
  { answers }: Pick<Journal, 'answers'>,
  what: string,
  holds: () => boolean,
): Promise<void> {
  const began = performance.now()
  while (!holds()) {
    if (performance.now() - began > GIVE_UP_AFTER_MS)
      throw new Error(`waited three minutes in vain until ${what}; meanwhile: ${statuses(answers, began)}`)
    await wait(5)
  }
}

/** What partners were answered since, such as `403 WITHDRAWN 12 times`. */
function statuses(answers: readonly Answer[], since: number): string {
  const counts = new Map<string, number>()
  for (const { got } of answers.filter((one) => one.got.ended > since)) {
    const code = /"code":"(\w+)"/.exec(got.body.toString('utf8'))?.[1] ?? (got.whole ? '' : 'broken off')
    const name = `${got.status} ${code}`
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts].map(([name, count]) => `${name} ${count} times`).join(', ') || 'nothing at all'
}
