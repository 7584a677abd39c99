// Builds the app into dist/ unless what is there was built from these very sources. `npm start` and the tests call it.
import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build } from 'vite'

const here = import.meta.dirname
const repository = dirname(dirname(here))
/** Where the built app is. */
const dist = join(here, 'dist')
const stamp = 'built-from'
const sources = [
  'package-lock.json',
  'packages/web/*.{ts,json}',
  'packages/web/src/**/*.{ts,tsx,css,svg}',
  'packages/protocol/src/**/*.ts',
]

/**
 * Makes dist/ what the sources say; when it is already, reads them and no more. Two at once build the same, and the later one stays.
 * @returns whether it had to build
 */
export async function ensureBuilt(say: (line: string) => void): Promise<boolean> {
  const wanted = fingerprint()
  const built = await readFile(join(dist, stamp), 'utf8').catch(() => undefined)
  if (built === wanted) return false
  say('Building the app …')
  const folder = await mkdtemp(join(here, '.building-'))
  try {
    await forUse(() => build({ root: here, logLevel: 'warn', build: { outDir: folder, emptyOutDir: true } }))
    await compress(folder)
    await writeFile(join(folder, stamp), wanted)
    await replace(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return true
}

/** Vite takes NODE_ENV over any option: a test run's would make a build of React for developers. */
async function forUse(work: () => Promise<unknown>): Promise<void> {
  const { NODE_ENV: before } = process.env
  process.env['NODE_ENV'] = 'production'
  try {
    await work()
  } finally {
    if (before === undefined) delete process.env['NODE_ENV']
    else process.env['NODE_ENV'] = before
  }
}

function fingerprint(): string {
  const hash = createHash('sha256')
  const files = globSync(sources, { cwd: repository }).filter((file) => !/\.test\.tsx?$/.test(file))
  for (const file of files.sort()) hash.update(`${file}\n`).update(readFileSync(join(repository, file)))
  return hash.digest('hex')
}

/** A folder is not exchanged for another in one step: whoever comes second between the two has built the same. */
async function replace(folder: string): Promise<void> {
  await rm(dist, { recursive: true, force: true })
  await rename(folder, dist).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
  })
}

/** Beside each text its bytes as browsers take them, so that a server need not press at every request. */
async function compress(folder: string): Promise<void> {
  const texts = (await readdir(folder)).filter((name) => /\.(js|css|svg)$/.test(name))
  await Promise.all(
    texts.map(async (name) => {
      const file = join(folder, name)
      const bytes = await readFile(file)
      const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
      await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes, quality))
      await writeFile(`${file}.gz`, await promisify(gzip)(bytes))
    }),
  )
}

if (process.argv[1] !== undefined && relative(process.argv[1], fileURLToPath(import.meta.url)) === '')
  await ensureBuilt((line) => process.stderr.write(`${line}\n`))
