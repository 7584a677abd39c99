// The server settings Countersign relies on, given on the command line, where neither a file nor ALTER SYSTEM can weaken them.

/** Name of the role that owns the cluster; applications log in as roles of their own. */
export const superuser = 'countersign_super'

/** What initdb writes into postgresql.conf: sizes an operator may change there. */
export const tunable: Readonly<Record<string, string>> = {
  shared_buffers: '128MB',
  max_connections: '100',
  jit: 'off',
}

/**
 * What the server always runs with. Durability is the product: fsync, full pages and synchronous commit stay on (design §10). No personal
 * data in logs: a failing statement, its parameters and the DETAIL of an error can all hold people's words, so ERROR lines (which rank
 * below LOG) are not written at all, LOG lines are terse, and clients get the full error instead.
 */
export function fixedSettings(socketFolder: string, logFolder: string, port: number): readonly string[] {
  const settings: Record<string, string> = {
    listen_addresses: '',
    port: String(port),
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    password_encryption: 'scram-sha-256',
    timezone: 'UTC',
    log_timezone: 'UTC',
    logging_collector: 'on',
    log_destination: 'stderr',
    log_directory: logFolder,
    log_filename: 'postgres-%a.log',
    log_file_mode: '0600',
    log_rotation_age: '1d',
    log_rotation_size: '0',
    log_truncate_on_rotation: 'on',
    log_min_messages: 'log',
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_statement: 'none',
    log_min_duration_statement: '-1',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    log_checkpoints: 'off',
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** Every login proves its password, also over the socket: the roles behind row-level security stay separate people to PostgreSQL. */
export const hostBasedAuthentication = 'local all all scram-sha-256\n'
