// The only door to PostgreSQL: pools for each login, transactions that check they really committed, typed rows.
import { Socket } from 'node:net'
import pg from 'pg'
import type { Role } from './roles.ts'

/** How to reach the database as one login. */
export interface ConnectionParameters {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password?: string
  /** Encrypted when given; `rejectUnauthorized` also demands a certificate for `host` by one of `ca`, or by a public authority. */
  readonly ssl?: { readonly rejectUnauthorized: boolean; readonly ca?: string }
}

/**
 * One connection inside a transaction, or a pool outside of one: something that runs a statement. Statements of one
 * transaction run in the order they were asked for; those asked for without waiting travel together, and each still sees
 * what the one before it did (READ COMMITTED: a snapshot of its own).
 */
export interface Session {
  /** Statements with values are prepared once a connection, so their texts must be few: never built from data. */
  query<Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<{ readonly rows: Row[]; readonly rowCount: number }>
}

/** A pool of connections for one login. */
export interface Database extends Session {
  /**
   * Runs `work` in one READ COMMITTED transaction. Resolves only when PostgreSQL answered the tag `COMMIT`.
   * @throws {CommitUnknownError} when the connection was lost while committing, so that nobody knows
   * @throws whatever `work` throws, after rolling back
   */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>
  /**
   * Runs `work` in one READ COMMITTED transaction that can write nothing. Resolves with what `work` gives; its end is not
   * waited for.
   * @throws whatever `work` throws, after rolling back
   */
  read<T>(work: (session: ReadSession) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** One connection inside a transaction that can write nothing. */
export interface ReadSession extends Session {
  /** Nothing more is asked: the end of the transaction travels with what was asked last, instead of after its answer. */
  finish(): void
}

/** The connection was lost between COMMIT and its answer: the transaction may or may not have happened. */
export class CommitUnknownError extends Error {
  override name = 'CommitUnknownError'
}

/**
 * PostgreSQL committed and warned. On one machine nothing does that; with replicas it says that the commit is not as
 * durable as asked (design §10), so nobody may be told that it is.
 */
export class CommitWarningError extends Error {
  override name = 'CommitWarningError'
}

/** A statement touched another number of rows than it must. */
export class RowCountError extends Error {
  override name = 'RowCountError'
}

const INT8 = 20
const types = new pg.TypeOverrides()
types.setTypeParser(INT8, (text: string) => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError('a bigint outside the safe range')
  return value
})

/** A pool for one login. `size` bounds the connections it holds. */
export function openDatabase(
  to: ConnectionParameters,
  options: { readonly role?: Role; readonly size: number; readonly onIdleError: (error: Error) => void },
): Database {
  const pool = new pg.Pool({
    host: to.host,
    port: to.port,
    database: to.database,
    user: options.role ?? to.user,
    ...(to.password !== undefined && { password: to.password }),
    ...(to.ssl && { ssl: to.ssl }),
    max: options.size,
    pipeline: true,
    stream: gatheringSocket,
    // A statement is planned once, not for each page: what a plan needs to know stands in the statement (design §5).
    options: '-c plan_cache_mode=force_generic_plan',
    connectionTimeoutMillis: 5_000,
    types,
    application_name: 'countersign',
  })
  pool.on('error', options.onIdleError)
  // A connection that is taken out emits `error` when its server goes away; unheard, that would end the process. Heard
  // from its first moment on: the news can come in the same bytes as the news that it is ready.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return {
    query: (text, values) => run(pool, text, values),
    transaction: (work) => transact(pool, work),
    read: (work) => read(pool, work),
    close: () => pool.end(),
  }
}

/**
 * A socket that writes once what is written to it before the event loop goes on. Statements that travel together are then
 * one system call, which on a local socket is most of what sending them costs.
 */
function gatheringSocket(): Socket {
  const socket = new Socket()
  let gathering = false
  // Connecting puts Node's own `write` back, so ours is put in its place after that.
  socket.once('connect', () => {
    socket.write = (...args: readonly unknown[]): boolean => {
      if (!gathering) {
        gathering = true
        socket.cork()
        process.nextTick(() => {
          gathering = false
          socket.uncork()
        })
      }
      return Reflect.apply(Socket.prototype.write, socket, args)
    }
  })
  return socket
}

async function run<Row extends object>(
  client: pg.Pool | pg.PoolClient,
  text: string,
  values: readonly unknown[] = [],
): Promise<{ rows: Row[]; rowCount: number }> {
  const { rows, rowCount } =
    values.length === 0
      ? await client.query<Row>(text)
      : await client.query<Row>({ name: nameOf(text), text, values: [...values] })
  return { rows, rowCount: rowCount ?? 0 }
}

const names = new Map<string, string>()

/** What a prepared statement is called: the same on every connection of this process. */
function nameOf(text: string): string {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = `statement_${names.size + 1}`
  names.set(text, name)
  return name
}

