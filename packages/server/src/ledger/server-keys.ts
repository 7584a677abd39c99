// The server's own keys: read from the key folder at start, made only together with a data folder (design §13).
import { createPrivateKey, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { canonicalJson } from '@countersign/protocol'
import type { Random } from '../ports/random.ts'
import { isCode, syncFolder } from './durable-file.ts'
import { deriveKey, sha256 } from './hash.ts'
import { assertPrivate, KeysError, readSecretFile, writeSecretFile } from './secret-file.ts'

/** A private signing key of the authorization server (RFC 7517). */
export type SigningJwk = JsonWebKey & { readonly kid: string; readonly alg: string; readonly use: 'sig' }

/** The keys all servers on one data set share. Nothing here is ever logged. */
export interface ServerKeys {
  /** Ed25519: signs the log's checkpoints. */
  readonly logKey: KeyObject
  /** Signs what the authorization server says, the first key for new signatures; ES256 (FAPI 2.0 §5.4.1). */
  readonly oauthJwks: { readonly keys: readonly SigningJwk[] }
  /** Sign cookies: the first for new ones, the rest are still accepted. */
  readonly cookieKeys: readonly string[]
  /** Wraps the people's keys, 32 bytes. */
  readonly personWrappingKey: Uint8Array
  /** Seals the secrets webhooks are signed with, 32 bytes. */
  readonly webhookSealingKey: Uint8Array
  /** Ed25519: signs consent receipts, and nothing else. */
  readonly receiptKey: KeyObject
  /** 32 bytes for one use of opaque ids and cursors; uses tell nothing of each other. */
  cursorKey(use: string): Uint8Array
  /** The database password of a role, in base64url. */
  rolePassword(role: string): string
}

/** How keys are loaded. */
export interface LoadKeysOptions {
  /** Make all keys where there is none. Only for a data folder that is being made: never for existing data. */
  readonly create: boolean
  readonly random: Random
}

const names = {
  log: 'log-ed25519.pem',
  oauth: 'oauth-jwks.json',
  wrapping: 'wrapping.key',
  cursor: 'cursor.key',
  cookies: 'cookie.keys',
} as const

/**
 * The server's keys in `folder` ($COUNTERSIGN_DATA/keys or COUNTERSIGN_KEYS). With `create`, a folder that is missing or
 * empty is filled, whole or not at all; of two servers doing so at once, both end with the same keys.
 * @throws KeysError for a missing, malformed or readable-by-others file, naming it and what to do
 */
export async function loadServerKeys(folder: string, options: LoadKeysOptions): Promise<ServerKeys> {
  if (options.create && (await isMissingOrEmpty(folder))) await createKeys(folder, options.random)
  await assertPrivate(folder, 'folder', '700')
  const wrapping = parseSecret(await readIn(folder, names.wrapping), join(folder, names.wrapping))
  const cursor = parseSecret(await readIn(folder, names.cursor), join(folder, names.cursor))
  return {
    logKey: parseLogKey(await readIn(folder, names.log), join(folder, names.log)),
    oauthJwks: parseJwks(await readIn(folder, names.oauth), join(folder, names.oauth)),
    cookieKeys: parseCookieKeys(await readIn(folder, names.cookies), join(folder, names.cookies)),
    personWrappingKey: deriveKey(wrapping, 'person key wrapping'),
    webhookSealingKey: deriveKey(wrapping, 'webhook secret sealing'),
    receiptKey: ed25519Key(deriveKey(wrapping, 'receipt signing')),
    cursorKey: (use) => deriveKey(cursor, 'cursor', use),
    rolePassword: (role) => Buffer.from(deriveKey(wrapping, 'database role', role)).toString('base64url'),
  }
}

const readIn = (folder: string, name: string): Promise<string> => readSecretFile(join(folder, name))

async function isMissingOrEmpty(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0
  } catch (error) {
    if (isCode(error, 'ENOENT')) return true
    throw unusable(folder, error)
  }
}

