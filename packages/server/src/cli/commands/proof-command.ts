// What `countersign worlds`, `races` and `kills` share: each runs a proof of the repository and shows its figures.
import { stopped } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { showReport } from '../figures-report.ts'
import { type ProgramRun, runProgram } from '../program.ts'

/** A proof as the command line knows it. Its options go to its program as they are; the program checks them. */
export interface ProofCommand extends Pick<CommandSpec, 'name' | 'summary' | 'examples'> {
  /** `[flag, meaning]`: `--count <n>` takes a value, `--faults` takes none. */
  readonly options: readonly (readonly [flag: string, meaning: string])[]
}

/** The command of a proof, whose program is `packages/testkit/src/proofs/<name>/main.ts`. */
export function proofCommand({ name, summary, options, examples }: ProofCommand): CommandSpec {
  return {
    name,
    summary,
    options,
    examples,
    async run({ output, world, options: given }) {
      const path = `packages/testkit/src/proofs/${name}/main.ts`
      const run: ProgramRun = {
        args: options.flatMap(([flag]) => argumentFor(flag, given)),
        env: databaseOf(given['databaseUrl'] ?? world.env['DATABASE_URL']),
      }
      const report = await runProgram({ kind: 'proof', path }, run, world)
      // Stopped, it tells what was seen until then; with --json in the one object that says it was stopped.
      if (!world.signal.aborted || !output.json) showReport('proof', report, output, world.stdout)
      if (world.signal.aborted) throw stopped(report)
    },
  }
}

function argumentFor(
  flag: string,
  given: Readonly<Record<string, string | boolean | undefined>>,
): readonly string[] {
  const [long = ''] = flag.split(' ')
  const key = long.slice(2).replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())
  const value = given[key]
  if (value === undefined || value === false) return []
  return value === true ? [long] : [long, value]
}

/** A proof makes databases of its own on the server named, and takes an embedded one of its own when none is. */
function databaseOf(url: string | boolean | undefined): Record<string, string> {
  return typeof url === 'string' && url !== '' ? { DATABASE_URL: url } : {}
}
