// Finds a Chromium for browser tests: the one named, the one installed, or the one that npm brought along.

import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { lstat, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** What playwright-core's `chromium.launch` needs to start a browser here. */
export interface ChromiumLaunch {
  readonly executablePath: string
  readonly args: string[]
}

/** No Chromium can be had on this machine; the message says how to give it one. */
export class ChromiumMissingError extends Error {
  override readonly name = 'ChromiumMissingError'
}

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
] as const

const installedNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'] as const

/**
 * A Chromium that starts on this machine, as root or not: `CHROMIUM_PATH`, else one on `PATH`, else the packaged
 * one, unpacked once per user into the temporary folder. Safe to call from several processes at once.
 * @throws ChromiumMissingError when none of the three exists.
 */
export async function findChromium(): Promise<ChromiumLaunch> {
  return { executablePath: named() ?? installed() ?? (await packaged()), args: [...flags] }
}

function named(): string | undefined {
  const path = process.env['CHROMIUM_PATH']
  if (!path) return undefined
  if (!isExecutable(path)) {
    throw new ChromiumMissingError(
      `CHROMIUM_PATH names ${path}, which cannot be executed. Correct it or unset it.`,
    )
  }
  return path
}

function installed(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean)
  return installedNames.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

async function packaged(): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new ChromiumMissingError(
      `No Chromium for ${process.platform} ${process.arch} comes with npm. Install chromium, or set CHROMIUM_PATH to one.`,
    )
  }
  const home = dirname(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))))
  const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { version: string }
  const folder = join(tmpdir(), `countersign-chromium-${version}-${userInfo().uid}`)
  if (!(await isOurs(folder))) await unpack(join(home, 'bin'), folder)
  return join(folder, 'start')
}

/** Anyone may make a folder of this name in a shared temporary folder: only one of our own is ever executed. */
async function isOurs(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined)
  if (!found) return false
  if (found.isDirectory() && found.uid === userInfo().uid && (found.mode & 0o022) === 0) return true
  throw new ChromiumMissingError(
    `${folder} belongs to someone else. Remove it, or set TMPDIR to a folder of your own.`,
  )
}

/** Unpacks beside the destination and renames, so that a folder of the final name is always complete. */
async function unpack(archives: string, folder: string): Promise<void> {
  const staging = await mkdtemp(`${folder}-`)
  try {
    await inflate(archives, staging)
    await writeFile(join(staging, 'fonts.conf'), fontsConfiguration(folder))
    await writeFile(join(staging, 'start'), startScript(folder), { mode: 0o755 })
    await rename(staging, folder)
  } catch (cause) {
    await rm(staging, { recursive: true, force: true })
    // Another process renamed its own, equally complete, copy first.
    if (await isOurs(folder)) return
    throw new ChromiumMissingError(`Chromium could not be unpacked into ${folder}; it needs 220 MB there.`, {
      cause,
    })
  }
}

/** The package writes to `os.tmpdir()` and nowhere else, so it runs in a process whose temporary folder is ours. */
async function inflate(archives: string, into: string): Promise<void> {
  const script = `
    import { inflate } from ${JSON.stringify(import.meta.resolve('@sparticuz/chromium'))};
    for (const name of ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br']) {
      await inflate(process.argv[1] + '/' + name);
    }`
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script, archives], {
    env: { ...process.env, TMPDIR: into },
  })
}

/** A start script carries the environment, so that nobody who launches the browser has to know about it. */
function startScript(folder: string): string {
  return `#!/bin/sh
export LD_LIBRARY_PATH="${folder}/al2023/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export FONTCONFIG_FILE="${folder}/fonts.conf"
exec "${folder}/chromium" "$@"
`
}

function fontsConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`
}
