// The embedded PostgreSQL as the rest of the server sees it.

export { createDatabase } from './create-database.ts'
export type {
  EmbeddedConnection,
  EmbeddedLog,
  EmbeddedOptions,
  EmbeddedPostgres,
} from './embedded.ts'
export { EmbeddedPostgresError, type EmbeddedPostgresErrorCode, PostgresInUseError } from './errors.ts'
export type { Isolation } from './isolation.ts'
export type { Placement } from './site.ts'
export { startEmbedded } from './start.ts'
