// The SDK as a partner has it: built, packed, and installed by npm into an empty folder. And bundled, as pages and edges want it.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join, sep } from 'node:path'
import { promisify } from 'node:util'
import { rolldown } from 'rolldown'
import { afterAll } from 'vitest'
import { buildSdk } from '../../../scripts/_sdk-package.ts'

const run = promisify(execFile)

/** What `npm pack` says of a package. */
export interface Packed {
  readonly size: number
  readonly unpackedSize: number
  readonly files: readonly { readonly path: string }[]
}

/** A project that has nothing but the SDK. */
export interface InstalledSdk {
  readonly folder: string
  readonly packed: Packed
}

/** The machine's own environment: programs are found as its user finds them, not as this repository's scripts do. */
export const ownEnvironment: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((one) => !one.includes(`node_modules${sep}`))
    .join(delimiter),
  NODE_OPTIONS: undefined,
}

/** Builds, packs and installs it; taken down when the test file ends. To be awaited at the top level of a file. */
export async function installSdk(): Promise<InstalledSdk> {
  const home = await mkdtemp(join(tmpdir(), 'countersign-partner-'))
  afterAll(() => rm(home, { recursive: true, force: true }))
  const [dist, folder] = [join(home, 'dist'), join(home, 'project')]
  await buildSdk(dist)
  const npm = (args: readonly string[], cwd: string) => run('npm', [...args], { cwd, env: ownEnvironment })
  const { stdout } = await npm(['pack', '--json', '--pack-destination', home], dist)
  const [packed] = Object.values(JSON.parse(stdout) as Record<string, Packed & { filename: string }>)
  if (packed === undefined) throw new Error(`npm pack said nothing of a package: ${stdout}`)
  await run('mkdir', [folder])
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  const quiet = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  await npm(['install', ...quiet, join(home, packed.filename)], folder)
  return { folder, packed }
}

/** One file of a project with all it imports, for a runtime that knows no packages. */
export async function bundled(folder: string, file: string, minify = false): Promise<string> {
  const bundle = await rolldown({ cwd: folder, input: join(folder, file), platform: 'browser' })
  try {
    const { output } = await bundle.generate({ format: 'esm', minify })
    if (output.length !== 1) throw new Error(`one file was expected, and ${output.length} came`)
    return output[0].code
  } finally {
    await bundle.close()
  }
}
