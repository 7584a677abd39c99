// Runs a TypeScript entry under Node 24, whichever Node was called; plain JavaScript for Node 20, no dependencies.

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'

const wantedMajor = 24
const forwarded = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])

/**
 * The Node 24 that npm installed in `folder` or above it, else the running Node where that is new enough.
 * @param {string} folder
 * @returns {string | undefined}
 */
export function findNode24(folder) {
  const binary = join('node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node')
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, binary))) return join(at, binary)
    if (at === dirname(at)) break
  }
  const [major] = process.versions.node.split('.')
  return Number(major) >= wantedMajor ? process.execPath : undefined
}

/**
 * Runs `entry` with `args` under Node 24, sharing the standard streams, and ends this process as that one ended:
 * the same exit code, or the same signal. Children find the same Node first on their `PATH`.
 * @param {string} entry
 * @param {readonly string[]} args
 */
export function runUnderNode24(entry, args) {
  const node = findNode24(dirname(entry))
  if (!node) {
    process.stderr.write(`${missing()}\n`)
    process.exitCode = 1
    return
  }
  const PATH = [dirname(node), process.env.PATH].filter(Boolean).join(delimiter)
  const child = spawn(node, [entry, ...args], { stdio: 'inherit', env: { ...process.env, PATH } })
  const forward = forwardSignals(child)
  child.once('error', (error) => {
    process.stderr.write(
      `Node 24 could not be started (${node}): ${error.message}. Run npm ci and try again.\n`,
    )
    process.exitCode = 1
  })
  child.once('exit', (code, signal) => {
    for (const [name, listener] of forward) process.removeListener(name, listener)
    if (signal) endBySignal(signal)
    else process.exitCode = code ?? 1
  })
}

/** Passes on what this process is told, also what the child may have been told itself: it knows one wish to stop from two. */
function forwardSignals(child) {
  const listeners = forwarded.map((name) => {
    const listener = () => void child.kill(name)
    process.on(name, listener)
    return /** @type {const} */ ([name, listener])
  })
  return listeners
}

/** Whoever started us learns the truth from the signal; the exit code is for a platform where it does not end us. */
function endBySignal(signal) {
  process.exitCode = 128 + (constants.signals[signal] ?? 0)
  process.kill(process.pid, signal)
}

function missing() {
  const name = `node-${process.platform}-${process.arch}`
  return [
    `Countersign needs Node ${wantedMajor}; this is Node ${process.versions.node}, and the package ${name} is not installed.`,
    'On Linux (x64, arm64) run: npm ci --include=optional',
    `Elsewhere install Node ${wantedMajor} from https://nodejs.org and run the command again.`,
  ].join('\n')
}
