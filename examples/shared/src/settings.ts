// What an operator of an example partner can set: NAME_* variables, each with a default that suits a first look.
import { resolve } from 'node:path'
import type { PartnerApp } from './app.ts'

/** How a partner runs. */
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

/** The name of one of a partner's variables: JUKEBOX_PORT. */
export function variable({ slug }: Pick<PartnerApp, 'slug'>, name: string): string {
  return `${slug.toUpperCase()}_${name}`
}

/**
 * Settings from variables.
 * @throws Error that names every variable that cannot be right
 */
export function readSettings(
  app: Pick<PartnerApp, 'slug' | 'port'>,
  env: Readonly<Record<string, string | undefined>>,
): Settings {
  const given = (name: string): string | undefined => env[variable(app, name)] || undefined
  const port = Number(given('PORT') ?? app.port)
  const issuer = given('ISSUER') ?? 'http://localhost:4747'
  const publicUrl = given('URL')
  const wrong = [
    ...(Number.isInteger(port) && port >= 0 && port <= 65_535
      ? []
      : [`${variable(app, 'PORT')} is not a port`]),
    ...(isWebAddress(issuer) ? [] : [`${variable(app, 'ISSUER')} is not a web address`]),
    ...(publicUrl === undefined || isWebAddress(publicUrl)
      ? []
      : [`${variable(app, 'URL')} is not a web address`]),
  ]
  if (wrong.length > 0) throw new Error(`${wrong.join('; ')}. Correct the environment and start again.`)
  return {
    port,
    issuer: withoutSlash(issuer),
    dataDir: resolve(given('DATA') ?? `${app.slug}-data`),
    clientId: given('CLIENT_ID') ?? app.slug,
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
