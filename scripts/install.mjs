// Makes node_modules what package-lock.json says, once, even when several commands start together; no dependencies.

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, join, sep } from 'node:path'
import { setTimeout } from 'node:timers/promises'

const pollMs = 250
/** A lock without a process id is one whose owner died between two system calls. */
const unsignedLockMs = 10_000

/** What is the matter when dependencies cannot be installed; the message says what to do. */
export class InstallError extends Error {
  name = 'InstallError'
}

/**
 * Installs what package-lock.json says unless it is there already. Safe against an interrupted installation (which
 * leaves no stamp) and against a second call at the same time (which waits, then finds the work done).
 * @param {string} root the repository
 * @param {(line: string) => void} say
 * @throws {InstallError}
 */
export async function ensureInstalled(root, say) {
  if (isStamped(root)) return
  const release = await lock(root, say)
  try {
    if (isStamped(root)) return
    // npm ci would pull node_modules away under whoever uses it: what a plain `npm install` completed is kept.
    if (matchesLock(root)) runAllowedScripts(root)
    else install(root, say)
    writeFileSync(stampFile(root), lockHash(root))
  } finally {
    release()
  }
}

const stampFile = (root) => join(root, 'node_modules', '.countersign-installed')

function lockHash(root) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')))
  return hash.update(`${process.platform} ${process.arch}`).digest('hex')
}

function isStamped(root) {
  try {
    return readFileSync(stampFile(root), 'utf8') === lockHash(root) && isComplete(root, lockedPackages(root))
  } catch {
    return false
  }
}

function lockedPackages(root, file = 'package-lock.json') {
  return JSON.parse(readFileSync(join(root, file), 'utf8')).packages
}

/** Packages deleted by hand, or by an installation that ran after the stamp and broke off. */
function isComplete(root, packages) {
  return Object.entries(packages).every(
    ([path, { optional }]) => path === '' || optional || existsSync(join(root, path, 'package.json')),
  )
}

/** npm writes `.package-lock.json` last of all, so its agreement with the lock means a finished installation. */
function matchesLock(root) {
  try {
    const wanted = lockedPackages(root)
    const installed = lockedPackages(root, join('node_modules', '.package-lock.json'))
    const agrees = ([path, { version, integrity, optional }]) =>
      path === '' ||
      (installed[path]
        ? installed[path].version === version && installed[path].integrity === integrity
        : Boolean(optional))
    return Object.entries(wanted).every(agrees) && isComplete(root, wanted)
  } catch {
    return false
  }
}

function install(root, say) {
  say('Installing dependencies (npm ci, about 1 GB, 20 seconds to 3 minutes) …')
  const started = Date.now()
  rmSync(stampFile(root), { force: true })
  npm(root, ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'])
  say(`Dependencies installed in ${Math.round((Date.now() - started) / 1000)} s.`)
}

/** `npm install --ignore-scripts` leaves these undone, and nothing in node_modules tells. */
function runAllowedScripts(root) {
  const { allowScripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const present = Object.keys(allowScripts).filter((name) => existsSync(join(root, 'node_modules', name)))
  if (present.length > 0) npm(root, ['rebuild', '--loglevel=error', ...present])
}

function npm(root, args) {
  // Without node_modules/.bin: the Node there is about to be replaced while npm runs.
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !isLocalBin(folder))
  const env = { ...process.env, PATH: path.join(delimiter), NODE_ENV: 'development' }
  const { status, signal, error } = spawnSync('npm', args, { cwd: root, env, stdio: ['ignore', 2, 2] })
  if (error)
    throw new InstallError(`npm could not be started (${error.message}). Install npm 11 and run again.`)
  if (status !== 0) {
    const how = signal ? `was ended by ${signal}` : `failed with exit code ${status}`
    throw new InstallError(`npm ${args[0]} ${how}. Its own message is above; mend that and run again.`)
  }
}

const isLocalBin = (folder) => folder.includes(`node_modules${sep}`)

async function lock(root, say) {
  const folder = join(root, '.countersign-install.lock')
  let told = false
  while (!take(folder)) {
    const owner = readOwner(folder)
    if (isAbandoned(folder, owner)) discard(folder, owner)
    else if (!told && owner !== undefined) {
      say(`Waiting for another installation (process ${owner}) …`)
      told = true
    }
    await setTimeout(pollMs)
  }
  return () => rmSync(folder, { recursive: true, force: true })
}

function take(folder) {
  try {
    mkdirSync(folder)
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw new InstallError(
      `Dependencies are missing and ${folder} cannot be made (${error.code}). Run npm ci first.`,
    )
  }
  writeFileSync(join(folder, 'pid'), String(process.pid))
  return true
}

function readOwner(folder) {
  try {
    return Number(readFileSync(join(folder, 'pid'), 'utf8')) || undefined
  } catch {
    return undefined
  }
}

function isAbandoned(folder, owner) {
  if (owner !== undefined) return !isAlive(owner)
  const made = statSync(folder, { throwIfNoEntry: false })
  return made !== undefined && Date.now() - made.mtimeMs > unsignedLockMs
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Renamed first, and put back if a newcomer's lock was caught: of two who see the same dead owner, one discards. */
function discard(folder, owner) {
  const aside = `${folder}.${process.pid}`
  try {
    renameSync(folder, aside)
    if (readOwner(aside) === owner) rmSync(aside, { recursive: true, force: true })
    else renameSync(aside, folder)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
}
