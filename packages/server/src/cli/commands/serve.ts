// countersign serve: serves until it is stopped.
import { startServer } from '../../main.ts'
import { type CommandSpec, untilStopped } from '../command.ts'
import { assertPortFree } from '../port.ts'

/** `countersign serve` */
export const serveCommand: CommandSpec = {
  name: 'serve',
  summary: 'Serve people and partners until stopped',
  examples: [
    ['serve', 'on http://localhost:4747, with the embedded database in ./countersign-data'],
    [
      'serve --public-url https://chat.example --database-url postgres://owner@db.example/countersign',
      'in earnest',
    ],
  ],
  async run({ settings, output, world }) {
    await assertPortFree(settings.host, settings.port)
    const server = await startServer(settings)
    output.result({ url: server.url, pid: process.pid }, `Countersign is at ${server.url}`)
    await untilStopped(world.signal)
    output.progress('Stopping: requests in flight first, the database last.')
    await server.close()
  },
}
