// countersign demo NAME: plays an acceptance demo over HTTP on a throwaway server and checks its numbers (design §11).
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { readPartnerFile } from '../../acts/read-partner-file.ts'
import { registerPartner } from '../../acts/register-partner.ts'
import { type RunningServer, startServer } from '../../main.ts'
import { loggable } from '../../ports/loggable.ts'
import type { Settings } from '../../settings.ts'
import { CliError } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { type Played, readPlayed, reportPlayed } from '../demo-report.ts'
import type { World } from '../output.ts'

const demos: Readonly<Record<string, string>> = {
  'song-in-a-group': 'a song in a five-person chat, and who of the five it may read',
}

/** The players are outsiders in a package of their own, which is only in the repository. */
const players = fileURLToPath(new URL('../../../../../examples/demos/src/main.ts', import.meta.url))

/** `countersign demo NAME` */
export const demoCommand: CommandSpec = {
  name: 'demo',
  summary: 'Play an acceptance demo on a throwaway server and check its numbers',
  arguments: [
    [
      '<name>',
      `which one: ${Object.entries(demos)
        .map(([name, what]) => `${name} (${what})`)
        .join(', ')}`,
    ],
  ],
  examples: [
    ['demo song-in-a-group', 'play it; exit code 0 only if every number holds'],
    ['demo song-in-a-group --json', 'the numbers as one JSON object'],
  ],
  async run({ output, world }, name = '') {
    assertDemo(name)
    const played = await playOnce(name, world, (line) => output.progress(line))
    reportPlayed(played, output, world.stdout)
  },
}

function assertDemo(name: string): void {
  if (demos[name] === undefined) {
    const next = `Choose one of: ${Object.keys(demos).join(', ')}.`
    throw new CliError('NO_SUCH_DEMO', 'There is no demo of that name.', next, 'usage')
  }
  if (!existsSync(players)) {
    const next = 'Run it from a checkout of the repository, after npm ci.'
    throw new CliError('NO_PLAYERS', 'The demos are not part of the installed package.', next, 'unavailable')
  }
}

/** Starts a server of its own, lets the demo play against it, and takes both away again, whatever happens. */
async function playOnce(name: string, world: World, progress: (line: string) => void): Promise<Played> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-demo-'))
  try {
    progress('Starting a throwaway server …')
    const server = await startServer(throwawaySettings(folder), { makeDemo: false })
    try {
      progress(`Playing ${name} at ${server.url}`)
      return await play(name, server, world)
    } finally {
      await server.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function throwawaySettings(data: string): Settings {
  return {
    data,
    keys: join(data, 'keys'),
    database: { kind: 'embedded' },
    host: 'localhost',
    port: 0,
    publicUrl: null,
    floor: 'author',
    logLevel: 'error',
  }
}

/** The players know the address and nothing else; what they cannot do over HTTP, they ask the operator for. */
async function play(name: string, server: RunningServer, { signal, stderr, env }: World): Promise<Played> {
  const player = fork(players, [name, server.url], {
    execArgv: [],
    env: { PATH: env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    signal,
  })
  player.stderr?.pipe(stderr, { end: false })
  player.on('message', (message) => void operate(server, player, message))
  const [said, [code]] = await Promise.all([
    player.stdout === null ? '' : text(player.stdout),
    once(player, 'exit') as Promise<[number | null]>,
  ])
  signal.throwIfAborted()
  return readPlayed(said, code)
}

const registration = z.strictObject({ register: z.string() })

/** The operator's part: registers the partner a demo asks for, through the act every registration takes. */
async function operate({ system }: RunningServer, player: ChildProcess, message: unknown): Promise<void> {
  // A player that has gone meanwhile is told nothing; its end is noticed where it is waited for.
  const tell = (answer: object): void => void player.send(answer, () => undefined)
  try {
    const { register } = registration.parse(message)
    const { client } = await registerPartner(system, readPartnerFile(register))
    tell({ client })
  } catch (error) {
    system.log.error(loggable(error), 'the demo’s partner is not registered')
    tell({ refused: true })
  }
}
