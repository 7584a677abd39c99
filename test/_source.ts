// Reads a TypeScript file as a parser sees it: what it imports, and which ambient time and randomness it touches.

import { type Node, parseSync } from 'oxc-parser'

/** One import, whatever its form: static, re-export, dynamic, `import()` type, `require`, `import.meta.resolve`. */
export interface Import {
  /** The module's name as written; `undefined` when it is computed and can therefore not be checked. */
  readonly module: string | undefined
  /** Whether it vanishes when types are stripped. */
  readonly typeOnly: boolean
  readonly line: number
}

/** A use of something only the world can answer: `Date.now`, `new Date()`, `Math.random`, `randomUUID` … */
export interface Ambient {
  readonly what: string
  readonly line: number
}

/** A file as the rules see it. `path` is relative to the repository, with forward slashes. */
export interface Source {
  readonly path: string
  readonly text: string
  readonly imports: readonly Import[]
  readonly ambient: readonly Ambient[]
}

const randomNames = new Set([
  'randomUUID',
  'randomBytes',
  'randomInt',
  'randomFill',
  'randomFillSync',
  'getRandomValues',
])
/** Globals whose every use is a question to the world; those not listed do not even compile in pure packages. */
const worldly = new Set(['performance', 'crypto'])

/** @throws Error when `text` does not parse: a file nobody can read is not a file that broke no rule. */
export function parseSource(path: string, text: string): Source {
  const { program, errors } = parseSync(path, text)
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`)
  const imports: Import[] = []
  const ambient: Ambient[] = []
  walk(program, [], (node, parents) => {
    const line = () => text.slice(0, node.start).split('\n').length
    const found = importOf(node)
    if (found) imports.push({ ...found, line: line() })
    const what = ambientOf(node, parents)
    if (what) ambient.push({ what, line: line() })
  })
  return { path, text, imports, ambient }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}

function walk(
  node: Node,
  parents: readonly Node[],
  visit: (node: Node, parents: readonly Node[]) => void,
): void {
  visit(node, parents)
  const deeper = [node, ...parents]
  for (const child of Object.values(node).flat()) if (isNode(child)) walk(child, deeper, visit)
}

function importOf(node: Node): Omit<Import, 'line'> | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
      return { module: node.source.value, typeOnly: node.importKind === 'type' }
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return node.source ? { module: node.source.value, typeOnly: node.exportKind === 'type' } : undefined
    case 'ImportExpression':
      return { module: literal(node.source), typeOnly: false }
    case 'TSImportType':
      return { module: literal(node.source), typeOnly: true }
    case 'CallExpression':
      return loads(node.callee) ? { module: literal(node.arguments[0]), typeOnly: false } : undefined
    default:
      return undefined
  }
}

function loads(callee: Node): boolean {
  if (callee.type === 'Identifier') return callee.name === 'require'
  return (
    callee.type === 'MemberExpression' &&
    callee.object.type === 'MetaProperty' &&
    nameOf(callee.property) === 'resolve'
  )
}

function literal(node: Node | undefined): string | undefined {
  return node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined
}

function nameOf(node: Node): string | undefined {
  return node.type === 'Identifier' ? node.name : literal(node)
}

/** Identifiers are judged by what surrounds them, so that `const { now } = Date` is caught like `Date.now()`. */
function ambientOf(node: Node, [parent, above]: readonly Node[]): string | undefined {
  if (node.type !== 'Identifier' || !parent || isMereName(node, parent)) return undefined
  if (randomNames.has(node.name)) return node.name
  if (node.name === 'Date') return isTimeless(node, parent) ? undefined : 'the ambient Date'
  if (node.name === 'Math') {
    const member = parent.type === 'MemberExpression' ? nameOf(parent.property) : undefined
    return member === undefined || member === 'random' ? 'Math.random' : undefined
  }
  if (node.name === 'crypto' && isComputing(parent, above)) return undefined
  return worldly.has(node.name) ? node.name : undefined
}

/** What of WebCrypto only computes: the same in, the same out. */
const computing = new Set(['digest', 'importKey', 'verify'])

/** `crypto.subtle.digest(…)` and its like; anything else of `crypto` may draw. */
function isComputing(parent: Node, above: Node | undefined): boolean {
  return (
    parent.type === 'MemberExpression' &&
    nameOf(parent.property) === 'subtle' &&
    above?.type === 'MemberExpression' &&
    above.object === parent &&
    computing.has(nameOf(above.property) ?? '')
  )
}

/** A property's, a type's or a parameter's name says nothing about a global, except for the random functions' own. */
function isMereName(node: Node & { name: string }, parent: Node): boolean {
  if (parent.type === 'MemberExpression' && parent.property === node && !parent.computed) {
    return !randomNames.has(node.name)
  }
  if (parent.type === 'Property') return parent.key === node && !parent.computed && !parent.shorthand
  if (parent.type.startsWith('TS'))
    return parent.type !== 'TSNonNullExpression' && parent.type !== 'TSAsExpression'
  return (
    ['PropertyDefinition', 'MethodDefinition', 'ImportSpecifier'].includes(parent.type) &&
    !randomNames.has(node.name)
  )
}

/** `new Date(instant)`, `Date.UTC(…)`, `Date.parse(…)` and `instanceof Date` compute; anything else asks the clock. */
function isTimeless(node: Node, parent: Node): boolean {
  if (parent.type === 'NewExpression') return parent.callee === node && parent.arguments.length > 0
  if (parent.type === 'MemberExpression') return ['UTC', 'parse'].includes(nameOf(parent.property) ?? '')
  return parent.type === 'BinaryExpression' && parent.operator === 'instanceof'
}
