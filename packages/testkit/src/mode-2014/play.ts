// Plays an acceptance demo, unchanged, against a server in 2014 mode: the demo must notice, by its own figures.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { operate } from '../../../server/src/cli/demo-operator.ts'
import { clockFor } from '../../../server/src/cli/demos.ts'
import { type FiguresReport, readReport } from '../../../server/src/cli/figures-report.ts'
import { systemClock } from '../../../server/src/ports/clock.ts'
import type { ComposeOptions } from '../compose-system.ts'
import { cloneDatabase } from '../test-database.ts'
import { serve2014 } from './serve.ts'

const players = fileURLToPath(new URL('../../../../examples/demos/src/main.ts', import.meta.url))

/** What came of it. */
export interface Played2014 {
  readonly exitCode: number | null
  readonly figures: FiguresReport['figures']
  /** The figures that do not hold, by what they count, each as it was seen. */
  readonly wrong: Readonly<Record<string, string>>
}

/**
 * Plays `countersign demo NAME`, with a part of its crowd when asked to, with the operator and the clock of that command, on a
 * database of its own, against 2014 mode.
 * @throws Error with what it told when it does not come to its end: then nothing shows which promise it missed
 */
export async function playUnder2014(
  demo: string,
  { part, ...options }: ComposeOptions & { readonly part?: 'tenth' | 'hundredth' } = {},
): Promise<Played2014> {
  const clock = clockFor(demo)
  const server = await serve2014(await cloneDatabase(), { clock: clock ?? systemClock, ...options })
  const player = fork(players, [demo, server.url, ...(part === undefined ? [] : [part])], {
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  try {
    player.on('message', (message) => void operate({ system: server.system, clock }, player, message))
    const [said, told, [exitCode]] = await Promise.all([
      player.stdout === null ? '' : text(player.stdout),
      player.stderr === null ? '' : text(player.stderr),
      once(player, 'exit') as Promise<[number | null]>,
    ])
    if (said === '') throw new Error(`${demo} broke off in 2014 mode (exit code ${exitCode}):\n${told}`)
    const { figures } = readReport('demo', said, exitCode)
    const wrong = figures.filter(({ ok }) => !ok).map(({ what, seen }) => [what, seen])
    return { exitCode, figures, wrong: Object.fromEntries(wrong) }
  } finally {
    player.kill('SIGKILL')
    await server.close()
  }
}
