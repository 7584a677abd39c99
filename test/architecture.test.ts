// The tree keeps the dependency rule of design §9, and every rule is seen to fail on a planted violation.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkArchitecture } from './_architecture.ts'
import { rules } from './_rules.ts'

const repository = dirname(dirname(fileURLToPath(import.meta.url)))
const server = 'packages/server/src'

/** For every rule: a file that breaks it, and the text that does. The opening comment is added unless it is the point. */
const plants: readonly (readonly [rule: string, file: string, text: string])[] = [
  ['every file opens with a comment', 'packages/tlog/src/bare.ts', 'export {}\n'],
  ['no file is a giant', 'packages/tlog/src/giant.ts', '\n'.repeat(401)],
  ['imports can be read', 'packages/sdk/src/guess.ts', 'const at = "x"; await import(at)'],
  ['a package stays inside its folder', 'packages/sdk/src/out.ts', "import '../../server/src/main.ts'"],
  ['every package is in the table', 'packages/extra/src/index.ts', 'export {}'],
  ['packages/protocol imports only what it may', 'packages/protocol/src/a.ts', "import '@countersign/tlog'"],
  [
    'packages/tlog imports only what it may',
    'packages/tlog/src/a.ts',
    "export * from '@countersign/protocol'",
  ],
  ['packages/sdk imports only what it may', 'packages/sdk/src/a.ts', "import '@countersign/server'"],
  ['packages/server imports only what it may', `${server}/main.ts`, "import '@countersign/testkit'"],
  [
    'packages/testkit imports only what it may',
    'packages/testkit/src/a.ts',
    "import '@countersign-examples/jukebox'",
  ],
  [
    'examples/jukebox imports only what it may',
    'examples/jukebox/src/a.ts',
    "import '@countersign/protocol'",
  ],
  ['packages/protocol knows no platform', 'packages/protocol/src/a.ts', "import 'node:crypto'"],
  [
    'packages/protocol has no clock and no chance',
    'packages/protocol/src/a.ts',
    'export const at = Date.now()',
  ],
  ['packages/tlog knows no platform', 'packages/tlog/src/a.ts', "import { hash } from 'crypto'; hash"],
  ['packages/tlog has no clock and no chance', 'packages/tlog/src/a.ts', 'export const { random } = Math'],
  ['every room of the server is in the table', `${server}/attic/a.ts`, 'export {}'],
  ['server ports imports only what it may', `${server}/ports/a.ts`, "import '../store/a.ts'"],
  ['server problems.ts imports only what it may', `${server}/problems.ts`, "import './gate/a.ts'"],
  ['server store imports only what it may', `${server}/store/a.ts`, "import type { A } from '../gate/a.ts'"],
  ['server ledger imports only what it may', `${server}/ledger/a.ts`, "import '../acts/a.ts'"],
  ['server gate imports only what it may', `${server}/gate/a.ts`, "import '../people/a.ts'"],
  ['server system.ts imports only what it may', `${server}/system.ts`, "import { a } from './store/a.ts'; a"],
  ['server acts imports only what it may', `${server}/acts/a.ts`, "import '../gate/look.ts'"],
  ['server http imports only what it may', `${server}/http/a.ts`, "import '../store/a.ts'"],
  ['server oauth imports only what it may', `${server}/oauth/a.ts`, "import '../gate/gate.ts'"],
  ['server people imports only what it may', `${server}/people/a.ts`, "import '../gate/gate.ts'"],
  ['server partners imports only what it may', `${server}/partners/a.ts`, "import '../store/messages.ts'"],
  ['server everyone imports only what it may', `${server}/everyone/a.ts`, "import '../gate/gate.ts'"],
  ['server desk imports only what it may', `${server}/desk/a.ts`, "import '../gate/gate.ts'"],
  ['server jobs imports only what it may', `${server}/jobs/a.ts`, "import '../http/a.ts'"],
  ['server imports imports only what it may', `${server}/imports/a.ts`, "import '../gate/gate.ts'"],
  ['server cli imports only what it may', `${server}/cli/a.ts`, "import '../partners/a.ts'"],
  ['only store speaks SQL', `${server}/gate/a.ts`, "import pg from 'pg'; pg"],
  ['only HTTP rooms speak HTTP', `${server}/acts/a.ts`, "import type { FastifyInstance } from 'fastify'"],
  [
    'the server takes time and randomness from its ports',
    `${server}/acts/a.ts`,
    'export const at = new Date()',
  ],
]

