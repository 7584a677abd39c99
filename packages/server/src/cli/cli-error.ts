// Every error as the command line says it: a stable code, what is wrong, what to do next, and the exit code.
import { CommanderError } from 'commander'
import { aboutText, ImportError } from '../imports/import-error.ts'
import { KeyringError } from '../ledger/keyring.ts'
import { KeysError } from '../ledger/secret-file.ts'
import { Problem, problems } from '../problems.ts'
import type { SettingsMistake } from '../settings.ts'
import { CommitUnknownError } from '../store/database.ts'
import { EmbeddedPostgresError } from '../store/embedded/index.ts'
import { MigrationError } from '../store/migrate.ts'
import { UnfitServerError } from '../store/server-facts.ts'
import type { ExitName } from './exit-codes.ts'

/** An error with everything the command line says of it. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly code: string
  readonly next: string
  readonly exit: ExitName
  /** More for programs: places, each mistake. */
  readonly more: Readonly<Record<string, unknown>>

  constructor(
    code: string,
    message: string,
    next: string,
    exit: ExitName,
    more: Readonly<Record<string, unknown>> = {},
  ) {
    super(message)
    this.code = code
    this.next = next
    this.exit = exit
    this.more = more
  }
}

/** All that is wrong with the settings, one line each. */
export function settingsError(mistakes: readonly SettingsMistake[]): CliError {
  const lines = mistakes.map(({ at, problem }) => `\n  ${at} ${problem}`)
  const next = 'Correct them and run the command again; docs/run.md has the table of settings.'
  return new CliError('SETTINGS', `The settings have mistakes:${lines.join('')}\n`, next, 'usage', {
    mistakes,
  })
}

/** Whatever was thrown, as the command line says it; never a stack. */
export function explain(error: unknown): CliError {
  if (error instanceof CliError) return error
  if (error instanceof CommanderError) return usageError(error)
  if (error instanceof Problem) return problemError(error)
  if (error instanceof ImportError) return importError(error)
  if (error instanceof EmbeddedPostgresError) return saysWhatToDo(error.code.toUpperCase(), error)
  if (error instanceof KeysError || error instanceof KeyringError)
    return saysWhatToDo(`KEYS_${error.code.toUpperCase()}`, error)
  if (error instanceof UnfitServerError) return saysWhatToDo(`DATABASE_${error.code.toUpperCase()}`, error)
  if (error instanceof MigrationError) return saysWhatToDo('MIGRATION', error)
  if (error instanceof Error && error.name === 'AbortError') return stopped()
  return systemError(error)
}

/** What a command says that was stopped before it was done. */
export function stopped(more: CliError['more'] = {}): CliError {
  return new CliError('STOPPED', 'Stopped.', 'Run the same command again to go on.', 'stopped', more)
}

function usageError(error: CommanderError): CliError {
  if (error.code === 'commander.help')
    return new CliError('USAGE', 'No command was given.', 'Choose one of those above.', 'usage')
  const text = error.message
    .replace(/^error: /, '')
    .trim()
    .replace(/\n\((.*)\)$/, '. $1')
  return new CliError('USAGE', sentence(text), 'Run the command with --help.', 'usage')
}

function problemError(error: Problem): CliError {
  const { title, next } = problems[error.code]
  const mistakes = error.errors.map(({ at, problem }) => `\n  ${at} ${problem}`)
  const unavailable = error.code === 'LEDGER_UNAVAILABLE' || error.code === 'DATABASE_UNAVAILABLE'
  return new CliError(
    error.code,
    `${error.detail ?? title}${mistakes.length > 0 ? `${mistakes.join('')}\n` : ''}`,
    next,
    unavailable ? 'unavailable' : 'failed',
    error.errors.length > 0 ? { errors: error.errors } : {},
  )
}

function importError({ code, place, reason, next }: ImportError): CliError {
  const { file, line, message } = place
  const at = message === undefined ? undefined : `messages[${message}]`
  return new CliError(code, sentence(aboutText(place, reason)), next, 'failed', { file, line, at })
}

/** These classes promise that their message ends with what to do. */
function saysWhatToDo(code: string, error: Error): CliError {
  return new CliError(code, error.message, '', 'unavailable')
}

const noTls = 'NO_TLS'

/** What `pg` says in words alone, as the code it should have. */
const saidWithoutCode: Readonly<Record<string, string>> = {
  'The server does not support SSL connections': noTls,
  'timeout expired': 'ETIMEDOUT',
}

const untrusted = [
  'DATABASE_TLS',
  'The certificate of the database is by an authority that is not trusted.',
  'Name the file of its authority with sslrootcert in DATABASE_URL.',
] as const

const outOfDate = [
  'DATABASE_TLS',
  'The certificate of the database has expired, or is not valid yet.',
  'Give the database a new one, or set the clock of this machine if it is wrong.',
] as const

const lost = [
  'DATABASE_LOST',
  'The connection to the database was lost.',
  'Run the same command again: what is done is not done twice.',
] as const

