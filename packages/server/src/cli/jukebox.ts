// The example partner as a process of its own: registered from its own declaration, then started. It may do nothing others may not.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { readPartnerFile } from '../acts/read-partner-file.ts'
import { registerPartner } from '../acts/register-partner.ts'
import type { RunningServer } from '../main.ts'
import { CliError } from './cli-error.ts'

/** A running example partner. */
export interface ExamplePartner {
  readonly url: string
  /** Ends it and waits until it has ended. */
  stop(): Promise<void>
}

const command = resolve(import.meta.dirname, '../../../../examples/jukebox/src/cli.ts')
const START_MS = 20_000

/** @throws {CliError} EXAMPLE_PARTNER when it does not start */
export async function startJukebox(
  { system, url }: Pick<RunningServer, 'system' | 'url'>,
  { data, port }: { readonly data: string; readonly port: number },
): Promise<ExamplePartner> {
  if (!existsSync(command)) throw notStarted('Its sources are not here: it is part of the repository.')
  const env = {
    PATH: process.env['PATH'],
    JUKEBOX_PORT: String(port),
    JUKEBOX_DATA: join(data, 'jukebox'),
    JUKEBOX_ISSUER: url,
  }
  const { stdout } = await promisify(execFile)(process.execPath, [command, 'manifest'], { env })
  const { client } = await registerPartner(system, readPartnerFile(stdout))
  const child = spawn(process.execPath, [command, 'serve'], {
    env: { ...env, JUKEBOX_CLIENT_ID: client },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await ended
  }
  return { url: await addressOf(child, stop), stop }
}

/** Its address, from the line it prints when it listens. */
async function addressOf(child: ChildProcess, stop: () => Promise<void>): Promise<string> {
  const timer = setTimeout(() => child.kill('SIGKILL'), START_MS)
  try {
    if (child.stdout !== null)
      for await (const line of createInterface({ input: child.stdout })) {
        const address = /^Jukebox is at (http\S+)$/.exec(line)?.[1]
        if (address !== undefined) return address
      }
  } finally {
    clearTimeout(timer)
    // What it says later is for nobody, but a full pipe would stop it.
    child.stdout?.resume()
  }
  await stop()
  throw notStarted('It ended instead of starting; what it said is above.')
}

function notStarted(why: string): CliError {
  return new CliError(
    'EXAMPLE_PARTNER',
    `Jukebox did not start. ${why}`,
    'Run countersign serve to go without it.',
    'failed',
  )
}
