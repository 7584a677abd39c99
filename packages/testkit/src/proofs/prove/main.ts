// `npm run prove`: worlds, races, kills and events in full, one after the other; then the figures, a page, and exit code 0 only if all hold.

import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describeMachine } from './machine.ts'
import { pageOf } from './page/page.ts'
import { type Asked, readArguments, type Step, stepsOf, usage } from './plan.ts'
import type { ProofRun } from './proof-run.ts'
import { type Proof, runStep } from './run-step.ts'
import { headline, verdictOf } from './verdict.ts'
import { duration } from './words.ts'

const say = (line: string): void => void process.stderr.write(`${line}\n`)

/** A proof tells of itself every few seconds; how far the whole is, is said beside that. */
const EVERY_MS = 60_000

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort())

const asked = read()
if (asked !== undefined) await prove(asked)

/** What is asked for; undefined when it is help, or cannot be understood, and that was said. */
function read(): Asked | undefined {
  try {
    const given = readArguments(process.argv.slice(2))
    if (given === undefined) process.stdout.write(usage)
    return given
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    say(`${error.message}\n\n${usage}`)
    process.exitCode = 2
    return undefined
  }
}

async function prove({ sizes, output }: Asked): Promise<void> {
  const repository = fileURLToPath(new URL('../../../../../', import.meta.url))
  const began = new Date()
  const steps = stepsOf(sizes)
  const machine = await describeMachine(repository, process.env['DATABASE_URL'])
  const proofs: Proof[] = []
  for (const [i, step] of steps.entries()) {
    if (stopping.signal.aborted) break
    const stopTelling = tellProgress(steps, i)
    proofs.push(await runStep(step, stopping.signal))
    stopTelling()
    // Written after each: what was proved before a machine went down is not lost.
    await write(resolve(repository, output), runOf(proofs))
  }
  const { verdict } = runOf(proofs)
  process.stdout.write(`${headline(verdict)}.\n`)
  say(`The page is ${join(resolve(repository, output), 'index.html')}`)
  process.exitCode = verdict.held ? 0 : 1

  function runOf(done: readonly Proof[]): ProofRun {
    const seconds = (Date.now() - began.getTime()) / 1_000
    const verdict = verdictOf(steps, done, stopping.signal.aborted)
    return { at: began.toISOString(), seconds, sizes, machine, verdict, proofs: done }
  }
}

/** Says what begins and, every now and then, how much is left. Call what it gives when the step is done. */
function tellProgress(steps: readonly Step[], i: number): () => void {
  const began = performance.now()
  const after = steps.slice(i + 1).reduce((sum, { expectedSeconds }) => sum + expectedSeconds, 0)
  const { title, args, expectedSeconds } = steps[i] as Step
  const tell = (): void => {
    const left = expectedSeconds - (performance.now() - began) / 1_000
    const when =
      left > 0
        ? `about ${duration(left + after)} left in all`
        : `slower than two idle cores would be; about ${duration(after)} left after it`
    say(`prove: ${i + 1} of ${steps.length}, ${title}; ${when}`)
  }
  say(`\n$ countersign ${args.join(' ')}`)
  tell()
  const timer = setInterval(tell, EVERY_MS)
  return () => clearInterval(timer)
}

async function write(folder: string, run: ProofRun): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'figures.json'), `${JSON.stringify(run, null, 1)}\n`)
  await writeFile(join(folder, 'index.html'), pageOf(run))
}
