// What `npm start`, `npm test`, `npm run check`, `bench`, `prove` and `build:sdk` run first: Node 20 and nothing else, installs, hands over to Node 24.

import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runUnderNode24 } from '../packages/server/bin/node24.mjs'
import { ensureInstalled, InstallError } from './install.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const entries = {
  start: ['packages/server/src/cli/main.ts', 'start'],
  test: ['scripts/test.ts'],
  check: ['scripts/check.ts'],
  bench: ['bench/src/main.ts'],
  prove: ['packages/testkit/src/proofs/prove/main.ts'],
  'build-sdk': ['scripts/build-sdk.ts'],
}

const [command = '', ...args] = process.argv.slice(2)
const entry = entries[command]
if (!entry) {
  fail(`Unknown command "${command}". Use one of: ${Object.keys(entries).join(', ')}.`)
} else if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(
    `Countersign needs Node 20 or newer to start; this is ${process.versions.node}. Install it from https://nodejs.org.`,
  )
} else {
  try {
    await ensureInstalled(root, (line) => process.stderr.write(`${line}\n`))
    const [file, ...fixed] = entry
    runUnderNode24(join(root, file), [...fixed, ...args])
  } catch (error) {
    if (!(error instanceof InstallError)) throw error
    fail(error.message)
  }
}

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exitCode = 1
}
