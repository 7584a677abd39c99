// A port nothing listens on: the address is part of tokens and screens, so it must be known before a server starts.
import { once } from 'node:events'
import { createServer } from 'node:net'

/** A free port of this machine's loopback address. Somebody else may take it before the caller does. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen({ host: 'localhost', port: 0 })
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port of this machine is free')
  return address.port
}
