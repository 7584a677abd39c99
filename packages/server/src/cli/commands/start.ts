// countersign start: what `npm start` runs. A first run makes a demo of the data folder; one address is the last line.
import { generateKeyPairSync } from 'node:crypto'
import { loadDemoRegister } from '../../demo/register.ts'
import { loadDemoWorld } from '../../demo/world.ts'
import { type RunningServer, startServer } from '../../main.ts'
import { CliError } from '../cli-error.ts'
import { type CommandSpec, quieter, untilStopped } from '../command.ts'
import { type ExampleApp, type ExamplePartner, examplePartners, startExample } from '../example-partner.ts'
import type { Output } from '../output.ts'
import { assertPortFree } from '../port.ts'

/** `countersign start` */
export const startCommand: CommandSpec = {
  name: 'start',
  summary: 'Start everything for a first look: server, demo people, example partners',
  options: examplePartners.map(
    ({ slug, name, port }) =>
      [`--${slug}-port <port>`, `the port of the example partner ${name} (default: ${port})`] as const,
  ),
  examples: [
    ['start', 'then open the address in its last line'],
    ['start --port 8080 --data ./try', 'elsewhere, with data of its own'],
  ],
  async run({ settings, output, world, options }) {
    const partners = examplePartners.map((partner) => ({ ...partner, port: portFor(partner, options) }))
    await assertPortFree(settings.host, settings.port)
    for (const { port } of partners) await assertPortFree('localhost', port)
    output.progress(`Data folder: ${settings.data}`)
    output.progress('Starting the database and bringing it up to date …')
    // The example partners' catalogues are on this machine, which nothing else of it may be reached for.
    const demoPorts = partners.map(({ port }) => port)
    const server = await startServer(quieter(settings), { makeDemo: true, demoPorts })
    const running: ExamplePartner[] = []
    try {
      if (server.system.settings.demo)
        await startDemo(server, { data: settings.data, partners, running }, output)
      const urls = Object.fromEntries(running.map(({ slug, url }) => [slug, url]))
      output.progress('Ready. Open this address; Ctrl-C stops everything:')
      output.result({ url: server.url, ...urls, pid: process.pid }, server.url)
      await untilStopped(world.signal)
      output.progress('Stopping …')
    } finally {
      await Promise.all(running.map(({ stop }) => stop()))
      await server.close()
    }
  },
}

interface DemoPlace {
  readonly data: string
  readonly partners: readonly ExampleApp[]
  /** Takes each partner as soon as it runs, so that all of them are stopped whatever becomes of the others. */
  readonly running: ExamplePartner[]
}

async function startDemo(
  server: RunningServer,
  { data, partners, running }: DemoPlace,
  output: Output,
): Promise<void> {
  output.progress('Loading the demo people and their threads …')
  await loadDemoWorld(server.system)
  output.progress('Filling the public register …')
  await loadDemoRegister(server.system, forgottenKey)
  output.progress(`Starting the example partners: ${partners.map(({ name }) => name).join(', ')} …`)
  const started = await Promise.allSettled(
    partners.map(async (partner) => running.push(await startExample(server, partner, data))),
  )
  for (const one of started) if (one.status === 'rejected') throw one.reason
}

/** A public key whose private half is gone at once. */
function forgottenKey(): object {
  const { x } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })
  return { kty: 'OKP', crv: 'Ed25519', x, kid: 'demo' }
}

function portFor(
  { slug, port }: ExampleApp,
  options: Readonly<Record<string, string | boolean | undefined>>,
): number {
  const given = options[`${slug}Port`]
  if (given === undefined) return port
  const asked = typeof given === 'string' && /^\d{1,5}$/.test(given) ? Number(given) : 0
  if (asked >= 1 && asked <= 65_535) return asked
  throw new CliError('USAGE', `That is not a port for --${slug}-port.`, 'Use 1 to 65535.', 'usage')
}
