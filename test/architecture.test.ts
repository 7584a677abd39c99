// The tree keeps the dependency rule of design §9, and every rule is seen to fail on a planted violation.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkArchitecture } from './_architecture.ts'
import { restrictedRooms, rules } from './_rules.ts'

const repository = dirname(dirname(fileURLToPath(import.meta.url)))
const server = 'packages/server/src'

type Plant = readonly [rule: string, file: string, text: string]

/** For every rule but the rooms' own: a file that breaks it, and the text that does. The opening comment is added unless it is the point. */
const plants: readonly Plant[] = [
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
  ['packages/web imports only what it may', 'packages/web/src/a.tsx', "import '@countersign/server'"],
  ['packages/server imports only what it may', `${server}/main.ts`, "import '@countersign/testkit'"],
  [
    'packages/testkit imports only what it may',
    'packages/testkit/src/a.ts',
    "import '@countersign-examples/jukebox'",
  ],
  ...['shared', 'jukebox', 'matinee', 'teller', 'rolodex'].map(
    (name): Plant => [
      `examples/${name} imports only what it may`,
      `examples/${name}/src/a.ts`,
      "import '@countersign/protocol'",
    ],
  ),
  ['examples/demos imports only what it may', 'examples/demos/src/a.ts', "import '@countersign/server'"],
  ['bench imports only what it may', 'bench/src/a.ts', "import '@countersign-examples/jukebox'"],
  ['packages/protocol knows no platform', 'packages/protocol/src/a.ts', "import 'node:crypto'"],
  [
    'packages/protocol has no clock and no chance',
    'packages/protocol/src/a.ts',
    'export const at = Date.now()',
  ],
  ['packages/tlog knows no platform', 'packages/tlog/src/a.ts', "import { hash } from 'crypto'; hash"],
  ['packages/tlog has no clock and no chance', 'packages/tlog/src/a.ts', 'export const { random } = Math'],
  ['every room of the server is in the table', `${server}/attic/a.ts`, 'export {}'],
  [
    'only a throwaway server has its clock moved',
    `${server}/cli/commands/serve.ts`,
    "import { movableClock } from '../movable-clock.ts'; movableClock(0)",
  ],
  ['only store speaks SQL', `${server}/gate/a.ts`, "import pg from 'pg'; pg"],
  ['only store holds SQL', `${server}/acts/a.ts`, "export const a = (s: any) => s.query('select 1')"],
  ['only HTTP rooms speak HTTP', `${server}/acts/a.ts`, "import type { FastifyInstance } from 'fastify'"],
  [
    'only outbound loads what reaches out',
    `${server}/acts/a.ts`,
    "import { lookup } from 'node:dns'; lookup",
  ],
  ['only outbound fetches', `${server}/jobs/a.ts`, "export const a = () => fetch('https://partner.example')"],
  [
    'the server takes time and randomness from its ports',
    `${server}/acts/a.ts`,
    'export const at = new Date()',
  ],
]

/** Imports a reader would expect to be refused, by room. */
const refusedImports: readonly (readonly [room: string, file: string, text: string])[] = [
  ['ports', `${server}/ports/a.ts`, "import '../store/a.ts'"],
  ['problems.ts', `${server}/problems.ts`, "import './gate/a.ts'"],
  ['store', `${server}/store/a.ts`, "import type { A } from '../gate/a.ts'"],
  ['ledger', `${server}/ledger/a.ts`, "import '../acts/a.ts'"],
  ['gate', `${server}/gate/a.ts`, "import '../people/a.ts'"],
  ['system.ts', `${server}/system.ts`, "import { a } from './store/a.ts'; a"],
  ['acts', `${server}/acts/a.ts`, "import '../gate/look.ts'"],
  ['http', `${server}/http/a.ts`, "import '../store/a.ts'"],
  ['oauth', `${server}/oauth/a.ts`, "import '../gate/gate.ts'"],
  ['people', `${server}/people/a.ts`, "import '../gate/gate.ts'"],
  ['partners', `${server}/partners/a.ts`, "import '../store/messages.ts'"],
  ['everyone', `${server}/everyone/a.ts`, "import '../gate/gate.ts'"],
  ['outbound', `${server}/outbound/a.ts`, "import '../store/a.ts'"],
  ['console', `${server}/console/a.ts`, "import '../gate/gate.ts'"],
  ['desk', `${server}/desk/a.ts`, "import '../gate/gate.ts'"],
  ['jobs', `${server}/jobs/a.ts`, "import '../http/a.ts'"],
  ['imports', `${server}/imports/a.ts`, "import '../gate/gate.ts'"],
  ['cli', `${server}/cli/a.ts`, "import '../partners/a.ts'"],
]

const ruleOf = (room: string) => `server ${room} imports only what it may`

/** A room joins the table with a rule; a file of it that reaches for a room nobody knows shows the rule at work. */
const strangers: readonly Plant[] = restrictedRooms.map((room) =>
  room.endsWith('.ts')
    ? [ruleOf(room), `${server}/${room}`, "import './attic/a.ts'"]
    : [ruleOf(room), `${server}/${room}/a.ts`, "import '../attic/a.ts'"],
)

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
  test.each([...plants, ...strangers])('sees "%s" broken', (rule, file, text) => {
    plant(file, rule === 'every file opens with a comment' ? text : `// A planted violation.\n${text}\n`)
    expect(brokenRules()).toContain(rule)
  })

  test.each(refusedImports)('refuses %s: %s with %s', (room, file, text) => {
    plant(file, `// A planted violation.\n${text}\n`)
    expect(brokenRules()).toContain(ruleOf(room))
  })

  test('has a planted violation for every rule', () => {
    expect([...plants, ...strangers].map(([rule]) => rule).sort()).toEqual(
      rules.map(({ name }) => name).sort(),
    )
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

  test.each([
    ["crypto.subtle.digest('SHA-256', new Uint8Array(1))", false],
    ["crypto.subtle.generateKey('Ed25519', true, ['sign'])", true],
    ['const { subtle } = crypto; subtle', true],
  ])('lets WebCrypto compute in pure code, and not draw: %s', (code, broken) => {
    plant('packages/protocol/src/a.ts', `// Planted.\n${code}\n`)
    expect(brokenRules().has('packages/protocol has no clock and no chance')).toBe(broken)
  })
})

test('the tree keeps every rule', () => {
  const { files, imports, violations } = checkArchitecture(repository)
  expect(violations).toEqual([])
  expect(files).toBeGreaterThan(50)
  expect(imports).toBeGreaterThan(100)
})
