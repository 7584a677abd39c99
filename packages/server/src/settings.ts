// What an operator may set: one table of keys, read from flags, variables and a file, checked with every mistake named.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { err, ok, type Result } from '@countersign/protocol'
import { z } from 'zod'
import { parseDatabaseUrl } from './database-url.ts'
import { nearest } from './nearest.ts'
import { type LinkProvider, parseProviders } from './outbound/providers.ts'
import type { ConnectionParameters } from './store/database.ts'

/** Where the data are: a PostgreSQL of our own in the data folder, or one the operator runs (as its owner's login). */
export type DatabaseSetting =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'external'; readonly connection: ConnectionParameters }

/** Settings that are known to be right. Paths are absolute. */
export interface Settings {
  /** The data folder. */
  readonly data: string
  /** The key folder. */
  readonly keys: string
  readonly database: DatabaseSetting
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** The address people type, without a trailing slash; null stands for http://localhost and the port taken. */
  readonly publicUrl: string | null
  readonly floor: 'author' | 'all-parties'
  /** Who may open an account: whoever comes, or whoever was given a link or an invitation. */
  readonly signUp: 'open' | 'invited'
  readonly logLevel: LogLevel
  /** Ports of this machine the server may reach over plain http; everything else it reaches is outside, over https. */
  readonly outboundLocal: readonly number[]
  /** Whose pages are asked what they are when somebody sends a link to them. */
  readonly linkProviders: readonly LinkProvider[]
  /** How large a file may be that somebody sends, in megabytes. */
  readonly fileMb: number
  /** How much one person may send in a day, in megabytes. */
  readonly filesMbADay: number
  /** The mail server; null writes mail into the data folder. */
  readonly mailUrl: string | null
  /** The sender of mail; null stands for no-reply at the public address's host. */
  readonly mailFrom: string | null
}

/** How much is logged. */
export type LogLevel = (typeof logLevels)[number]

const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const

/** One setting as an operator meets it: the table of docs/run.md is this one. */
export interface SettingKey {
  /** Its name in the settings file. */
  readonly key: string
  readonly flag: string
  readonly env: string
  /** What holds when nobody sets it. */
  readonly otherwise: string
  readonly meaning: string
}

/** Every setting there is, in the order of the documentation. */
export const settingKeys = [
  row(
    'data',
    'COUNTERSIGN_DATA',
    './countersign-data',
    'The data folder: the embedded database and the keys.',
  ),
  row(
    'keys',
    'COUNTERSIGN_KEYS',
    '`keys` in the data folder',
    'The key folder, shared by all servers on one database; mode 0700, its files 0600.',
  ),
  row(
    'database_url',
    'DATABASE_URL',
    'the embedded database',
    'A PostgreSQL of your own, version 15 or later: `postgres://owner:password@host:5432/name`, with `?sslmode=verify-full` over a network. The login may create roles and tables.',
  ),
  row('host', 'COUNTERSIGN_HOST', 'localhost', 'The address to listen on.'),
  row('port', 'COUNTERSIGN_PORT', '4747', 'The port to listen on; 0 takes any free one.'),
  row(
    'public_url',
    'COUNTERSIGN_PUBLIC_URL',
    '`http://localhost:` and the port',
    'The address people type, which is also the issuer of tokens: `https://name`, without a path. `http` only for localhost.',
  ),
  row(
    'floor',
    'COUNTERSIGN_FLOOR',
    'author',
    'The loosest thread setting allowed here: `author` or `all-parties`.',
  ),
  row(
    'sign_up',
    'COUNTERSIGN_SIGN_UP',
    'open',
    'Who may open an account: `open`, whoever comes; `invited`, whoever has a friend’s link or an invitation of yours.',
  ),
  row(
    'log_level',
    'COUNTERSIGN_LOG_LEVEL',
    'info',
    `How much is logged: ${logLevels.map((level) => `\`${level}\``).join(', ')}.`,
  ),
  row(
    'outbound_local',
    'COUNTERSIGN_OUTBOUND_LOCAL',
    'none',
    'Ports of this machine the server may reach over plain http, as in `4751,4752`: for demos and development. Everything else it reaches is public and https.',
  ),
  row('file_mb', 'COUNTERSIGN_FILE_MB', '20', 'How large a file in a message may be, in megabytes.'),
  row(
    'files_mb_a_day',
    'COUNTERSIGN_FILES_MB_A_DAY',
    '500',
    'How much one person may send in files in a day, in megabytes.',
  ),
  row(
    'mail_url',
    'COUNTERSIGN_MAIL_URL',
    '`mail/` in the data folder',
    'Where mail goes: `smtps://user:password@host:465`, or `smtp://host:587`. Without it each mail is a file in the data folder and reaches nobody.',
  ),
  row(
    'mail_from',
    'COUNTERSIGN_MAIL_FROM',
    '`no-reply@` and the host people type',
    'The sender of mail: `name@host`.',
  ),
  row(
    'link_providers',
    'COUNTERSIGN_LINK_PROVIDERS',
    'none',
    'A file of oEmbed providers, in the format of oembed.com/providers.json: links to their pages become cards. Each is asked once for each link sent, by the server.',
  ),
] as const satisfies readonly SettingKey[]

