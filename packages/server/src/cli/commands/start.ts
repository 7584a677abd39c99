// countersign start: what `npm start` runs. A first run makes a demo of the data folder; one address is the last line.
import { generateKeyPairSync } from 'node:crypto'
import { loadDemoRegister } from '../../demo/register.ts'
import { loadDemoWorld } from '../../demo/world.ts'
import { type RunningServer, startServer } from '../../main.ts'
import { CliError } from '../cli-error.ts'
import { type CommandSpec, quieter, untilStopped } from '../command.ts'
import { type ExamplePartner, startJukebox } from '../jukebox.ts'
import type { Output } from '../output.ts'
import { assertPortFree } from '../port.ts'

/** `countersign start` */
export const startCommand: CommandSpec = {
  name: 'start',
  summary: 'Start everything for a first look: server, demo people, an example partner',
  options: [['--jukebox-port <port>', 'the port of the example partner (default: 4751)']],
  examples: [
    ['start', 'then open the address in its last line'],
    ['start --port 8080 --data ./try', 'elsewhere, with data of its own'],
  ],
  async run({ settings, output, world, options }) {
    const jukeboxPort = parsePort(options['jukeboxPort'])
    await assertPortFree(settings.host, settings.port)
    await assertPortFree('localhost', jukeboxPort)
    output.progress(`Data folder: ${settings.data}`)
    output.progress('Starting the database and bringing it up to date …')
    const server = await startServer(quieter(settings), { makeDemo: true })
    let jukebox: ExamplePartner | undefined
    try {
      if (server.system.settings.demo)
        jukebox = await startDemo(server, { data: settings.data, port: jukeboxPort }, output)
      const urls = { url: server.url, ...(jukebox && { jukebox: jukebox.url }) }
      output.progress('Ready. Open this address; Ctrl-C stops everything:')
      output.result({ ...urls, pid: process.pid }, server.url)
      await untilStopped(world.signal)
      output.progress('Stopping …')
    } finally {
      await jukebox?.stop()
      await server.close()
    }
  },
}

async function startDemo(
  server: RunningServer,
  place: { readonly data: string; readonly port: number },
  output: Output,
): Promise<ExamplePartner> {
  output.progress('Loading the demo people and their threads …')
  await loadDemoWorld(server.system)
  output.progress('Filling the public register …')
  await loadDemoRegister(server.system, forgottenKey)
  output.progress('Starting Jukebox, an example partner …')
  return startJukebox(server, place)
}

/** A public key whose private half is gone at once. */
function forgottenKey(): object {
  const { x } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })
  return { kty: 'OKP', crv: 'Ed25519', x, kid: 'demo' }
}

function parsePort(given: string | boolean | undefined): number {
  if (given === undefined) return 4751
  const port = typeof given === 'string' && /^\d{1,5}$/.test(given) ? Number(given) : 0
  if (port >= 1 && port <= 65_535) return port
  throw new CliError('USAGE', 'That is not a port for --jukebox-port.', 'Use 1 to 65535.', 'usage')
}