async function transact<T>(pool: pg.Pool, work: (session: Session) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let value: T
  try {
    await client.query('begin isolation level read committed read write')
    value = await work({ query: (text, values) => run(client, text, values) })
  } catch (error) {
    const broken = await rollBack(client)
    client.release(broken)
    throw error
  }
  try {
    await commit(client)
  } catch (error) {
    client.release(true)
    throw error
  }
  client.release()
  return value
}

async function read<T>(pool: pg.Pool, work: (session: ReadSession) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let ended: Promise<boolean> | undefined
  const finish = (): Promise<boolean> => {
    ended ??= succeeds(client.query('commit'))
    return ended
  }
  try {
    // Not waited for: should the transaction not begin, what was declared inside it is not declared, and nothing is seen.
    const begun = client.query('begin isolation level read committed read only')
    const session: ReadSession = {
      async query(text, values) {
        if (ended !== undefined) throw new Error('a statement after the last one of its transaction')
        return run(client, text, values)
      },
      finish: () => void finish(),
    }
    const [value] = await Promise.all([work(session), begun])
    return value
  } catch (error) {
    ended ??= succeeds(client.query('rollback'))
    throw error
  } finally {
    // Nobody waits for it, and it has nothing to lose: a connection that cannot even end is not used again.
    void finish().then((good) => client.release(!good))
  }
}

function succeeds(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  )
}

/**
 * Another process of PostgreSQL died, and this one ends with it (SQLSTATE crash_shutdown). It says so as a warning, at any
 * time; one that says so after it answered COMMIT had committed on its disk before.
 */
const CRASHED = '57P02'

async function commit(client: pg.PoolClient): Promise<void> {
  const warnings: string[] = []
  const hear = ({ severity, code }: { severity?: string | undefined; code?: string | undefined }): void => {
    if (severity === 'WARNING' && code !== CRASHED) warnings.push(code ?? 'unknown')
  }
  client.on('notice', hear)
  const { command } = await client
    .query('commit')
    .catch((error: unknown) => {
      if (isServerError(error)) throw error
      throw new CommitUnknownError('the connection was lost while committing', { cause: error })
    })
    .finally(() => client.off('notice', hear))
  // A failed transaction answers COMMIT with the tag ROLLBACK and no error.
  if (command !== 'COMMIT') throw new Error(`PostgreSQL answered ${command} to commit`)
  if (warnings.length > 0) throw new CommitWarningError(`PostgreSQL warned at commit: ${warnings.join()}`)
}

async function rollBack(client: pg.PoolClient): Promise<boolean> {
  return !(await succeeds(client.query('rollback')))
}

/** Whether an error is PostgreSQL's own answer, after which the connection is still good, rather than a broken one. */
function isServerError(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && error.code !== undefined && !endsConnection(error)
}

/** Whether there was nobody to answer: the server could not be reached, went away or cut the connection. */
export function isConnectionLost(error: unknown): boolean {
  if (error instanceof CommitUnknownError) return true
  if (error instanceof pg.DatabaseError) return endsConnection(error)
  if (!(error instanceof Error)) return false
  const { syscall } = error as NodeJS.ErrnoException
  return (
    syscall === 'connect' ||
    syscall === 'read' ||
    syscall === 'write' ||
    /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/.test(
      error.message,
    )
  )
}

/** Does work of which nothing stays when it fails, while the transaction around it goes on. @throws what the work threw */
export async function underSavepoint<T>(session: Session, work: () => Promise<T>): Promise<T> {
  await session.query('savepoint work')
  try {
    const value = await work()
    await session.query('release savepoint work')
    return value
  } catch (error) {
    if (!isConnectionLost(error)) await session.query('rollback to savepoint work')
    throw error
  }
}

/** Statuses of PostgreSQL that come with the end of the connection: operator's, crash, no more room for it. */
function endsConnection({ severity, code = '' }: pg.DatabaseError): boolean {
  return severity === 'FATAL' || severity === 'PANIC' || code.startsWith('57P') || code.startsWith('08')
}

/** The SQLSTATE of an error, if PostgreSQL gave one. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined
}

/** The one row of a result. @throws {RowCountError} when there is not exactly one */
export function onlyRow<Row>(result: { readonly rows: readonly Row[] }): Row {
  const [row] = result.rows
  if (row === undefined || result.rows.length !== 1)
    throw new RowCountError(`expected 1 row, got ${result.rows.length}`)
  return row
}

/** @throws {RowCountError} unless the statement touched exactly `expected` rows */
export function assertRowCount(result: { readonly rowCount: number }, expected: number): void {
  if (result.rowCount !== expected)
    throw new RowCountError(`expected to touch ${expected} rows, touched ${result.rowCount}`)
}
