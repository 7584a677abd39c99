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
  readonly css?: readonly string[]
  readonly imports?: readonly string[]
}

await ensureBuilt(() => undefined)
const chunks = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8')) as Record<string, Chunk>
const bytesOf = (file: string): number => statSync(join(dist, `${file}.br`)).size
const entry = Object.values(chunks).find(({ isEntry }) => isEntry === true)

it('the first load is small', () => {
  const files = [
    entry?.file ?? '',
    ...(entry?.css ?? []),
    ...(entry?.imports ?? []).flatMap((name) => chunks[name]?.file ?? []),
  ]
  expect(files.length).toBeGreaterThan(1)
  expect(files.reduce((sum, file) => sum + bytesOf(file), 0)).toBeLessThan(FIRST_LOAD_BYTES)
})

it('each page adds little', () => {
  const pages = Object.values(chunks).filter((chunk) => chunk !== entry)
  expect(pages.length).toBeGreaterThan(0)
  expect(pages.filter(({ file }) => bytesOf(file) >= PAGE_BYTES)).toEqual([])
})

it('every text a browser loads is there pressed', () => {
  const texts = readdirSync(dist).filter((name) => /\.(js|css|svg)$/.test(name))
  expect(texts.length).toBeGreaterThan(1)
  for (const name of texts)
    for (const end of ['br', 'gz']) expect(statSync(join(dist, `${name}.${end}`)).size).toBeGreaterThan(0)
})
