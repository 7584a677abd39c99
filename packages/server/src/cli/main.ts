// The entry of the `countersign` command: the process's streams, variables and signals for `run`.
import { exitCodes } from './exit-codes.ts'
import { run } from './run.ts'

/**
 * One Ctrl-C arrives several times: from the terminal, which signals all its processes, and once more from each process
 * above this one that passes it on (bin/node24.mjs, npm). All of that is over after this long.
 */
const SAME_WISH_MS = 1_000

const stopping = new AbortController()
let firstAt = 0
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    if (!stopping.signal.aborted) {
      firstAt = performance.now()
      stopping.abort()
    } else if (performance.now() - firstAt > SAME_WISH_MS)
      // The second time somebody means it: end at once. What a database does then is what it does in a crash.
      process.exit(exitCodes.stopped.code)
  })

// Whoever reads may stop reading (`| head`, a closed terminal); that is no failure, and the work goes on to its end.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
  })

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  folder: process.cwd(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stopping.signal,
})
