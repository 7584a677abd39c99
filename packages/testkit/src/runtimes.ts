// The JavaScript runtimes besides Node that npm brings for tests alone, as programs.

import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** A runtime whose program comes from npm. */
export type PackagedRuntime = 'deno' | 'bun' | 'workerd'

interface Packaged {
  readonly packages: Readonly<Record<string, string>>
  readonly program: string
}

/** Where each program is in its package, for the machines tests run on. Bun's plain build needs a newer processor. */
const packaged: Readonly<Record<PackagedRuntime, Packaged>> = {
  deno: {
    packages: { 'linux x64': '@deno/linux-x64-glibc', 'linux arm64': '@deno/linux-arm64-glibc' },
    program: 'deno',
  },
  bun: {
    packages: { 'linux x64': '@oven/bun-linux-x64-baseline', 'linux arm64': '@oven/bun-linux-aarch64' },
    program: 'bin/bun',
  },
  workerd: {
    packages: {
      'linux x64': '@cloudflare/workerd-linux-64',
      'linux arm64': '@cloudflare/workerd-linux-arm64',
    },
    program: 'bin/workerd',
  },
}

/** A runtime cannot be had, or does not start here; the message says which and why. */
class RuntimeMissingError extends Error {
  override readonly name = 'RuntimeMissingError'
}

/** The program of a runtime, tried once. @throws RuntimeMissingError */
export function findRuntime(runtime: PackagedRuntime): string {
  const machine = `${process.platform} ${process.arch}`
  const { packages, program } = packaged[runtime]
  const name = packages[machine]
  if (name === undefined)
    throw new RuntimeMissingError(`npm brings no ${runtime} for ${machine}, so nothing was tried in it.`)
  const path = join(folderOf(runtime, name), program)
  try {
    execFileSync(path, ['--version'], { stdio: ['ignore', 'ignore', 'pipe'] })
  } catch (cause) {
    throw new RuntimeMissingError(`${runtime} is installed and does not start on this machine.`, { cause })
  }
  return path
}

function folderOf(runtime: PackagedRuntime, name: string): string {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
  } catch (cause) {
    throw new RuntimeMissingError(
      `${runtime} is not installed (${name}). Run \`npm ci\` without --omit=optional.`,
      { cause },
    )
  }
}
