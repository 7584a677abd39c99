// Starts an example partner: its key, its store, its site, one client of the platform for each of its features.
import type { AddressInfo } from 'node:net'
import { createPartner, type Partner } from '@countersign/sdk'
import Fastify from 'fastify'
import type { PartnerApp } from './app.ts'
import { followDuties } from './duties.ts'
import { openClientKey } from './keys.ts'
import { redirectUriOf } from './manifest.ts'
import { People } from './people.ts'
import { type Settings, urlOf, variable } from './settings.ts'
import { mountSite } from './site.ts'
import { Store } from './store.ts'

/** A running partner. */
export interface Running {
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
 * Starts a partner. The platform need not be running, nor know it yet.
 * @throws Error when the port is taken or the data folder cannot be used
 */
export async function startApp(
  app: PartnerApp,
  settings: Settings,
  { now = Date.now, log = false }: Seams = {},
): Promise<Running> {
  const privateKey = await openClientKey(settings.dataDir, app.slug)
  const store = new Store(settings.dataDir, app.slug)
  const http = Fastify({
    logger: log ? { level: 'warn' } : false,
    forceCloseConnections: true,
    bodyLimit: 16_384,
  })
  const url = (): string => urlOf(settings, (http.server.address() as AddressInfo).port)
  const made = new Map<string, Partner>()
  const partner = async (feature: string): Promise<Partner> => {
    const known = made.get(feature)
    if (known !== undefined) return known
    const { issuer, clientId } = settings
    const redirectUri = redirectUriOf(url())
    const fresh = createPartner({
      issuer,
      clientId,
      privateKey,
      redirectUri,
      feature,
      allowInsecureLocalhost: true,
    })
    made.set(feature, fresh)
    return fresh
  }
  mountSite(http, {
    app,
    store,
    people: new People(store, partner, now),
    partner,
    issuer: settings.issuer,
    url,
    now,
  })
  const stop = new AbortController()
  http.addHook('onClose', async () => {
    stop.abort()
    store.close()
  })
  try {
    // Every address of localhost, IPv6 too: browsers try either first.
    await http.listen({ port: settings.port, host: 'localhost' })
  } catch (error) {
    await http.close()
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    throw new Error(`Port ${settings.port} is taken. Set ${variable(app, 'PORT')} to another one.`, {
      cause: error,
    })
  }
  const [feature = ''] = Object.keys(app.features)
  // What it cannot do, such as write to its file, ends the process: a partner that does not delete must not go on.
  void followDuties({ store, partner: () => partner(feature), now, signal: stop.signal })
  return { url: url(), close: () => http.close() }
}
