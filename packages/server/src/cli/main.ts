// The entry of the `countersign` command: the process's streams, variables and signals for `run`.
import { exitCodes } from './exit-codes.ts'
import { run } from './run.ts'

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    // The second time somebody means it: end at once. What a database does then is what it does in a crash.
    if (stopping.signal.aborted) process.exit(exitCodes.stopped.code)
    stopping.abort()
  })

// Whoever reads may stop reading (`| head`); that is no failure, and the work goes on to its end.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  folder: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stopping.signal,
})
