// Passwords: hashed with Argon2id (RFC 9106) into PHC strings; checking takes the same time whoever the name belongs to.
import { argon2, timingSafeEqual } from 'node:crypto'
import type { PersonId } from '@countersign/protocol'
import type { Random } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import { findLogin, type Login, loginForm, renewPasswordHash } from '../store/logins.ts'
import type { System } from '../system.ts'

/** Passwords shorter than this are refused, in characters: fewer than NIST SP 800-63B-4 §3.1.1.2 asks (docs/divergences.md). */
const MIN_PASSWORD_LENGTH = 10
/** Longer ones are refused unread, in characters: hashing must not become a way to keep the server busy. */
const MAX_PASSWORD_LENGTH = 256

/** OWASP's Password Storage Cheat Sheet, its second choice for Argon2id: 19 MiB, two passes, one lane. */
const current = { memory: 19_456, passes: 2, parallelism: 1 } as const
const SALT_BYTES = 16
const HASH_BYTES = 32

interface Parsed {
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
  readonly salt: Buffer
  readonly hash: Buffer
}

/**
 * The PHC string to store for a password.
 * @throws {Problem} BAD_REQUEST when it is too short or too long
 */
export async function hashPassword(password: string, random: Random): Promise<string> {
  const length = [...password].length
  if (length < MIN_PASSWORD_LENGTH || length > MAX_PASSWORD_LENGTH) {
    const problem = `must have ${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH} characters`
    throw new Problem('BAD_REQUEST', { errors: [{ at: 'password', problem }] })
  }
  const salt = Buffer.from(random.bytes(SALT_BYTES))
  const hash = await derive(password, { ...current, salt }, HASH_BYTES)
  return phc({ ...current, salt, hash })
}

/** Whether the password is the one a PHC string was made from. */
export async function matchesPassword(password: string, stored: string): Promise<boolean> {
  const parsed = parsePhc(stored)
  if (parsed === undefined) return false
  return timingSafeEqual(await derive(password, parsed, parsed.hash.length), parsed.hash)
}

// Nobody's password: what an unknown name is checked against, so that it takes as long as a known one.
const nobody = phc({ ...current, salt: Buffer.alloc(SALT_BYTES), hash: Buffer.alloc(HASH_BYTES) })

/** The person whose open account has this login and password. @throws {Problem} WRONG_PASSWORD, as `checkLogin` */
export async function checkPassword(
  system: Pick<System, 'app' | 'random'>,
  credentials: { readonly login: string; readonly password: string },
): Promise<PersonId> {
  return (await checkLogin(system, credentials)).person
}

/**
 * The login of an open account with this name and password, with the hash that was checked. One made with weaker parameters
 * than today's is renewed, unless the password was replaced meanwhile: then that one counts.
 * @throws {Problem} WRONG_PASSWORD, the same after the same work for a wrong name and for a wrong password
 */
export async function checkLogin(
  system: Pick<System, 'app' | 'random'>,
  credentials: { readonly login: string; readonly password: string },
): Promise<Login> {
  const { login: typed, password } = credentials
  const name = loginForm(typed)
  if (name.length > MAX_PASSWORD_LENGTH || password.length > 4 * MAX_PASSWORD_LENGTH)
    throw new Problem('WRONG_PASSWORD')
  const login = await findLogin(system.app, name)
  const stored = login?.passwordHash ?? nobody
  const matches = await matchesPassword(password, stored)
  if (login === undefined || login.passwordHash === null || !matches) throw new Problem('WRONG_PASSWORD')
  if (!isWeaker(stored)) return login
  const passwordHash = await hashPassword(password, system.random)
  const renewed = await renewPasswordHash(system.app, { login: name, from: stored, to: passwordHash })
  return renewed ? { ...login, passwordHash } : checkLogin(system, credentials)
}

function isWeaker(stored: string): boolean {
  const parsed = parsePhc(stored)
  return parsed === undefined || parsed.memory < current.memory || parsed.passes < current.passes
}

function derive(password: string, from: Omit<Parsed, 'hash'>, size: number): Promise<Buffer> {
  const { memory, passes, parallelism, salt } = from
  // The same password typed on two keyboards can arrive composed differently (NIST SP 800-63B §3.1.1.2).
  const message = Buffer.from(password.normalize('NFKC'), 'utf8')
  return new Promise((resolve, reject) => {
    argon2(
      'argon2id',
      { message, nonce: salt, memory, passes, parallelism, tagLength: size },
      (error, hash) => (error === null ? resolve(hash) : reject(error)),
    )
  })
}

function phc({ memory, passes, parallelism, salt, hash }: Parsed): string {
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(hash)}`
}

const phcForm =
  /^\$argon2id\$v=19\$m=(\d{1,8}),t=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/

function parsePhc(stored: string): Parsed | undefined {
  const [, memory, passes, parallelism, salt, hash] = phcForm.exec(stored) ?? []
  if (salt === undefined || hash === undefined) return undefined
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  }
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
