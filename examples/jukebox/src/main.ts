// Jukebox, an example partner: a music service that sends songs and shows exactly what it received. Built on the SDK alone.
import type { AddressInfo } from 'node:net'
import { createPartner, type Partner } from '@countersign/sdk'
import Fastify from 'fastify'
import { openClientKey } from './keys.ts'
import { redirectUriOf } from './manifest.ts'
import { People } from './people.ts'
import { type Settings, urlOf } from './settings.ts'
import { site } from './site.ts'
import { Store } from './store.ts'

export { jukeboxManifest } from './manifest.ts'
export type { Settings }

/** A running Jukebox. */
export interface Jukebox {
  /** The address people type. */
  readonly url: string
  /** Ends requests in flight and closes the files. */
  close(): Promise<void>
}

/** What a caller may set besides the settings. */
export interface Seams {
  /** Milliseconds UTC; the machine's clock unless said. */
  readonly now?: () => number
  /** Whether requests are logged on standard output; nobody's words or addresses are. */
  readonly log?: boolean
}

/**
 * Starts Jukebox. The platform need not be running, nor know Jukebox yet.
 * @throws Error when the port is taken or the data folder cannot be used
 */
export async function startJukebox(
  settings: Settings,
  { now = Date.now, log = false }: Seams = {},
): Promise<Jukebox> {
  const key = await openClientKey(settings.dataDir)
  const store = new Store(settings.dataDir)
  const http = Fastify({
    logger: log ? { level: 'warn' } : false,
    forceCloseConnections: true,
    bodyLimit: 16_384,
  })
  const url = (): string => urlOf(settings, (http.server.address() as AddressInfo).port)
  let made: Partner | undefined
  const partner = async (): Promise<Partner> => {
    made ??= createPartner({
      issuer: settings.issuer,
      clientId: settings.clientId,
      privateKey: key,
      redirectUri: redirectUriOf(url()),
      feature: 'listen',
      allowInsecureLocalhost: true,
    })
    return made
  }
  site(http, { store, people: new People(store, partner, now), partner, issuer: settings.issuer, url, now })
  http.addHook('onClose', async () => store.close())
  try {
    // Every address of localhost, IPv6 too: browsers try either first.
    await http.listen({ port: settings.port, host: 'localhost' })
  } catch (error) {
    await http.close()
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    throw new Error(`Port ${settings.port} is taken. Set JUKEBOX_PORT to another one.`, { cause: error })
  }
  return { url: url(), close: () => http.close() }
}