/** What an operating system, TLS or PostgreSQL error code means here. */
const known: Readonly<Record<string, readonly [code: string, message: string, next: string]>> = {
  ECONNREFUSED: [
    'DATABASE_UNREACHABLE',
    'Nothing answers at the address of the database.',
    'Start it, or correct DATABASE_URL.',
  ],
  ENOTFOUND: ['DATABASE_UNREACHABLE', 'The name of the database host is not known.', 'Correct DATABASE_URL.'],
  EAI_AGAIN: [
    'DATABASE_UNREACHABLE',
    'The name of the database host could not be looked up.',
    'Check the network, or correct DATABASE_URL.',
  ],
  ETIMEDOUT: [
    'DATABASE_UNREACHABLE',
    'The database did not answer in time.',
    'Check the network, or correct DATABASE_URL.',
  ],
  CERT_SIGNATURE_FAILURE: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: [
    'DATABASE_TLS',
    'The certificate of the database is for another name than the one in DATABASE_URL.',
    'Use the name in the certificate, or give the database a certificate for this one.',
  ],
  CERT_HAS_EXPIRED: outOfDate,
  CERT_NOT_YET_VALID: outOfDate,
  [noTls]: [
    'DATABASE_TLS',
    'The database does not offer TLS, which DATABASE_URL asks for.',
    'Turn ssl on there, or use a socket or a private network and take sslmode out.',
  ],
  '28P01': ['DATABASE_LOGIN', 'The database refused the password.', 'Correct DATABASE_URL.'],
  '28000': ['DATABASE_LOGIN', 'The database refused the login.', 'Correct DATABASE_URL, or its pg_hba.conf.'],
  '3D000': ['DATABASE_MISSING', 'That database does not exist.', 'Create it, or correct DATABASE_URL.'],
  '42501': [
    'DATABASE_RIGHTS',
    'The login of DATABASE_URL may not do that.',
    'Give it the right to create roles and tables, or use the owner of the database.',
  ],
  '53100': ['DISK_FULL', 'The disk of the database is full.', 'Free some space; nothing was half-written.'],
  '53300': [
    'DATABASE_BUSY',
    'The database has no connection free.',
    'Stop something that uses it, or raise max_connections.',
  ],
  ECONNRESET: lost,
  EPIPE: lost,
  '57P01': [
    'DATABASE_LOST',
    'The database was shut down meanwhile.',
    'Start it and run the same command again: what is done is not done twice.',
  ],
  '57P02': [
    'DATABASE_LOST',
    'The database crashed meanwhile.',
    'Run the same command again: what is done is not done twice.',
  ],
  '57P03': ['DATABASE_UNREACHABLE', 'The database is starting or stopping.', 'Try again in a moment.'],
  ENOSPC: ['DISK_FULL', 'The disk is full.', 'Free some space; nothing was half-written.'],
  EADDRNOTAVAIL: [
    'ADDRESS',
    'This machine does not have the address to listen on.',
    'Set COUNTERSIGN_HOST to one it has.',
  ],
  EACCES: [
    'NOT_PERMITTED',
    'Something it needs is not permitted to this user.',
    'Run countersign doctor to see what.',
  ],
}

function systemError(error: unknown): CliError {
  const codes = isLostConnection(error) ? ['ECONNRESET', ...codesOf(error)] : codesOf(error)
  for (const code of codes) {
    const entry = known[code]
    if (entry !== undefined) return new CliError(entry[0], entry[1], entry[2], 'unavailable', { cause: code })
  }
  // What a library says may hold anything, personal data included: its class and code name it well enough.
  const what = [error instanceof Error ? error.name : typeof error, ...codes].join(' ')
  const next = 'Run it again with --log-level debug to see where, and report it.'
  return new CliError('INTERNAL', `Something unexpected went wrong (${what}).`, next, 'failed')
}

/** What `pg` says without a code, and the commit nobody answered. */
function isLostConnection(error: unknown): boolean {
  if (error instanceof CommitUnknownError) return true
  return error instanceof Error && /^Connection terminated|not queryable|timeout exceeded/.test(error.message)
}

/** The codes of an error and of those it wraps: node's dialler hides them in an AggregateError. */
function codesOf(error: unknown, depth = 0): readonly string[] {
  if (!(error instanceof Error) || depth > 4) return []
  const own = 'code' in error && typeof error.code === 'string' ? [codeOf(error, error.code)] : []
  const meant = saidWithoutCode[error.message]
  if (meant !== undefined) own.push(meant)
  const inner = error instanceof AggregateError ? error.errors : []
  return [...own, ...[error.cause, ...inner].flatMap((one) => codesOf(one, depth + 1))]
}

/** A socket that is not there is a database that does not run; any other file that is missing is not. */
function codeOf(error: Error, code: string): string {
  return code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect' ? 'ECONNREFUSED' : code
}

function sentence(text: string): string {
  const upper = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(upper) ? upper : `${upper}.`
}
