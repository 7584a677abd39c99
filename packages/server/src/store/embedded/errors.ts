// What can go wrong with the embedded PostgreSQL, each with a code and a sentence that says what to do next.

/** The closed list of reasons for which the embedded PostgreSQL does not start or stop. */
export type EmbeddedPostgresErrorCode =
  | 'binaries_missing'
  | 'data_missing'
  | 'disk_full'
  | 'in_use'
  | 'library_missing'
  | 'not_permitted'
  | 'root_refused'
  | 'start_failed'
  | 'stop_failed'
  | 'unsafe_folder'
  | 'unsupported_platform'
  | 'wrong_version'

/** The one error class of the supervisor: `code` for programs, a message with the way out for people. */
export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresErrorCode

  /** Keeps the cause, so that the operating system's own words stay reachable. */
  constructor(code: EmbeddedPostgresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'EmbeddedPostgresError'
    this.code = code
  }
}

/** Another live process holds the data folder and the caller did not want to share it, or it cannot be reached. */
export class PostgresInUseError extends EmbeddedPostgresError {
  /** Process id of the holder as seen from here; absent when it lives where it cannot be seen (another container). */
  readonly pid: number | undefined

  /** Names the holder's process id in the message where it is known. */
  constructor(message: string, pid?: number) {
    super('in_use', message)
    this.name = 'PostgresInUseError'
    this.pid = pid
  }
}

const useAnother = 'or set DATABASE_URL to a PostgreSQL of your own'

/** Turns what initdb or postgres printed on its way out into the error that says what to do; `what` names the failed step. */
export function explainFailure(what: string, output: string): EmbeddedPostgresError {
  const library = /error while loading shared libraries: ([^:\s]+)/.exec(output)?.[1]
  if (library !== undefined) {
    return new EmbeddedPostgresError(
      'library_missing',
      `${what} needs the shared library ${library}, which this machine lacks. Install the system package that holds it, ${useAnother}.`,
    )
  }
  if (
    /No space left on device|Disk quota exceeded|wrote only \d+ of \d+ bytes|check free disk space/i.test(
      output,
    )
  ) {
    return new EmbeddedPostgresError(
      'disk_full',
      `${what} found no space left on the disk. Free about 200 MB where the data folder is, then start again; nothing was lost.`,
    )
  }
  if (/cannot be run as root|execution of the PostgreSQL server is not permitted/i.test(output)) {
    return new EmbeddedPostgresError(
      'root_refused',
      `${what} was refused for root. Start Countersign as an ordinary user, ${useAnother}.`,
    )
  }
  if (/Permission denied|Operation not permitted/i.test(output)) {
    return new EmbeddedPostgresError(
      'not_permitted',
      `${what} was not allowed to read or write its files: ${lastLines(output)}. Give the data folder to the user who starts Countersign, ${useAnother}.`,
    )
  }
  return new EmbeddedPostgresError(
    'start_failed',
    `${what} failed: ${lastLines(output) || 'it said nothing'}. Its log is in the data folder under log/.`,
  )
}

/** Turns an error of a file operation into the error that says what to do; anything else is handed back as it was. */
export function explainFileError(what: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code
  if (code === 'ENOSPC' || code === 'EDQUOT') return explainFailure(what, 'No space left on device')
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new EmbeddedPostgresError(
      'not_permitted',
      `${what} was not allowed: ${(error as Error).message}. Give the folder to the user who starts Countersign, or choose another with COUNTERSIGN_DATA.`,
      { cause: error },
    )
  }
  return error
}

/** The lines that name the failure, or the last ones where none does. */
function lastLines(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  const telling = lines.filter((line) => /\b(FATAL|PANIC|error):/i.test(line))
  return (telling.length > 0 ? telling : lines).slice(-3).join(' | ')
}
