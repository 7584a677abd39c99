// A process of its own that starts the embedded PostgreSQL, says how that went in one line of JSON, and then does what it is told.

import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline'
import { type EmbeddedOptions, EmbeddedPostgresError, startEmbedded } from '../src/store/embedded/index.ts'

const options = JSON.parse(process.argv[2] ?? '{}') as Pick<EmbeddedOptions, 'dataDir'>

try {
  const server = await startEmbedded({
    ...options,
    random: (size) => randomBytes(size),
    log: { info: () => undefined },
  })
  const { pid, adopted, placement, connection } = server
  process.stdout.write(`${JSON.stringify({ pid, adopted, placement, connection })}\n`)
  for await (const command of createInterface({ input: process.stdin })) {
    if (command === 'exit') process.exit(0)
    await server.stop()
    process.stdout.write('{"stopped":true}\n')
    break
  }
} catch (error) {
  const code = error instanceof EmbeddedPostgresError ? error.code : 'unexpected'
  process.stdout.write(`${JSON.stringify({ error: { code, message: String(error) } })}\n`)
}
