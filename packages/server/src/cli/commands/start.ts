// countersign start: what `npm start` runs. A first run makes a demo of the data folder; one address is the last line.
import { loadDemoWorld } from '../../demo/world.ts'
import { type RunningServer, startServer } from '../../main.ts'
import { type CommandSpec, quieter, untilStopped } from '../command.ts'
import { type ExamplePartner, startJukebox } from '../jukebox.ts'
import type { Output } from '../output.ts'
import { assertPortFree } from '../port.ts'

const JUKEBOX_PORT = 4751

/** `countersign start` */
export const startCommand: CommandSpec = {
  name: 'start',
  summary: 'Start everything for a first look: server, demo people, an example partner',
  examples: [
    ['start', 'then open the address in its last line'],
    ['start --port 8080 --data ./try', 'elsewhere, with data of its own'],
  ],
  async run({ settings, output, world }) {
    await assertPortFree(settings.host, settings.port)
    await assertPortFree('localhost', JUKEBOX_PORT)
    output.progress(`Data folder: ${settings.data}`)
    output.progress('Starting the database and bringing it up to date …')
    const server = await startServer(quieter(settings), { makeDemo: true })
    let jukebox: ExamplePartner | undefined
    try {
      if (server.system.settings.demo) jukebox = await startDemo(server, settings.data, output)
      const urls = { url: server.url, ...(jukebox && { jukebox: jukebox.url }) }
      output.result({ ...urls, pid: process.pid }, server.url)
      await untilStopped(world.signal)
      output.progress('Stopping …')
    } finally {
      await jukebox?.stop()
      await server.close()
    }
  },
}

async function startDemo(server: RunningServer, data: string, output: Output): Promise<ExamplePartner> {
  output.progress('Loading the demo people and their conversations …')
  await loadDemoWorld(server.system)
  output.progress('Starting Jukebox, an example partner …')
  const jukebox = await startJukebox(server, { data, port: JUKEBOX_PORT })
  output.progress('Ready. Open this address; Ctrl-C stops everything:')
  return jukebox
}
