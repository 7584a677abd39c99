// countersign demo NAME: plays an acceptance demo over HTTP on a throwaway server and checks its numbers (design §11).
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningServer, startServer } from '../../main.ts'
import type { Settings } from '../../settings.ts'
import { CliError } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { operate } from '../demo-operator.ts'
import { type FiguresReport, showReport } from '../figures-report.ts'
import type { World } from '../output.ts'
import { fileOf, type Program, runProgram } from '../program.ts'

const demos: Readonly<Record<string, string>> = {
  'address-book': 'what a shop and a search engine get of a person’s contacts',
  'bank-deletes': 'what a bank that sends receipts can read, delete and not get away with',
  'song-in-a-group': 'a song in a five-person chat, and who of the five it may read',
}

/** The players are outsiders in a package of their own, which is only in the repository. */
const players: Program = { kind: 'demo', path: 'examples/demos/src/main.ts' }

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
  options: [['--tenth', 'with a tenth of the crowd, where the demo has one']],
  examples: [
    ['demo song-in-a-group', 'play it; exit code 0 only if every number holds'],
    ['demo song-in-a-group --json', 'the numbers as one JSON object'],
  ],
  async run({ output, world, options }, name = '') {
    assertDemo(name)
    const played = await playOnce(options['tenth'] === true ? [name, 'tenth'] : [name], world, (line) =>
      output.progress(line),
    )
    world.signal.throwIfAborted()
    showReport('demo', played, output, world.stdout)
  },
}

function assertDemo(name: string): void {
  if (demos[name] === undefined) {
    const next = `Choose one of: ${Object.keys(demos).join(', ')}.`
    throw new CliError('NO_SUCH_DEMO', 'There is no demo of that name.', next, 'usage')
  }
  fileOf(players)
}

/** Starts a server of its own, lets the demo play against it, and takes both away again, whatever happens. */
async function playOnce(
  [name = '', ...size]: readonly string[],
  world: World,
  progress: (line: string) => void,
): Promise<FiguresReport> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-demo-'))
  try {
    progress('Starting a throwaway server …')
    const server = await startServer(throwawaySettings(folder), { makeDemo: false })
    try {
      progress(`Playing ${name} at ${server.url}`)
      return await play([name, server.url, ...size], server, world)
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
    outboundLocal: [],
    linkProviders: [],
    mailUrl: null,
    mailFrom: null,
  }
}

/** The players know the address and nothing else; what they cannot do over HTTP, they ask the operator for. */
function play(args: readonly string[], server: RunningServer, world: World): Promise<FiguresReport> {
  const onMessage = (player: ChildProcess, message: unknown): void =>
    void operate(server.system, player, message)
  return runProgram(players, { args, onMessage }, world)
}
