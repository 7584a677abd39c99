// The documents say what is so: every duty names the tests that hold it, links lead somewhere, commands are the program's.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, describe, expect, test } from 'vitest'
import { demos } from '../packages/server/src/cli/demos.ts'
import { run } from '../packages/server/src/cli/run.ts'
import { doors as all } from '../packages/web/src/tour/doors.ts'
import { checkPromises } from '../scripts/_promises.ts'
import { root as repository } from '../scripts/_run.ts'
import { deadLinks, filesOf, links, missingPaths, read, table } from './_documents.ts'

const duty = /\b(?:PER|SCP|COP|WRT|SUN|TRN|REC|OVR|INC|DEL|UX|REG)-\d{2}\b/g
const nothing = 'not yet'

interface Row {
  readonly id: string
  readonly tests: readonly string[]
  readonly open: string
}

const rows: readonly Row[] = table(
  read('docs/obligations.md'),
  '| id | duty | held by | not there yet |',
).map(([id = '', , held = '', open = '']) => ({
  id,
  tests: links(held).map((path) => path.replace(/^\.\.\//, '')),
  open: held === nothing ? nothing : open,
}))

/** The ids that stand in the words of tests, and one file each. */
function idsInTests(): ReadonlyMap<string, string> {
  const files = filesOf('*.test.ts').filter((file) => file !== 'test/promises.test.ts')
  expect(files.length).toBeGreaterThan(50)
  return new Map(files.flatMap((file) => (read(file).match(duty) ?? []).map((id) => [id, file] as const)))
}

describe('docs/obligations.md', () => {
  test('has every duty once, in order', () => {
    const counts = {
      PER: 6,
      SCP: 6,
      COP: 8,
      WRT: 4,
      SUN: 7,
      TRN: 5,
      REC: 4,
      OVR: 6,
      INC: 4,
      DEL: 4,
      UX: 3,
      REG: 3,
    }
    const all = Object.entries(counts).flatMap(([area, count]) =>
      Array.from({ length: count }, (_, i) => `${area}-0${i + 1}`),
    )
    expect(rows.map(({ id }) => id)).toEqual(all)
  })

  test.each(rows.filter(({ tests }) => tests.length > 0))('$id: every test it names speaks of it', (row) => {
    expect(row.tests.filter((file) => !read(file).includes(row.id))).toEqual([])
  })

  test('a duty is held by tests, or says that it is not', () => {
    expect(rows.filter(({ tests, open }) => tests.length === 0 && open !== nothing)).toEqual([])
    expect(rows.filter(({ tests, open }) => tests.length > 0 && open === nothing)).toEqual([])
  })

  test('no test speaks of a duty that the table says nothing holds', () => {
    const held = new Set(rows.filter(({ tests }) => tests.length > 0).map(({ id }) => id))
    expect([...idsInTests()].filter(([id]) => !held.has(id))).toEqual([])
  })
})

describe('npm run check:promises (UX-03)', () => {
  const results = join(mkdtempSync(join(tmpdir(), 'promises-')), 'results.json')
  const places = { root: repository, results }
  const held = rows.find(({ tests }) => tests.length > 0)
  const leave = (outcome: 'passed' | 'failed'): void => {
    const counts = { passed: outcome === 'passed' ? 1 : 0, failed: outcome === 'failed' ? 1 : 0, skipped: 0 }
    const result = { outcome, ...counts, at: new Date(0).toISOString(), code: '0'.repeat(64) }
    writeFileSync(results, JSON.stringify({ format: 1, files: { [held?.tests[0] ?? '']: result } }))
  }
  afterAll(() => rmSync(dirname(results), { recursive: true }))

  test('passes where no test was run, and where they passed', async () => {
    expect(await checkPromises(places)).toEqual({ passed: true, output: '' })
    leave('passed')
    expect(await checkPromises(places)).toEqual({ passed: true, output: '' })
  })

  test('fails, naming the claim, when a test of it failed', async () => {
    leave('failed')
    const { passed, output } = await checkPromises(places)
    expect([passed, output]).toEqual([false, expect.stringContaining(`${held?.id} is claimed and`)])
  })

  test('fails for results nobody can read', async () => {
    writeFileSync(results, '{')
    expect(await checkPromises(places)).toMatchObject({ passed: false })
  })
})

describe('links', () => {
  const documents = filesOf('*.md')

  test('a dead one is found', () => {
    const text =
      '[a](docs/run.md) [b](docs/none.md) [c](#here) [d](#there) `[e](no.md)` [f](https://e.example)\n# Here'
    expect(deadLinks('README.md', text)).toEqual(['docs/none.md', '#there'])
  })

  test.each(documents)('of %s lead somewhere', (document) => {
    expect(deadLinks(document, read(document))).toEqual([])
  })
})

describe('the rooms', () => {
  test('a path that is not there is found', () => {
    expect(missingPaths('`packages/sdk` `packages/none.ts` packages/prose `test/`')).toEqual([
      'packages/none.ts',
    ])
  })

  test.each(filesOf('*.md'))('%s names no file or folder that is not there', (document) => {
    expect(missingPaths(read(document))).toEqual([])
  })

  test('ARCHITECTURE.md has every room of the server', () => {
    const inside = filesOf('packages/server/src').map((path) => path.split('/').slice(3))
    const rooms = new Set(inside.map(([name = '', ...below]) => (below.length > 0 ? `${name}/` : name)))
    const shown = read('ARCHITECTURE.md').split('```')[1] ?? ''
    const missing = [...rooms].filter(
      (room) => !room.endsWith('.test.ts') && !shown.includes(`      ${room} `),
    )
    expect(rooms.size).toBeGreaterThan(10)
    expect(missing).toEqual([])
  })
})

describe('the tour', () => {
  test('has as many doors as README.md says, one for each part of the story', () => {
    const words = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven']
    const said = /The tour has (\w+) doors/.exec(read('README.md'))?.[1] ?? ''
    expect(words.indexOf(said) + 1).toBe(all.length)
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
  })

  test('has a door for every demo, and README.md names each', () => {
    const played = all.flatMap(({ demo }) => demo ?? [])
    expect([...played].sort()).toEqual(Object.keys(demos).sort())
    const row = table(read('README.md'), '| command | does |').find(([cell]) => cell?.includes('`demo '))
    const named = row?.join(' ').match(/`[a-z-]+`|`demo [a-z-]+`/g) ?? []
    expect(named.map((cell) => cell.replaceAll('`', '').replace(/^demo /, '')).sort()).toEqual(
      [...played].sort(),
    )
  })
})

describe('the commands', () => {
  /** The command names that the help of `words` lists. */
  async function listed(...words: readonly string[]): Promise<readonly string[]> {
    const stdout = new PassThrough()
    const world = {
      env: {},
      folder: '.',
      stdin: new PassThrough(),
      stdout,
      stderr: new PassThrough(),
      signal: new AbortController().signal,
    }
    expect(await run([...words, '--help'], world)).toBe(0)
    const [help] = (await text(stdout.end())).split('\n\n').filter((part) => part.startsWith('Commands:'))
    return [...(help ?? '').matchAll(/^ {2}([a-z]+)/gm)].flatMap(([, name = '']) =>
      name === 'help' ? [] : name,
    )
  }

  /** The words of a command without what the reader puts in: `import ldbc PATH` is `import ldbc`. */
  function bare(cell = ''): string {
    const words = cell.replaceAll('`', '').split(' ')
    return words.filter((word) => /^[a-z]+$/.test(word)).join(' ')
  }

  test.each([
    ['README.md', '| command | does |'],
    ['docs/run.md', '| command | what it does |'],
  ])('of %s are those of the program', async (document, header) => {
    const known = []
    for (const name of await listed()) {
      const below = await listed(name)
      known.push(...(below.length === 0 ? [name] : below.map((word) => `${name} ${word}`)))
    }
    expect(known.length).toBeGreaterThan(5)
    const said = table(read(document), header).map(([cell]) => bare(cell))
    expect([...said].sort()).toEqual(known.sort())
  })
})