let tree: string
beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'countersign-architecture-'))
})
afterEach(() => rmSync(tree, { recursive: true }))

function plant(file: string, text: string): void {
  mkdirSync(dirname(join(tree, file)), { recursive: true })
  writeFileSync(join(tree, file), text)
}

const brokenRules = () => new Set(checkArchitecture(tree).violations.map(({ rule }) => rule))

describe('the checker', () => {
  test.each(plants)('sees "%s" broken', (rule, file, text) => {
    plant(file, rule === 'every file opens with a comment' ? text : `// A planted violation.\n${text}\n`)
    expect(brokenRules()).toContain(rule)
  })

  test('has a planted violation for every rule that can be broken, and for no other', () => {
    // main.ts and index.ts compose: nothing is forbidden to them but what the other rules say.
    const unbreakable = ['main.ts', 'index.ts'].map((room) => `server ${room} imports only what it may`)
    const breakable = rules.map(({ name }) => name).filter((name) => !unbreakable.includes(name))
    expect(plants.map(([rule]) => rule).sort()).toEqual(breakable.sort())
  })

  test('is content with a tree that keeps the rules', () => {
    plant(
      `${server}/store/people.ts`,
      "// Reads people.\nimport pg from 'pg'\nexport const at = new Date(1)\nexport { pg }\n",
    )
    plant(
      `${server}/acts/greet.ts`,
      "// Greets.\nimport '../store/people.ts'\nimport '@countersign/protocol'\n",
    )
    plant('packages/server/test/greet.test.ts', "// Tests may.\nimport '@countersign/testkit'\nDate.now()\n")
    expect(checkArchitecture(tree).violations).toEqual([])
  })

  test('does not call a tree clean in which it read nothing', () => {
    expect(brokenRules()).toEqual(new Set(['something was checked']))
    plant('packages/tlog/src/alone.ts', '// Imports nothing.\n')
    expect(checkArchitecture(tree).violations.map(({ finding }) => finding)).toEqual([
      'not a single import was read',
    ])
  })

  test('fails when a folder is there and its rule judged no file of it', () => {
    plant(`${server}/acts/greet.ts`, "// Greets.\nimport '@countersign/protocol'\n")
    plant(`${server}/gate/readme.md`, 'No code here.')
    expect(brokenRules()).toEqual(new Set(['server gate imports only what it may']))
  })

  test('does not pass over a file that cannot be parsed', () => {
    plant('packages/tlog/src/broken.ts', '// Broken.\nimport {')
    expect(() => checkArchitecture(tree)).toThrow('packages/tlog/src/broken.ts')
  })

  test.each([
    ['Date.now()', 'Date'],
    ['const { now } = Date; now()', 'Date'],
    ['new Date()', 'Date'],
    ['Date()', 'Date'],
    ['Math["random"]()', 'Math.random'],
    ['globalThis.crypto.randomUUID()', 'randomUUID'],
    ["import { randomBytes as bytes } from 'node:crypto'; bytes(1)", 'randomBytes'],
  ])('sees ambient time and randomness in: %s', (code, what) => {
    plant(`${server}/acts/a.ts`, `// Planted.\n${code}\n`)
    expect(
      checkArchitecture(tree)
        .violations.map(({ finding }) => finding)
        .join(),
    ).toContain(what)
  })
})

test('the tree keeps every rule', () => {
  const { files, imports, violations } = checkArchitecture(repository)
  expect(violations).toEqual([])
  expect(files).toBeGreaterThan(50)
  expect(imports).toBeGreaterThan(100)
})
