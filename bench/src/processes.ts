// The two processes a bench runs beside itself, the server and the load generator, as things that can be asked.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { LoadOrder, Reply, Request, ServerOrder, ServerReady } from './messages.ts'

/** A process that answers one request at a time. */
export interface Asked {
  readonly pid: number
  ask(request: Request): Promise<Reply>
  /** Lets it end. Resolves when it is gone. */
  end(): Promise<void>
}

/** Starts the server and waits until it listens. */
export async function startServer(order: ServerOrder): Promise<Asked & { readonly ready: ServerReady }> {
  const server = started('server/child.ts', order)
  const [ready] = (await Promise.race([once(server.child, 'message'), server.failed])) as [ServerReady]
  return { ...asked(server), ready }
}

/** Starts the load generator and waits until it can be asked. */
export async function startLoad(order: LoadOrder): Promise<Asked> {
  const load = started('load/child.ts', order)
  await Promise.race([once(load.child, 'message'), load.failed])
  return asked(load)
}

interface Started {
  readonly child: ChildProcess
  readonly pid: number
  readonly gone: Promise<unknown>
  /** Rejects when the process ends. */
  readonly failed: Promise<never>
}

function started(program: string, order: object): Started {
  const child = fork(fileURLToPath(new URL(program, import.meta.url)), [], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  // Not as an argument: it holds keys, and anybody on the machine sees arguments.
  child.send(order)
  if (child.pid === undefined) throw new Error(`${program} did not start`)
  const gone = once(child, 'exit')
  const failed = gone.then(() => {
    throw new Error(`${program} ended in the middle; what it said is above`)
  })
  // Whoever waits for an answer hears of it; nobody else must.
  failed.catch(() => undefined)
  return { child, pid: child.pid, gone, failed }
}

function asked({ child, pid, gone, failed }: Started): Asked {
  return {
    pid,
    async ask(request) {
      const answered = once(child, 'message')
      child.send(request)
      const [reply] = (await Promise.race([answered, failed])) as [Reply]
      if ('failed' in reply) throw new Error(reply.failed)
      return reply
    },
    async end() {
      if (child.connected) child.disconnect()
      await gone
    },
  }
}
