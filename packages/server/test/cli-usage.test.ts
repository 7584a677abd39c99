// Usage and settings: every mistake is named, nothing is started, and help is where one looks for it.

import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cli, objectOf, runHere, temporaryFolder } from './_cli.ts'

const folder = await temporaryFolder()

const commands = [
  ['start'],
  ['serve'],
  ['migrate'],
  ['demo'],
  ['doctor'],
  ['import', 'ldbc'],
  ['person', 'invite'],
  ['partner', 'add'],
  ['grant', 'list'],
]

describe('a wrong command line', () => {
  it.each([
    [['imprt'], "USAGE: Unknown command 'imprt'. Did you mean import? Run the command with --help."],
    [['import', 'ldbc'], "USAGE: Missing required argument 'path'. Run the command with --help."],
    [
      ['serve', '--prot', '1'],
      "USAGE: Unknown option '--prot'. Did you mean --port? Run the command with --help.",
    ],
    [['serve', 'now'], 'USAGE: Too many arguments'],
    [['person', 'invite'], 'USAGE: Exactly one person must be named.'],
    [
      ['person', 'invite', 'thread_0190b5e27cc07a31a5c64dd8e1f2a3b4'],
      'USAGE: That is not the id of a person.',
    ],
    [['person', 'invite', '--name', 'A', '--locale', '!'], 'USAGE: That is not a language tag.'],
    [['import', 'ldbc', '.', '--source', 'No Spaces'], 'USAGE: That is not a name for --source.'],
    [['start', '--jukebox-port', 'x'], 'USAGE: That is not a port'],
  ])('%j ends with 2 and says so in one line', async (args, said) => {
    const { code, stdout, stderr } = await runHere(args, {}, folder)
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr.slice(0, said.length)).toBe(said)
    expect(stderr.trimEnd()).not.toContain('\n')
  })

  it('with --json prints one object as well', async () => {
    const said = await runHere(['serve', '--prot', '1', '--json'])
    expect(objectOf(said)).toMatchObject({ ok: false, code: 'USAGE', exit: 2 })
  })
})

describe('wrong settings', () => {
  it('are all named, from flags, variables and file, and nothing starts', async () => {
    await writeFile(join(folder, 'bad.yaml'), 'log_level: loud\nprot: 1\n')
    const said = await runHere(
      ['serve', '--port', '70000', '--config', 'bad.yaml', '--json'],
      { COUNTERSIGN_FLOOR: 'none', COUNTERSIGN_DATE: 'x' },
      folder,
    )
    expect(said.code).toBe(2)
    for (const place of [
      '--port',
      'COUNTERSIGN_FLOOR',
      'Did you mean COUNTERSIGN_DATA?',
      'log_level in',
      'prot in',
    ])
      expect(said.stderr).toContain(place)
    expect((objectOf(said)['mistakes'] as unknown[]).length).toBe(5)
  })

  it('a file that is named must be there, and be YAML', async () => {
    expect((await runHere(['serve', '--config', 'none.yaml'], {}, folder)).stderr).toContain(
      'cannot be read (ENOENT)',
    )
    await writeFile(join(folder, 'broken.yaml'), 'data: ok\nkeys: "secret\n')
    const { code, stderr } = await runHere(['serve'], { COUNTERSIGN_CONFIG: 'broken.yaml' }, folder)
    expect(code).toBe(2)
    expect(stderr).toContain('broken.yaml line')
    expect(stderr).not.toContain('secret')
  })

  it('a database that does not answer ends with 3', async () => {
    const said = await runHere(
      ['migrate', '--json', '--log-level', 'silent'],
      { DATABASE_URL: 'postgres://owner@127.0.0.1:1/none' },
      folder,
    )
    expect(said.code).toBe(3)
    expect(objectOf(said)).toMatchObject({ code: 'DATABASE_UNREACHABLE' })
  })
})

describe('a taken port', () => {
  it('ends with 3 and names who holds it', async () => {
    const holder = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => holder.once('listening', resolve))
    const address = holder.address()
    const port = typeof address === 'object' ? address?.port : undefined
    try {
      const said = await runHere(
        ['serve', '--host', '127.0.0.1', '--port', String(port), '--json'],
        {},
        folder,
      )
      expect(said.code).toBe(3)
      const named = process.platform === 'linux' ? { holder: { pid: process.pid } } : {}
      expect(objectOf(said)).toMatchObject({ code: 'PORT_TAKEN', port, ...named })
    } finally {
      holder.close()
    }
  })
})

describe('help', () => {
  it.each(commands)('of %s %s has examples and the settings', async (...words) => {
    const args = words.filter((word) => word !== undefined)
    const { code, stdout } = await runHere([...args, '--help'])
    expect(code).toBe(0)
    expect(stdout).toContain(`$ countersign ${args.join(' ')}`)
    expect(stdout).toContain('COUNTERSIGN_DATA')
    expect(stdout).toContain('--json')
  })

  it('of the program has the commands and the exit codes, from a process too', async () => {
    const { code, stdout, stderr } = await cli(folder, ['--help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const word of [...commands.map(([first]) => first ?? ''), 'Exit codes', '130'])
      expect(stdout).toContain(word)
  })

  it('is shown, with exit code 2, when no command is given', async () => {
    const { code, stderr } = await runHere([])
    expect(code).toBe(2)
    expect(stderr).toContain('Usage: countersign')
  })
})
