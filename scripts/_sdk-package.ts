// The package partners install: plain JavaScript and declarations of the sdk, and the parts of protocol it names, without a bundler.

import { copyFileSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { root, runQuietly } from './_run.ts'

/** The sources could not be turned into a package; the message is what the compiler said. */
class SdkBuildError extends Error {
  override readonly name = 'SdkBuildError'
}

/**
 * Writes the package into a folder of its own, which then holds nothing else: ready for `npm pack` and `npm publish`.
 * @throws SdkBuildError when the sources do not compile
 */
export async function buildSdk(folder: string): Promise<void> {
  const compiled = mkdtempSync(join(tmpdir(), 'countersign-sdk-'))
  try {
    const args = ['--project', 'packages/sdk/tsconfig.build.json', '--outDir', compiled, '--pretty', 'false']
    const { passed, output } = await runQuietly('typescript/bin/tsc', args)
    if (!passed) throw new SdkBuildError(output)
    rmSync(folder, { recursive: true, force: true })
    for (const file of globSync('*/src/**/*.{js,d.ts}', { cwd: compiled })) place(compiled, file, folder)
  } finally {
    rmSync(compiled, { recursive: true })
  }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`)
  writeFileSync(join(folder, 'README.md'), readme())
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'))
}

/** The sdk's own files to the top, those of protocol below `protocol/`, each import to where its file is then. */
function place(compiled: string, file: string, folder: string): void {
  const placed = file.replace(/^sdk\/src\//, '').replace(/^protocol\/src\//, 'protocol/')
  const up = relative(dirname(placed), '.') || '.'
  const text = readFileSync(join(compiled, file), 'utf8')
    .replaceAll(/'@countersign\/protocol\/([\w-]+)'/g, `'${up}/protocol/$1.js'`)
    .replaceAll(/(from|import\() ?'(\.{1,2}\/[^']+)\.ts'/g, "$1 '$2.js'")
  mkdirSync(dirname(join(folder, placed)), { recursive: true })
  writeFileSync(join(folder, placed), text)
}

interface Manifest {
  readonly name: string
  readonly version: string
  readonly description: string
  readonly license: string
  readonly dependencies: Readonly<Record<string, string>>
}

function manifestOf(name: string): Manifest {
  return JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')) as Manifest
}

/** What it stands on: as tried here or a later release of the same major version, so that a mended one needs no new sdk. */
function manifest(): object {
  const { name, version, description, license, dependencies } = manifestOf('sdk')
  const all = { ...manifestOf('protocol').dependencies, ...dependencies }
  const outside = Object.entries(all)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .filter(([one]) => !one.startsWith('@countersign/'))
  return {
    name,
    version,
    description,
    license,
    keywords: ['countersign', 'oauth', 'fapi', 'dpop', 'consent', 'webhooks'],
    type: 'module',
    engines: { node: '>=20' },
    sideEffects: false,
    types: './index.d.ts',
    exports: { '.': { types: './index.d.ts', default: './index.js' }, './package.json': './package.json' },
    dependencies: Object.fromEntries(outside.map(([one, tried]) => [one, `^${tried}`])),
  }
}

/** The README without links into the repository, which lead nowhere from a package. */
function readme(): string {
  const text = readFileSync(join(root, 'packages/sdk/README.md'), 'utf8')
  return text.replaceAll(/\[([^\]]+)\]\(\.{1,2}\/[^)]+\)/g, '$1')
}