/** The name of a setting in the file. */
export type SettingName = (typeof settingKeys)[number]['key']

/** The variable that names the settings file; the flag is --config. */
export const CONFIG_VARIABLE = 'COUNTERSIGN_CONFIG'

/** The settings file looked for in the working directory when none is named. */
export const CONFIG_FILE = 'countersign.yaml'

/** One thing wrong with the settings: where, and what to do about it. Values are not repeated: they may be secret. */
export interface SettingsMistake {
  /** The flag, variable or key of the file. */
  readonly at: string
  readonly problem: string
}

/** Where settings come from. A flag goes before a variable, a variable before the file. */
export interface SettingsSources {
  /** By setting name; undefined is not set. */
  readonly flags: Readonly<Partial<Record<SettingName, string | undefined>>>
  readonly env: Readonly<Record<string, string | undefined>>
  /** The parsed settings file and the folder its paths start from; undefined when there is none. */
  readonly file?: { readonly name: string; readonly folder: string; readonly content: unknown } | undefined
  /** What other paths start from: the working directory. */
  readonly folder: string
}

const text = z.string({ error: 'must be a text' }).min(1, { error: 'must not be empty' })
const port = z
  .union(
    [
      z.number(),
      z
        .string()
        .regex(/^\d{1,5}$/)
        .transform(Number),
    ],
    { error: 'must be a port, 0 to 65535' },
  )
  .pipe(
    z.int({ error: 'must be a whole number' }).min(0).max(65_535, { error: 'must be a port, 0 to 65535' }),
  )
const NO_PORTS = 'must be ports, 1 to 65535, separated by commas'
const ports = z
  .union(
    [
      z.number().transform((one) => [one]),
      z.array(z.number()),
      z
        .string()
        .regex(/^\d{1,5}( *, *\d{1,5})*$/)
        .transform((list) => list.split(',').map(Number)),
    ],
    { error: NO_PORTS },
  )
  .pipe(z.array(z.int({ error: NO_PORTS }).min(1, { error: NO_PORTS }).max(65_535, { error: NO_PORTS })))
const MEGABYTES = 'must be a whole number of megabytes, 1 to 100000'
const megabytes = z
  .union(
    [
      z.number(),
      z
        .string()
        .regex(/^\d{1,6}$/)
        .transform(Number),
    ],
    { error: MEGABYTES },
  )
  .pipe(z.int({ error: MEGABYTES }).min(1, { error: MEGABYTES }).max(100_000, { error: MEGABYTES }))
const schemas = {
  data: text,
  keys: text,
  database_url: text.transform(databaseAddress),
  host: text.regex(/^[A-Za-z0-9.:_-]+$/, { error: 'must be one host name or address' }),
  port,
  public_url: text.transform(parsePublicUrl),
  floor: z.enum(['author', 'all-parties'], { error: 'must be `author` or `all-parties`' }),
  sign_up: z.enum(['open', 'invited'], { error: 'must be `open` or `invited`' }),
  log_level: z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }),
  outbound_local: ports,
  link_providers: text,
  file_mb: megabytes,
  files_mb_a_day: megabytes,
  mail_url: text.refine(isMailServer, { error: 'must be `smtp://host:port` or `smtps://host:port`' }),
  mail_from: z.email({ error: 'must be an e-mail address' }),
} as const satisfies Record<SettingName, z.ZodType>

type Values = { [Name in SettingName]?: z.output<(typeof schemas)[Name]> }

/** The settings, or everything that is wrong with them at once. An empty variable counts as not set. */
export function parseSettings(sources: SettingsSources): Result<Settings, readonly SettingsMistake[]> {
  const mistakes = [...unknownVariables(sources.env), ...unknownKeys(sources.file)]
  const values: Values = {}
  for (const { key } of settingKeys) {
    const given = find(sources, key)
    if (given === undefined) continue
    const parsed = schemas[key].safeParse(given.value)
    if (parsed.success) Object.assign(values, { [key]: pathOf(key, parsed.data, given.folder) })
    else mistakes.push({ at: given.at, problem: parsed.error.issues[0]?.message ?? 'is not understood' })
  }
  const providers = values.link_providers === undefined ? ok([]) : readProviders(values.link_providers)
  if (!providers.ok)
    mistakes.push({ at: find(sources, 'link_providers')?.at ?? '', problem: providers.error })
  return providers.ok && mistakes.length === 0
    ? ok(complete(values, sources.folder, providers.value))
    : err(mistakes)
}

