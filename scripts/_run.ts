// Runs the tools of the repository as child processes under the Node that runs this.

import { spawn } from 'node:child_process'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's folder, without a trailing slash. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** How a tool ended: `passed` is exit code 0, `output` is what it wrote to both streams, in order. */
export interface Outcome {
  readonly passed: boolean
  readonly output: string
}

/** Runs a tool of node_modules by its package path and keeps what it says. */
export function runQuietly(tool: string, args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`${root}/node_modules/${tool}`, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    }
    child.once('error', reject)
    child.once('close', (code) => resolve({ passed: code === 0, output }))
  })
}

/** Runs a tool of node_modules on the terminal; true when it exits with 0. */
export function runVisibly(
  tool: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`${root}/node_modules/${tool}`, ...args], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    })
    child.once('error', reject)
    child.once('close', (code) => resolve(code === 0))
  })
}

/** The time since `started` (milliseconds, `performance.now()`) as people read it: `4.2 s`. */
export function since(started: number): string {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`
}

/** Writes one line to standard output. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