async function createKeys(folder: string, random: Random): Promise<void> {
  const staging = `${folder}.${Buffer.from(random.bytes(8)).toString('hex')}.tmp`
  try {
    await mkdir(dirname(folder), { recursive: true, mode: 0o700 })
    await mkdir(staging, { mode: 0o700 })
    for (const [name, text] of Object.entries(newKeys(random)))
      await writeSecretFile(join(staging, name), text)
    await syncFolder(staging)
    // One rename, which replaces an empty folder and no other, so that a crash leaves all keys or none: a folder with some
    // of them could not be told from a loss.
    await rename(staging, folder)
    await syncFolder(dirname(folder))
  } catch (error) {
    await rm(staging, { recursive: true, force: true })
    const lost = isCode(error, 'ENOTEMPTY') || isCode(error, 'EEXIST')
    // Another server was first: its keys are the keys.
    if (!lost) throw unusable(folder, error)
  }
}

function unusable(folder: string, cause: unknown): KeysError {
  const why = cause instanceof Error ? cause.message : 'unknown error'
  return new KeysError(
    'folder',
    folder,
    `The key folder ${folder} cannot be made or read (${why}). Choose another with COUNTERSIGN_KEYS; for a mount point, choose a folder inside it.`,
  )
}

function newKeys(random: Random): Record<string, string> {
  const log = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })
  const {
    kty = '',
    crv = '',
    x = '',
    y = '',
    d = '',
  } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    format: 'jwk',
  })
  const oauth = { kty, crv, x, y, d, kid: thumbprint({ kty, crv, x, y }), alg: 'ES256', use: 'sig' }
  return {
    [names.log]: log.toString(),
    [names.oauth]: `${JSON.stringify({ keys: [oauth] }, null, 2)}\n`,
    [names.wrapping]: secretText(random),
    [names.cursor]: secretText(random),
    [names.cookies]: secretText(random),
  }
}

const secretText = (random: Random): string => `${Buffer.from(random.bytes(32)).toString('hex')}\n`

/** The JWK thumbprint of an elliptic-curve key (RFC 7638 §3.2). */
function thumbprint(jwk: { readonly [member: string]: string }): string {
  return Buffer.from(sha256(Buffer.from(canonicalJson(jwk)))).toString('base64url')
}

function malformed(path: string, needs: string): KeysError {
  return new KeysError(
    'malformed',
    path,
    `${path} must hold ${needs}. Restore it from the backup of the key folder.`,
  )
}

function parseSecret(text: string, path: string): Uint8Array {
  if (!/^[0-9a-f]{64}\n?$/.test(text)) throw malformed(path, '64 lower-case hexadecimal digits')
  return new Uint8Array(Buffer.from(text.trimEnd(), 'hex'))
}

function parseCookieKeys(text: string, path: string): readonly string[] {
  const lines = text.trimEnd().split('\n')
  if (!lines.every((line) => /^[0-9a-f]{64}$/.test(line))) {
    throw malformed(path, 'lines of 64 lower-case hexadecimal digits, the newest first')
  }
  return lines
}

function parseLogKey(text: string, path: string): KeyObject {
  const key = orUndefined(() => createPrivateKey({ key: text, format: 'pem' }))
  if (key?.asymmetricKeyType !== 'ed25519') throw malformed(path, 'an Ed25519 private key in PKCS #8 PEM')
  return key
}

/** What stands before the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410 §7). */
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

function ed25519Key(secret: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([ED25519_PKCS8, secret]), format: 'der', type: 'pkcs8' })
}

function parseJwks(text: string, path: string): { readonly keys: readonly SigningJwk[] } {
  const keys = jwksKeys(text)
  const kids = new Set(keys?.map((key) => key.kid))
  if (keys === undefined || keys.length === 0 || kids.size !== keys.length) {
    throw malformed(path, 'a JWK set of private ES256 keys, each with its own kid, alg "ES256" and use "sig"')
  }
  return { keys }
}

function jwksKeys(text: string): readonly SigningJwk[] | undefined {
  const set = orUndefined((): unknown => JSON.parse(text))
  if (typeof set !== 'object' || set === null || !('keys' in set) || !Array.isArray(set.keys))
    return undefined
  return set.keys.every(isSigningJwk) ? set.keys : undefined
}

function isSigningJwk(key: unknown): key is SigningJwk {
  if (typeof key !== 'object' || key === null) return false
  const jwk = key as Partial<SigningJwk>
  if (typeof jwk.kid !== 'string' || jwk.kid === '' || jwk.alg !== 'ES256' || jwk.use !== 'sig') return false
  const parsed = orUndefined(() => createPrivateKey({ key: jwk, format: 'jwk' }))
  return parsed?.asymmetricKeyDetails?.namedCurve === 'prime256v1'
}

// What a key library says of a malformed key may quote the key: it is dropped, and the file named instead.
function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
