// The embedded PostgreSQL as the rest of the server sees it.

export { createDatabase } from './create-database.ts'
export type { EmbeddedConnection, EmbeddedOptions, EmbeddedPostgres } from './embedded.ts'
export { EmbeddedPostgresError } from './errors.ts'
export { startEmbedded } from './start.ts'
