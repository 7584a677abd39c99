// countersign demo NAME: plays an acceptance demo over HTTP on a throwaway server and checks its numbers (design §11).
import type { ChildProcess } from 'node:child_process'
import { CliError } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { operate } from '../demo-operator.ts'
import { clockFor, demos } from '../demos.ts'
import { type FiguresReport, showReport } from '../figures-report.ts'
import type { World } from '../output.ts'
import { fileOf, type Program, runProgram } from '../program.ts'
import { withThrowaway } from '../throwaway.ts'

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
        .map(([name, { what }]) => `${name} (${what})`)
        .join(', ')}`,
    ],
  ],
  options: [
    ['--tenth', 'with a tenth of the crowd, where the demo has one'],
    ['--hundredth', 'with a hundredth of it, or as little as the demo can do with'],
  ],
  examples: [
    ['demo song-in-a-group', 'play it; exit code 0 only if every number holds'],
    ['demo song-in-a-group --json', 'the numbers as one JSON object'],
    ['demo film-ends --tenth', 'a quick look at one with a big crowd'],
  ],
  async run({ output, world, options }, name = '') {
    assertDemo(name)
    const size = (['tenth', 'hundredth'] as const).filter((part) => options[part] === true)
    if (size.length > 1)
      throw new CliError('USAGE', 'A demo has one size.', 'Choose --tenth or --hundredth.', 'usage')
    const played = await playOnce([name, ...size], world, (line) => output.progress(line))
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

/** The players know the address and nothing else; what they cannot do over HTTP, they ask the operator for. */
function playOnce(
  [name = '', ...size]: readonly string[],
  world: World,
  progress: (line: string) => void,
): Promise<FiguresReport> {
  const clock = clockFor(name)
  progress('Starting a throwaway server …')
  return withThrowaway(clock, ({ system, url }) => {
    progress(`Playing ${name} at ${url}`)
    const onMessage = (player: ChildProcess, message: unknown): void =>
      void operate({ system, clock }, player, message)
    return runProgram(players, { args: [name, url, ...size], onMessage }, world)
  })
}
