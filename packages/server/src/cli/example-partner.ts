// The example partners as processes of their own: registered from their own declarations, then started. They may do nothing others may not.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { readPartnerFile } from '../acts/read-partner-file.ts'
import { registerPartner } from '../acts/register-partner.ts'
import type { RunningServer } from '../main.ts'
import { CliError } from './cli-error.ts'

/** The partners that come with the repository, and the port of each unless told otherwise. */
export const examplePartners = [
  { slug: 'jukebox', name: 'Jukebox', port: 4751 },
  { slug: 'matinee', name: 'Matinee', port: 4752 },
  { slug: 'teller', name: 'Teller', port: 4753 },
  { slug: 'rolodex', name: 'Rolodex', port: 4754 },
] as const satisfies readonly ExampleApp[]

/** A partner of the folder `examples/`. */
export interface ExampleApp {
  readonly slug: string
  readonly name: string
  readonly port: number
}

/** A running example partner. */
export interface ExamplePartner {
  readonly slug: string
  readonly url: string
  /** Ends it and waits until it has ended. */
  stop(): Promise<void>
}

const START_MS = 20_000

/**
 * Registers a partner from the declaration it writes of itself, and starts it. Its port may be another than its usual one.
 * @throws {CliError} EXAMPLE_PARTNER when it does not start
 */
export async function startExample(
  { system, url }: Pick<RunningServer, 'system' | 'url'>,
  { slug, name, port }: ExampleApp,
  data: string,
): Promise<ExamplePartner> {
  const command = resolve(import.meta.dirname, '../../../../examples', slug, 'src/cli.ts')
  if (!existsSync(command)) throw notStarted(name, 'Its sources are not here: it is part of the repository.')
  const variables = { PORT: String(port), DATA: join(data, slug), ISSUER: url }
  const env = { PATH: process.env['PATH'], ...prefixed(slug, variables) }
  const { stdout } = await promisify(execFile)(process.execPath, [command, 'manifest'], { env })
  const { client } = await registerPartner(system, readPartnerFile(stdout))
  const child = spawn(process.execPath, [command, 'serve'], {
    env: { ...env, ...prefixed(slug, { CLIENT_ID: client }) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await ended
  }
  return { slug, url: await addressOf(name, child, stop), stop }
}

function prefixed(slug: string, variables: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [`${slug.toUpperCase()}_${name}`, value]),
  )
}

/** Its address, from the line it prints when it listens. */
async function addressOf(name: string, child: ChildProcess, stop: () => Promise<void>): Promise<string> {
  const timer = setTimeout(() => child.kill('SIGKILL'), START_MS)
  try {
    if (child.stdout !== null)
      for await (const line of createInterface({ input: child.stdout })) {
        const said = `${name} is at `
        if (line.startsWith(said)) return line.slice(said.length)
      }
  } finally {
    clearTimeout(timer)
    // What it says later is for nobody, but a full pipe would stop it.
    child.stdout?.resume()
  }
  await stop()
  throw notStarted(name, 'It ended instead of starting; what it said is above.')
}

function notStarted(name: string, why: string): CliError {
  return new CliError(
    'EXAMPLE_PARTNER',
    `${name} did not start. ${why}`,
    'Run countersign serve to go without it.',
    'failed',
  )
}
