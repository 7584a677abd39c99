// A machine with Node and npm only: dependencies come once, whoever asks, and signals and exit codes pass through.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const repository = dirname(dirname(fileURLToPath(import.meta.url)))

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-bootstrap-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly output: string
}

function run(script: string, args: readonly string[] = []): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script, '--', ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  }
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, output }))
  })
  return { child, ended }
}

describe('handing over to Node 24', () => {
  const handOver = (entry: string) =>
    `import { runUnderNode24 } from ${JSON.stringify(pathToFileURL(join(repository, 'packages/server/bin/node24.mjs')).href)}
     runUnderNode24(${JSON.stringify(entry)}, process.argv.slice(1))`

  function entry(code: string): string {
    const file = join(folder, 'entry.ts')
    writeFileSync(file, code)
    return file
  }

  test('arguments arrive, types are stripped, the exit code comes back', async () => {
    const file = entry(
      'const n: number = 7; console.log(process.argv.slice(2).join("|")); process.exitCode = n',
    )
    const { code, output } = await run(handOver(file), ['a b', '--json']).ended
    expect({ code, output }).toEqual({ code: 7, output: 'a b|--json\n' })
  })

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s reaches the entry, which ends as it likes',
    async (signal) => {
      const file = entry(
        `process.on('${signal}', () => process.exit(3)); setInterval(() => {}, 1000); console.log('up')`,
      )
      const { child, ended } = run(handOver(file))
      child.stdout?.once('data', () => child.kill(signal))
      expect(await ended).toEqual({ code: 3, signal: null, output: 'up\n' })
    },
  )

  test.each(['SIGTERM', 'SIGKILL', 'SIGSEGV'] as const)(
    'an entry ended by %s ends its caller by it',
    async (signal) => {
      const file = entry(`process.kill(process.pid, '${signal}'); setInterval(() => {}, 1000)`)
      expect(await run(handOver(file)).ended).toMatchObject({ code: null, signal })
    },
  )

  test('the command works through a link, from another folder', () => {
    symlinkSync(join(repository, 'packages/server/bin/countersign.mjs'), join(folder, 'countersign'))
    const help = execFileSync(join(folder, 'countersign'), ['--help'], { cwd: folder, encoding: 'utf8' })
    expect(help).toContain('countersign')
  })
})

describe('installing', () => {
  const installed = () => join(folder, 'node_modules', 'part', 'package.json')
  const stamp = () => join(folder, 'node_modules', '.countersign-installed')
  const lock = () => join(folder, '.countersign-install.lock')

  /** A repository of one workspace and no downloads, for which npm ci is real and quick. */
  beforeEach(() => {
    mkdirSync(join(folder, 'part'))
    const write = (file: string, content: object) =>
      writeFileSync(join(folder, file), JSON.stringify(content))
    write('part/package.json', { name: 'part', version: '1.0.0' })
    write('package.json', { name: 'whole', version: '1.0.0', workspaces: ['part'], allowScripts: {} })
    write('package-lock.json', {
      name: 'whole',
      version: '1.0.0',
      lockfileVersion: 3,
      requires: true,
      packages: {
        '': { name: 'whole', version: '1.0.0', workspaces: ['part'] },
        'node_modules/part': { resolved: 'part', link: true },
        part: { version: '1.0.0' },
      },
    })
  })

  const install = () =>
    run(
      `import { ensureInstalled } from ${JSON.stringify(pathToFileURL(join(repository, 'scripts/install.mjs')).href)}
       try { await ensureInstalled(${JSON.stringify(folder)}, console.log) }
       catch (error) { console.log(error.name, error.message); process.exitCode = 1 }`,
    ).ended

  test('happens once, and a second call finds nothing to do', async () => {
    expect((await install()).output).toContain('Dependencies installed')
    expect(existsSync(installed())).toBe(true)
    expect(await install()).toEqual({ code: 0, signal: null, output: '' })
  })

  test('happens once when several commands start together', async () => {
    const outputs = (await Promise.all([install(), install(), install()])).map(({ output }) => output)
    expect(outputs.filter((output) => output.includes('Dependencies installed'))).toHaveLength(1)
    expect(existsSync(lock())).toBe(false)
  })

  test('happens again after an installation that broke off', async () => {
    await install()
    rmSync(stamp())
    rmSync(join(folder, 'node_modules', '.package-lock.json'))
    expect((await install()).output).toContain('Dependencies installed')
  })

  test('happens again when a package has gone', async () => {
    await install()
    rmSync(join(folder, 'node_modules', 'part'))
    expect((await install()).output).toContain('Dependencies installed')
    expect(existsSync(installed())).toBe(true)
  })

  test('keeps what a plain npm install completed', async () => {
    execFileSync('npm', ['install', '--no-audit', '--no-fund'], { cwd: folder })
    expect(await install()).toEqual({ code: 0, signal: null, output: '' })
    expect(existsSync(stamp())).toBe(true)
  })

  test('is not held up by the lock of a process that died', async () => {
    mkdirSync(lock())
    writeFileSync(join(lock(), 'pid'), String(2 ** 30))
    expect((await install()).output).toContain('Dependencies installed')
  })

  test('says what to do when npm fails, and leaves no stamp', async () => {
    writeFileSync(join(folder, 'package-lock.json'), '{ "packages": {} }')
    const { code, output } = await install()
    expect(code).toBe(1)
    expect(output).toMatch(/InstallError npm ci failed .* mend that and run again/)
    expect(existsSync(stamp())).toBe(false)
  })
})
