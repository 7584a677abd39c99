// A wire between server and PostgreSQL that a test can cut: around the next COMMIT, or altogether.
import { connect, createServer, type Socket } from 'node:net'
import type { ConnectionParameters } from '../src/store/database.ts'

/** Where the next COMMIT is lost: on its way there, or its answer on the way back. */
export type Cut = 'before the server hears it' | 'before its answer arrives'

/** A wire that can be cut. */
export interface LossyProxy {
  readonly host: string
  readonly port: number
  /** Cuts the connection of the next COMMIT; resolves when it has. */
  cutNextCommit(where: Cut): Promise<void>
  /** Cuts every connection, and refuses new ones until `mend`. */
  cutAll(): void
  mend(): void
  close(): Promise<void>
}

/** PostgreSQL's simple query message for `commit`: type, length, text, zero. */
const COMMIT = Buffer.from('Q\0\0\0\u000bcommit\0', 'latin1')
/** Long enough for a commit without an answer to have happened. */
const COMMITTED_BY_NOW_MS = 500

/** Listens on a port of its own and passes everything on. */
export async function lossyProxy(to: ConnectionParameters): Promise<LossyProxy> {
  const pairs = new Set<readonly [Socket, Socket]>()
  let armed: { readonly where: Cut; done(): void } | undefined
  let open = true
  const cut = (pair: readonly [Socket, Socket]): void => {
    for (const socket of pair) socket.destroy()
    pairs.delete(pair)
  }
  const server = createServer((near) => {
    if (!open) return void near.destroy()
    const far = to.host.startsWith('/')
      ? connect(`${to.host}/.s.PGSQL.${to.port}`)
      : connect(to.port, to.host)
    const pair = [near, far] as const
    pairs.add(pair)
    let deaf = false
    for (const socket of pair) {
      socket.on('error', () => cut(pair))
      socket.on('close', () => cut(pair))
    }
    far.on('data', (data) => void (deaf || near.write(data)))
    near.on('data', (data) => {
      const plan = data.includes(COMMIT) ? armed : undefined
      if (plan === undefined) return void far.write(data)
      armed = undefined
      deaf = true
      if (plan.where === 'before its answer arrives') far.write(data)
      setTimeout(
        () => {
          cut(pair)
          plan.done()
        },
        plan.where === 'before its answer arrives' ? COMMITTED_BY_NOW_MS : 0,
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    host: '127.0.0.1',
    port: address.port,
    cutNextCommit: (where) =>
      new Promise((done) => {
        armed = { where, done }
      }),
    cutAll() {
      open = false
      for (const pair of pairs) cut(pair)
    },
    mend() {
      open = true
    },
    async close() {
      for (const pair of pairs) cut(pair)
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
