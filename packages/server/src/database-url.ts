// The address of an operator's own database: a PostgreSQL connection URI (libpq, "Connection URIs") of which a few parameters are known.

import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { err, ok, type Result } from '@countersign/protocol'
import type { ConnectionParameters } from './store/database.ts'

const known = ['host', 'sslmode', 'sslrootcert']

/**
 * Reads an address, and the file of certificates it names. An error is a sentence that goes on after the setting's name
 * and repeats no value: the address holds a password.
 */
export function parseDatabaseUrl(value: string): Result<ConnectionParameters, string> {
  const url = URL.canParse(value) ? new URL(value) : undefined
  const database = url?.pathname.slice(1)
  if (url === undefined || !/^postgres(ql)?:$/.test(url.protocol) || !url.username || !database)
    return err('must be `postgres://owner:password@host:5432/name`')
  const extra = [...url.searchParams.keys()].find((name) => !known.includes(name))
  if (extra !== undefined)
    return err(`the parameter ${extra} is not supported: remove it; ${known.join(', ')} are`)
  const [host, user, name, password] = [url.hostname, url.username, database, url.password].map(decode)
  if (user === undefined || name === undefined || host === undefined || password === undefined)
    return err('holds a % that is not followed by two hexadecimal digits: write %25 for a %')
  const socketFolder = url.searchParams.get('host')
  const ssl = parseSsl(url.searchParams, Boolean(socketFolder?.startsWith('/')))
  if (!ssl.ok) return ssl
  return ok({
    host: socketFolder || host.replace(/^\[|\]$/g, '') || 'localhost',
    port: url.port === '' ? 5432 : Number(url.port),
    user,
    database: name,
    ...(password !== '' && { password }),
    ...(ssl.value && { ssl: ssl.value }),
  })
}

/**
 * libpq's `sslmode`, of which only the modes are taken that keep what they say: `prefer` and `allow` fall back to no
 * encryption when somebody on the way asks for it, and `verify-ca` takes any certificate of the authority.
 */
function parseSsl(
  parameters: URLSearchParams,
  isSocket: boolean,
): Result<ConnectionParameters['ssl'] | undefined, string> {
  const mode = parameters.get('sslmode') ?? 'disable'
  const file = parameters.get('sslrootcert')
  if (!['disable', 'require', 'verify-full'].includes(mode))
    return err('the parameter sslmode must be `verify-full`, `require` or `disable`')
  if (file !== null && mode !== 'verify-full')
    return err('the parameter sslrootcert is only looked at with `sslmode=verify-full`: add that')
  if (mode === 'disable') return ok(undefined)
  if (isSocket) return err('the parameter sslmode is not for a socket, which never leaves the machine')
  if (mode === 'require') return ok({ rejectUnauthorized: false })
  if (file === null) return ok({ rejectUnauthorized: true })
  const ca = readCertificates(file)
  return ca.ok ? ok({ rejectUnauthorized: true, ca: ca.value }) : ca
}

function readCertificates(file: string): Result<string, string> {
  if (!isAbsolute(file)) return err('the parameter sslrootcert must be an absolute path')
  try {
    const text = readFileSync(file, 'utf8')
    // Node takes a file without a certificate for none at all, and then trusts nobody without saying why.
    new X509Certificate(text)
    return ok(text)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    return err(`the file of the parameter sslrootcert holds no certificate that can be read (${code})`)
  }
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}