function readProviders(path: string): Result<readonly LinkProvider[], string> {
  try {
    return parseProviders(readFileSync(path, 'utf8'))
  } catch {
    return err('names a file that cannot be read')
  }
}

function complete(values: Values, folder: string, linkProviders: readonly LinkProvider[]): Settings {
  const data = values.data ?? resolve(folder, 'countersign-data')
  const connection = values.database_url
  return {
    data,
    keys: values.keys ?? resolve(data, 'keys'),
    database: connection === undefined ? { kind: 'embedded' } : { kind: 'external', connection },
    host: values.host ?? 'localhost',
    port: values.port ?? 4747,
    publicUrl: values.public_url ?? null,
    floor: values.floor ?? 'author',
    signUp: values.sign_up ?? 'open',
    logLevel: values.log_level ?? 'info',
    outboundLocal: values.outbound_local ?? [],
    linkProviders,
    fileMb: values.file_mb ?? 20,
    filesMbADay: values.files_mb_a_day ?? 500,
    mailUrl: values.mail_url ?? null,
    mailFrom: values.mail_from ?? null,
  }
}

interface Given {
  readonly at: string
  readonly value: unknown
  readonly folder: string
}

function find({ flags, env, file, folder }: SettingsSources, key: SettingName): Given | undefined {
  const entry = settingKeys.find((candidate) => candidate.key === key)
  if (entry === undefined) return undefined
  if (flags[key] !== undefined) return { at: entry.flag, value: flags[key], folder }
  if (env[entry.env]) return { at: entry.env, value: env[entry.env], folder }
  if (file === undefined || !isObject(file.content) || file.content[key] == null) return undefined
  return { at: `${key} in ${file.name}`, value: file.content[key], folder: file.folder }
}

function pathOf(key: SettingName, value: unknown, folder: string): unknown {
  return (key === 'data' || key === 'keys' || key === 'link_providers') && typeof value === 'string'
    ? resolve(folder, value)
    : value
}

/** Variables that look like ours and are none: a misspelt setting must not be a setting silently left out. */
function unknownVariables(env: SettingsSources['env']): SettingsMistake[] {
  const known: string[] = [...settingKeys.map((entry) => entry.env), CONFIG_VARIABLE]
  return Object.keys(env)
    .filter((name) => name.startsWith('COUNTERSIGN_') && !known.includes(name) && !isForTests(name))
    .map((name) => ({ at: name, problem: `is not a setting. ${suggest(name, known)}` }))
}

const isForTests = (name: string): boolean =>
  name.startsWith('COUNTERSIGN_TEST_') || name === 'COUNTERSIGN_SHARED'

function unknownKeys(file: SettingsSources['file']): SettingsMistake[] {
  if (file === undefined || file.content == null) return []
  if (!isObject(file.content)) return [{ at: file.name, problem: 'must hold `key: value` lines' }]
  const known: string[] = settingKeys.map((entry) => entry.key)
  return Object.keys(file.content)
    .filter((key) => !known.includes(key))
    .map((key) => ({ at: `${key} in ${file.name}`, problem: `is not a setting. ${suggest(key, known)}` }))
}

function suggest(name: string, known: readonly string[]): string {
  const close = nearest(name, known)
  return close === undefined ? `The settings are: ${known.join(', ')}` : `Did you mean ${close}?`
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parsePublicUrl(value: string, context: z.RefinementCtx): string {
  const url = URL.canParse(value) ? new URL(value) : undefined
  const local = url?.hostname === 'localhost' || url?.hostname === '127.0.0.1' || url?.hostname === '[::1]'
  if (
    url !== undefined &&
    url.href === `${url.origin}/` &&
    (url.protocol === 'https:' || (local && url.protocol === 'http:'))
  )
    return url.origin
  context.addIssue('must be `https://name` (or `http://localhost:port`) without a path')
  return z.NEVER
}

function isMailServer(value: string): boolean {
  return URL.canParse(value) && /^smtps?:$/.test(new URL(value).protocol) && new URL(value).hostname !== ''
}

function databaseAddress(value: string, context: z.RefinementCtx): ConnectionParameters {
  const parsed = parseDatabaseUrl(value)
  if (parsed.ok) return parsed.value
  context.addIssue(parsed.error)
  return z.NEVER
}

function row<const Key extends string>(key: Key, env: string, otherwise: string, meaning: string) {
  return { key, flag: `--${key.replaceAll('_', '-')}`, env, otherwise, meaning } as const
}
