// The load: clients that go on all the time, each doing one thing at a time, whatever dies under them.
import { setTimeout as wait } from 'node:timers/promises'
import type { Dice } from '../../worlds/dice.ts'
import { type Journal, openJournal } from './journal.ts'
import { readers } from './partner-load.ts'
import { peopleActing } from './people-load.ts'
import type { Stage } from './stage.ts'

/** What every client works with. */
export interface Load {
  readonly stage: Stage
  readonly journal: Journal
  readonly dice: Dice
  /** The address of a server, any of the two, living or not: a client does not know. */
  url(): string
}

/** A load that runs. */
export interface RunningLoad {
  readonly journal: Journal
  /** Lets every client finish what it is at. @throws what a client broke on: none may, whatever dies */
  stop(): Promise<void>
}

/** After an answer that was none, clients wait this long before they try again. */
const BACK_OFF_MS = 100

/** Starts every client. */
export async function startLoad(stage: Stage, dice: Dice): Promise<RunningLoad> {
  const journal = openJournal()
  const load: Load = { stage, journal, dice, url: () => dice.pick(stage.urls) }
  let running = true
  const forever = async (one: () => Promise<boolean>, pauseMs: number): Promise<void> => {
    while (running) await wait((await one()) ? pauseMs : BACK_OFF_MS)
  }
  const clients = [...(await readers(load)), ...(await peopleActing(load))]
  const all = Promise.all(clients.map(({ act, pauseMs }) => forever(act, pauseMs)))
  // Heard where it is waited for.
  all.catch(() => undefined)
  return {
    journal,
    async stop() {
      running = false
      await all
    },
  }
}

/** One client: what it does again and again, and how long it waits after it worked. */
export interface Client {
  /** Does it once; true when it was answered. */
  readonly act: () => Promise<boolean>
  readonly pauseMs: number
}
