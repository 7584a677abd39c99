// Where the cluster lies and how its programs are run there: here if at all possible, elsewhere when an unprivileged account cannot get here.

import { chmod, mkdir, readFile, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { binariesVersion, copyBinaries, type Launch, linkLibraries } from './binaries.ts'
import { EmbeddedPostgresError } from './errors.ts'
import { giveAway, ownerOf, writeDurably } from './files.ts'
import {
  type Account,
  chooseAccount,
  chooseIsolation,
  type Isolation,
  namespaceLaunch,
  reaches,
} from './isolation.ts'

/** Where the data are: in the data folder itself, or at `path` for the reason given. */
export type Placement =
  | { readonly kind: 'here' }
  | { readonly kind: 'elsewhere'; readonly path: string; readonly why: string }

/** The folder that holds cluster/, log/ and lib/, found without starting anything. */
export type Site = { readonly folder: string; readonly cluster: string; readonly placement: Placement }

/** A site with everything a program needs to run in it; `account` owns the server's files. */
export type PreparedSite = Site & {
  readonly isolation: Isolation
  readonly account: Account
  readonly binaries: string
  readonly version: string
  readonly launch: Launch
}

/** Folders below which data may be put that an unprivileged account cannot reach in the data folder. Not a temporary folder: it must last. */
const defaultElsewhereRoot = '/var/lib/countersign'

/** Finds the site of a data folder by its pointer file. @throws EmbeddedPostgresError `data_missing` when the pointer leads nowhere. */
export async function findSite(dataDir: string): Promise<Site> {
  const pointer = await readPointer(dataDir)
  if (pointer === undefined) return siteAt(dataDir, { kind: 'here' })
  await stat(pointer.path).catch((cause: unknown) => {
    throw new EmbeddedPostgresError(
      'data_missing',
      `${pointerFile(dataDir)} says the data are at ${pointer.path}, which is not there. Bring that folder back, or remove the file to begin with no data.`,
      { cause },
    )
  })
  return siteAt(pointer.path, pointer)
}

/** What a site is prepared from; `name` is new with every call. */
export type SiteOptions = {
  readonly dataDir: string
  readonly binaries: string
  readonly isolation: Isolation | 'auto'
  readonly elsewhereRoot?: string | undefined
  readonly name: string
}

/** Settles account, place and programs for a start. Idempotent; must run under the folder's lock and while no server runs there. */
export async function prepareSite(found: Site, options: SiteOptions): Promise<PreparedSite> {
  const links = join(options.dataDir, 'lib')
  await linkLibraries(options.binaries, links)
  // As ourselves first: a missing library must not be taken for a refused namespace, and root may ask a program for its version.
  const version = await binariesVersion(options.binaries, { prefix: [], libraries: links })
  const owner = await ownerOf(found.cluster)
  const isolation = await chooseIsolation(options.isolation, owner, options.binaries, links)
  if (isolation === 'unprivileged-user') return handOver(found, options, version, owner)
  const account = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
  if (owner !== undefined && owner !== account.uid) {
    throw new EmbeddedPostgresError(
      'not_permitted',
      `The data in ${found.cluster} belong to user id ${owner}. Start Countersign as that user, or give the folder to this one with chown -R.`,
    )
  }
  const launch = isolation === 'plain' ? { prefix: [], libraries: links } : await namespaceLaunch(links)
  return { ...found, isolation, account, binaries: options.binaries, version, launch }
}

async function handOver(
  found: Site,
  options: SiteOptions,
  version: string,
  owner: number | undefined,
): Promise<PreparedSite> {
  const account = await chooseAccount(owner === 0 ? undefined : owner)
  const site = await reachableSite(found, options, account)
  if (owner === 0) await giveAway(site.cluster, account)
  await chmod(site.folder, 0o711)
  const usable = await reachesBinaries(account, options.binaries)
  const size = (await stat(join(options.binaries, 'bin', 'postgres'))).size
  const binaries = usable ? options.binaries : join(site.folder, `postgresql-${version}-${size}`)
  if (!usable) await copyBinaries(options.binaries, binaries)
  const libraries = join(site.folder, 'lib')
  await linkLibraries(binaries, libraries)
  const launch = { prefix: [], uid: account.uid, gid: account.gid, libraries }
  return { ...site, isolation: 'unprivileged-user', account, binaries, version, launch }
}

async function reachableSite(found: Site, options: SiteOptions, account: Account): Promise<Site> {
  if (found.placement.kind === 'elsewhere') return found
  if (await reaches(account, join(found.folder, '..'))) return found
  if ((await ownerOf(found.cluster)) !== undefined) {
    throw new EmbeddedPostgresError(
      'root_refused',
      `The database in ${found.cluster} ran in a user namespace, which this machine refuses, and user id ${account.uid} cannot reach it there. Move the data folder to where every user may pass, such as /srv.`,
    )
  }
  const root = options.elsewhereRoot ?? defaultElsewhereRoot
  await mkdir(root, { recursive: true, mode: 0o755 })
  if (!(await reaches(account, await realpath(root)))) {
    throw new EmbeddedPostgresError(
      'root_refused',
      `PostgreSQL refuses root, and user id ${account.uid} reaches neither ${found.folder} nor ${root}. Choose a data folder where every user may pass, such as /srv, with COUNTERSIGN_DATA.`,
    )
  }
  const path = join(root, `data-${options.name}`)
  await mkdir(path, { mode: 0o711 })
  const why = `PostgreSQL refuses root, this machine refuses user namespaces, and user id ${account.uid} cannot reach ${found.folder}`
  await writeDurably(pointerFile(options.dataDir), `${JSON.stringify({ path, why }, undefined, 2)}\n`)
  return siteAt(path, { kind: 'elsewhere', path, why })
}

async function reachesBinaries(account: Account, binaries: string): Promise<boolean> {
  const paths = [
    join(binaries, 'bin', 'postgres'),
    join(binaries, 'lib', 'postgresql'),
    join(binaries, 'share', 'postgresql'),
  ]
  const answers = await Promise.all(paths.map(async (path) => reaches(account, await realpath(path))))
  return answers.every((answer) => answer)
}

function siteAt(folder: string, placement: Placement): Site {
  return { folder, cluster: join(folder, 'cluster'), placement }
}

function pointerFile(dataDir: string): string {
  return join(dataDir, 'elsewhere.json')
}

async function readPointer(
  dataDir: string,
): Promise<{ kind: 'elsewhere'; path: string; why: string } | undefined> {
  const text = await readFile(pointerFile(dataDir), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  try {
    const { path, why } = JSON.parse(text) as Record<string, unknown>
    if (typeof path === 'string' && typeof why === 'string') return { kind: 'elsewhere', path, why }
  } catch {
    // Falls through to the one error for every unreadable pointer.
  }
  throw new EmbeddedPostgresError(
    'data_missing',
    `${pointerFile(dataDir)} cannot be read. Put back {"path": …, "why": …}, or remove it to begin with no data.`,
  )
}
