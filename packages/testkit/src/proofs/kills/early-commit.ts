// A fault on purpose: a wire to PostgreSQL that answers every COMMIT before PostgreSQL has heard of it, and tells it later.
import { mkdir } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import type { Parts } from '../../../../server/src/main.ts'
import type { ConnectionParameters } from '../../../../server/src/store/database.ts'
import type { Role } from '../../../../server/src/store/roles.ts'

const turnstile: Role = 'countersign_turnstile'

/** How long PostgreSQL does not know what everybody else believes. */
const LATE_MS = 150

/** PostgreSQL's messages: `commit` as a simple query; the answers to it, and that it is ready for the next. */
const COMMIT = Buffer.from('commit\0', 'latin1')
const COMMITTED = Buffer.from('C\0\0\0\u000bCOMMIT\0Z\0\0\0\u0005I', 'latin1')
const [QUERY, READY] = ['Q'.charCodeAt(0), 'Z'.charCodeAt(0)]

/** What the turnstile commits is believed before it is so. */
export async function earlyCommit({ connect: real, keysFolder }: Parts): Promise<Partial<Parts>> {
  // Beside the keys, in the run's own folder: it goes when the run does.
  const folder = join(keysFolder, '..', `wire-${process.pid}`)
  await mkdir(folder)
  await listen(real(turnstile), `${folder}/.s.PGSQL.5432`)
  return { connect: (role) => ({ ...real(role), ...(role === turnstile && { host: folder, port: 5432 }) }) }
}

async function listen(to: ConnectionParameters, at: string): Promise<void> {
  const server = createServer((near) => {
    const far = to.host.startsWith('/')
      ? connect(`${to.host}/.s.PGSQL.${to.port}`)
      : connect(to.port, to.host)
    for (const socket of [near, far])
      socket
        .on('error', () => undefined)
        .on('close', () => {
          near.destroy()
          far.destroy()
        })
    lie(near, far)
  })
  server.unref()
  await new Promise<void>((resolve) => server.listen(at, resolve))
}

/** Passes everything on, but for COMMIT: that is answered at once, and what comes after it waits until it was passed on. */
function lie(near: Socket, far: Socket): void {
  let committing = false
  let waiting: Buffer[] = []
  const fromNear = frames('startup first')
  const fromFar = frames('messages only')
  const forward = (message: Buffer): void => {
    if (committing) return void waiting.push(message)
    if (message[0] !== QUERY || !message.subarray(5).equals(COMMIT)) return void far.write(message)
    committing = true
    near.write(COMMITTED)
    setTimeout(() => void far.write(message), LATE_MS)
  }
  near.on('data', (data) => {
    for (const message of fromNear(data)) forward(message)
  })
  far.on('data', (data) => {
    for (const message of fromFar(data)) {
      // What PostgreSQL says of the commit was said already.
      if (!committing) near.write(message)
      else if (message[0] === READY) {
        committing = false
        const then = waiting
        waiting = []
        for (const one of then) forward(one)
      }
    }
  })
}

/** Cuts a stream into PostgreSQL's messages: a type, a length that counts itself, the rest; the startup message has no type. */
function frames(begin: 'startup first' | 'messages only'): (data: Buffer) => readonly Buffer[] {
  let rest = Buffer.alloc(0)
  let untyped = begin === 'startup first'
  return (data) => {
    rest = Buffer.concat([rest, data])
    const found: Buffer[] = []
    for (;;) {
      const head = untyped ? 0 : 1
      if (rest.length < head + 4) return found
      const end = head + rest.readInt32BE(head)
      if (rest.length < end) return found
      found.push(rest.subarray(0, end))
      rest = rest.subarray(end)
      untyped = false
    }
  }
}
