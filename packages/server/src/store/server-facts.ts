// What a PostgreSQL server is and how safely it keeps what it is told, and the refusal of one that will not do (design §10).

import type { Instant } from '@countersign/protocol'
import { roles } from './roles.ts'

/** A server as it is. */
export interface ServerFacts {
  /** PostgreSQL's version number, such as 150004. */
  readonly version: number
  /** Settings without which a commit is not durable that are off: here, or for one of our logins by name. */
  readonly off: readonly string[]
  readonly databaseTime: Instant
}

/** The oldest version served. */
export const OLDEST_VERSION = 150_000

/** The server will not do; the message says what to do. */
export class UnfitServerError extends Error {
  override readonly name = 'UnfitServerError'
  readonly code: 'durability' | 'version'

  constructor(code: UnfitServerError['code'], message: string) {
    super(message)
    this.code = code
  }
}

/** Something that asks the server: a `pg` client or a session. */
interface Asking {
  query(text: string, values: unknown[]): Promise<{ rows: { version: number; off: string[]; at: string }[] }>
}

/** Asks a server, through any login. */
export async function serverFacts(client: Asking): Promise<ServerFacts> {
  const { rows } = await client.query(
    `select current_setting('server_version_num')::int as version,
       array(select name from unnest(array['fsync', 'synchronous_commit', 'full_page_writes']) as name
             where current_setting(name) = 'off'
             union all
             -- An operator can turn it off for one login or one database, which a setting asked for here does not show.
             select format('synchronous_commit of %s', coalesce(rolname, 'every login'))
             from pg_db_role_setting left join pg_roles r on r.oid = setrole, unnest(setconfig) as given
             where setdatabase in (0, (select oid from pg_database where datname = current_database()))
               and (setrole = 0 or rolname = any ($1))
               and lower(given) ~ '^synchronous_commit=(off|false|no|0)$') as off,
       floor(extract(epoch from clock_timestamp()) * 1000)::text as at`,
    [roles],
  )
  const [row] = rows
  return { version: row?.version ?? 0, off: row?.off ?? [], databaseTime: Number(row?.at) }
}

/** PostgreSQL's version as people say it: `15.4`. */
export function versionName(version: number): string {
  return `${Math.floor(version / 10_000)}.${version % 10_000}`
}

/** @throws {UnfitServerError} for a server that is too old or may lose what it has committed */
export function assertFit({ version, off }: ServerFacts): void {
  if (version < OLDEST_VERSION)
    throw new UnfitServerError(
      'version',
      `The database is PostgreSQL ${versionName(version)}. Use PostgreSQL 15 or later.`,
    )
  if (off.length > 0)
    throw new UnfitServerError(
      'durability',
      `PostgreSQL runs with ${off.join(', ')} off. Turn it on: a disclosure must be durable before it leaves.`,
    )
}
