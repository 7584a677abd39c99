// What `npm start`, `npm test`, `npm run check`, `bench`, `prove` and `build:*` run first: Node 20 and nothing else, installs, hands over to Node 24.

import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findNode24, runUnderNode24 } from '../packages/server/bin/node24.mjs'
import { ensureInstalled, InstallError } from './install.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const buildWeb = 'packages/web/build.ts'
const entries = {
  start: ['packages/server/src/cli/main.ts', 'start'],
  test: ['scripts/test.ts'],
  check: ['scripts/check.ts'],
  bench: ['bench/src/main.ts'],
  prove: ['packages/testkit/src/proofs/prove/main.ts'],
  'build-sdk': ['scripts/build-sdk.ts'],
  'build-web': [buildWeb],
}
/** What serves the app; the tests build it themselves, so that a single one can be run alone. */
const servesApp = ['start', 'bench', 'prove']

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
    if (servesApp.includes(command)) build()
    const [file, ...fixed] = entry
    runUnderNode24(join(root, file), [...fixed, ...args])
  } catch (error) {
    if (!(error instanceof InstallError)) throw error
    fail(error.message)
  }
}

/** Without Node 24 it is left to `runUnderNode24` to say so. */
function build() {
  const node = findNode24(root)
  if (node === undefined) return
  const { status } = spawnSync(node, [join(root, buildWeb)], { stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0)
    throw new InstallError('The app could not be built. What is wrong stands above; mend that and run again.')
}

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exitCode = 1
}
