// UX-03: the promises page claims no more than its tests said: not run, failed, of other code, missing. Each is planted and seen.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { freePort, testSystem } from '@countersign/testkit'
import { afterAll, describe, expect, it } from 'vitest'
import { everyoneRoutes } from '../src/everyone/index.ts'
import { flagged, type Promises, promisesOf } from '../src/everyone/promises/claims.ts'
import { clauses } from '../src/everyone/promises/clauses.ts'
import { parseDuties } from '../src/everyone/promises/duties.ts'
import { codeFingerprint } from '../src/everyone/promises/fingerprint.ts'
import { promisesReader } from '../src/everyone/promises/read-promises.ts'
import { type FileResult, noResults } from '../src/everyone/promises/results.ts'
import { createHttp } from '../src/http/server.ts'
import { temporaryFolder } from './_cli.ts'

const repository = resolve(import.meta.dirname, '../../..')
const listText = await readFile(join(repository, 'docs/obligations.md'), 'utf8')
const duties = parseDuties(listText)
const code = await codeFingerprint(repository)
const result = (outcome: FileResult['outcome'], more: Partial<FileResult> = {}): FileResult => ({
  outcome,
  passed: outcome === 'passed' ? 3 : 0,
  failed: outcome === 'failed' ? 1 : 0,
  skipped: 0,
  at: '2026-11-30T06:00:00.000Z',
  code,
  ...more,
})
const allPassed = Object.fromEntries(
  duties.flatMap(({ tests }) => tests.map((path) => [path, result('passed')])),
)
const withOne = (path: string, one: FileResult | undefined) => {
  const { [path]: _, ...others } = allPassed
  return { format: 1 as const, files: one === undefined ? others : { ...others, [path]: one } }
}
/** A duty whose every part is there, and the first file that holds it. */
const whole = duties.find(({ tests, missing }) => tests.length > 0 && missing === '')!
const held = whole.tests[0]!
const standingOf = ({ duties: claims }: Promises, id: string) =>
  claims.find(({ duty }) => duty.id === id)?.standing

describe('what is claimed of a duty', () => {
  it('is nothing without a run', () => {
    const promises = promisesOf(duties, noResults, code)
    expect(promises.testedAt).toBeNull()
    for (const { duty, standing } of promises.duties)
      expect(standing).toBe(duty.tests.length === 0 ? 'not-yet' : 'not-run')
  })

  it('is kept only when all of it is there and every test passed', () => {
    const promises = promisesOf(duties, { format: 1, files: allPassed }, code)
    for (const { duty, standing } of promises.duties)
      expect(standing).toBe(duty.tests.length === 0 ? 'not-yet' : duty.missing === '' ? 'kept' : 'part')
  })

  it.each([
    ['one of its tests failed', result('failed'), 'broken'],
    ['one was not run', undefined, 'not-run'],
    ['one was skipped', result('skipped'), 'not-run'],
    ['one was run on other code', result('passed', { code: 'a'.repeat(64) }), 'not-run'],
    ['one failed on other code', result('failed', { code: 'a'.repeat(64) }), 'broken'],
  ] as const)('is not kept when %s', (_, one, standing) => {
    expect(standingOf(promisesOf(duties, withOne(held, one), code), whole.id)).toBe(standing)
  })
})

describe('a clause', () => {
  it('of each source is there, and each names duties of the list', () => {
    const promises = promisesOf(duties, noResults, code)
    for (const { id } of promises.sources)
      expect(promises.clauses.filter(({ clause }) => clause.source === id).length).toBeGreaterThan(4)
    expect(new Set(clauses.map(({ id }) => id)).size).toBe(clauses.length)
    expect(() => promisesOf(duties.slice(1), noResults, code)).toThrow(duties[0]!.id)
  })

  it('is broken when one of its duties is', () => {
    const { clause } = promisesOf(duties, noResults, code).clauses.find(({ duties: of }) =>
      of.some(({ duty }) => duty.tests.length > 0),
    )!
    const file = duties.find(({ id }) => clause.duties.includes(id))!.tests[0]!
    const broken = promisesOf(duties, withOne(file, result('failed')), code)
    expect(broken.clauses.find(({ clause: { id } }) => id === clause.id)?.standing).toBe('broken')
  })
})

describe('a list with a gap', () => {
  it.each([
    ['no table', '# Nothing'],
    ['a line that is no duty', listText.replace('| UX-03 |', '| something |')],
  ])('is refused: %s', (_, text) => {
    expect(() => parseDuties(text)).toThrow('docs/obligations.md')
  })
})

describe('the page and its check', async () => {
  const root = await temporaryFolder()
  await mkdir(join(root, 'docs'))
  await writeFile(join(root, 'docs/obligations.md'), listText)
  for (const folder of ['packages/protocol/src', 'packages/tlog/src', 'packages/server/src'])
    await cp(join(repository, folder), join(root, folder), { recursive: true })
  const places = { root, results: join(root, 'results.json') }
  const { system } = await testSystem()
  const port = await freePort()
  const http = createHttp(system.log, system.random)
  await everyoneRoutes(http, system, places)
  await http.listen({ host: 'localhost', port })
  afterAll(() => http.close())
  const get = async (path: string) => (await fetch(`http://localhost:${port}${path}`)).text()
  const check = async () => flagged(await promisesReader(places)())
  const leave = (files: object) => writeFile(places.results, JSON.stringify({ format: 1, files }))

  it('say "not tested here" where no test was run, and never that one passed', async () => {
    await rm(places.results, { force: true })
    const page = await get('/promises')
    expect(page).toContain('this page claims nothing')
    expect(page).not.toMatch(/passed|>kept</)
    expect(JSON.parse(await get('/promises.json'))).toMatchObject({ tested_at: null })
    expect(await check()).toEqual([])
  })

  it('show what was kept, and flag a claim whose test failed, by name', async () => {
    await leave(allPassed)
    expect(await get('/promises')).toContain('>kept<')
    expect(await check()).toEqual([])
    await leave(withOne(held, result('failed')).files)
    const page = await get('/promises')
    expect(page).toContain('>broken<')
    expect(page).toContain('failed (1 of 1 test)')
    expect((await check())[0]).toContain(`${whole.id} is claimed and ${held} failed`)
  })

  it('fail where the list or the results are damaged', async () => {
    await writeFile(places.results, '{"format": 1, "files": {"a": {"outcome": "passed"}}}')
    await expect(check()).rejects.toThrow()
    expect(await get('/promises')).not.toContain('>kept<')
    await rm(places.results)
    await rm(join(root, 'docs/obligations.md'))
    expect(await get('/promises.json')).toContain('not part of this installation')
    await writeFile(join(root, 'docs/obligations.md'), listText)
  })

  it('take a pass back when the code changes under it', async () => {
    await leave(allPassed)
    await writeFile(join(root, 'packages/protocol/src/decide.ts'), '// everything is allowed\n')
    const now = await codeFingerprint(root)
    expect(now).not.toBe(code)
    expect(standingOf(promisesOf(duties, { format: 1, files: allPassed }, now), whole.id)).toBe('not-run')
  })
})
