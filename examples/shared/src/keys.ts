// The client's key: made on the first start, kept in the data folder for its owner's eyes only.
import type { webcrypto } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const

/** The client's private key as a JWK; its public half is what the platform registers. */
export type ClientKey = webcrypto.JsonWebKey & { readonly kid: string; readonly alg: 'ES256' }

/**
 * The key kept in `dataDir`, made if there is none. Only the owner can read the folder and the file.
 * @param name begins the key's id
 */
export async function openClientKey(dataDir: string, name: string): Promise<ClientKey> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const path = join(dataDir, 'client-key.json')
  try {
    return readKey(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const jwk = await crypto.subtle.exportKey('jwk', pair.privateKey)
  const thumb = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${jwk.x}.${jwk.y}`))
  const kid = `${name}-${Buffer.from(thumb).toString('base64url').slice(0, 12)}`
  const { kty, crv, x, y, d } = jwk
  const key = { kty, crv, x, y, d, kid, alg: 'ES256', use: 'sig' }
  // Linked into place whole, so that another process starting now reads all of it or makes way for its own.
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(key, null, 2)}\n`, { mode: 0o600 })
  try {
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
  return readKey(path)
}

/** The half of a key that may be published. */
export function publicHalf({ kty, crv, x, y, kid, alg }: ClientKey): Readonly<Record<string, unknown>> {
  return { kty, crv, x, y, kid, alg, use: 'sig' }
}

function readKey(path: string): ClientKey {
  const key = JSON.parse(readFileSync(path, 'utf8')) as ClientKey
  if (typeof key.d !== 'string' || key.alg !== 'ES256' || typeof key.kid !== 'string') {
    throw new Error(`${path} is not a key of ours. Move it away; the next start makes a new one.`)
  }
  return key
}
