// What an operator of Jukebox can set: JUKEBOX_* variables, each with a default that suits a first look.
import { resolve } from 'node:path'

/** How Jukebox runs. */
export interface Settings {
  /** TCP port; 0 lets the system choose. */
  readonly port: number
  /** The address people type; undefined for http://localhost and the port. */
  readonly publicUrl?: string
  /** Keys, connections and what was received. */
  readonly dataDir: string
  /** The platform's address. */
  readonly issuer: string
  /** What the platform calls this client: `countersign partner add` says it. */
  readonly clientId: string
}

/**
 * Settings from variables.
 * @throws Error that names every variable that cannot be right
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const port = Number(env['JUKEBOX_PORT'] || '4751')
  const issuer = env['JUKEBOX_ISSUER'] || 'http://localhost:4747'
  const publicUrl = env['JUKEBOX_URL']
  const wrong = [
    ...(Number.isInteger(port) && port >= 0 && port <= 65_535 ? [] : ['JUKEBOX_PORT is not a port']),
    ...(isWebAddress(issuer) ? [] : ['JUKEBOX_ISSUER is not a web address']),
    ...(publicUrl === undefined || isWebAddress(publicUrl) ? [] : ['JUKEBOX_URL is not a web address']),
  ]
  if (wrong.length > 0) throw new Error(`${wrong.join('; ')}. Correct the environment and start again.`)
  return {
    port,
    issuer: withoutSlash(issuer),
    dataDir: resolve(env['JUKEBOX_DATA'] || 'jukebox-data'),
    clientId: env['JUKEBOX_CLIENT_ID'] || 'jukebox',
    ...(publicUrl !== undefined && { publicUrl: withoutSlash(publicUrl) }),
  }
}

/** The address people type for a port. */
export function urlOf({ publicUrl }: Pick<Settings, 'publicUrl'>, port: number): string {
  return publicUrl ?? `http://localhost:${port}`
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '')
}
