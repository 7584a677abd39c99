// How much a browser loads before the first page of the app shows, and for each page after it.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ensureBuilt } from '../build.ts'

const dist = join(import.meta.dirname, '../dist')
/** As browsers get them: pressed with Brotli. */
const FIRST_LOAD_BYTES = 180_000
const PAGE_BYTES = 60_000

interface Chunk {
  readonly file: string
  readonly isEntry?: boolean
  readonly isDynamicEntry?: boolean
  readonly css?: readonly string[]
  readonly imports?: readonly string[]
}

await ensureBuilt(() => undefined)
const chunks = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8')) as Record<string, Chunk>
const bytesOf = (file: string): number => statSync(join(dist, `${file}.br`)).size
const entry = Object.values(chunks).find(({ isEntry }) => isEntry === true)

/** A chunk with everything it imports, and what that imports. */
function closure(chunk: Chunk, seen = new Set<Chunk>()): ReadonlySet<Chunk> {
  if (seen.has(chunk)) return seen
  seen.add(chunk)
  for (const name of chunk.imports ?? []) closure(chunks[name] as Chunk, seen)
  return seen
}

function bytesOfAll(all: Iterable<Chunk>): number {
  const files = new Set([...all].flatMap(({ file, css = [] }) => [file, ...css]))
  return [...files].reduce((sum, file) => sum + bytesOf(file), 0)
}

if (entry === undefined) throw new Error('the build has no entry')
const first = closure(entry)

it('the first load is small', () => {
  expect(first.size).toBeGreaterThan(1)
  expect(bytesOfAll(first)).toBeLessThan(FIRST_LOAD_BYTES)
})

it('each page adds little, all that it imports with it', () => {
  const pages = Object.values(chunks).filter(({ isDynamicEntry }) => isDynamicEntry === true)
  expect(pages.length).toBeGreaterThan(5)
  const large = pages.filter(
    (page) => bytesOfAll([...closure(page)].filter((one) => !first.has(one))) >= PAGE_BYTES,
  )
  expect(large.map(({ file }) => file)).toEqual([])
})

it('the tour is loaded by whoever takes it, and by nobody else', () => {
  const holding = (chunk: Chunk) => readFileSync(join(dist, chunk.file), 'utf8').includes('322 people')
  expect(Object.values(chunks).some((chunk) => chunk.file.endsWith('.js') && holding(chunk))).toBe(true)
  expect([...first].filter(holding)).toEqual([])
})

it('the schemas of the API are types here, and none of what checks them', () => {
  const scripts = readdirSync(dist).filter((name) => name.endsWith('.js'))
  expect(scripts.filter((name) => readFileSync(join(dist, name), 'utf8').includes('ZodError'))).toEqual([])
})

it('every text a browser loads is there pressed', () => {
  const texts = readdirSync(dist).filter((name) => /\.(js|css|svg)$/.test(name))
  expect(texts.length).toBeGreaterThan(1)
  for (const name of texts)
    for (const end of ['br', 'gz']) expect(statSync(join(dist, `${name}.${end}`)).size).toBeGreaterThan(0)
})
