// What an installation is: whether the database holds one, and whether it was made as a demo.
import type { ConnectionParameters, Session } from './database.ts'
import { withClient } from './with-client.ts'

/** Whether the database already holds a ledger, so that its keys must exist and are never made anew. */
export function holdsLedger(owner: ConnectionParameters): Promise<boolean> {
  return withClient(owner, async (client) => {
    const { rows } = await client.query<{ exists: boolean }>(
      `select to_regclass('public.ledger_heads') is not null as exists`,
    )
    if (rows[0]?.exists !== true) return false
    const { rowCount } = await client.query('select from ledger_heads limit 1')
    return rowCount === 1
  })
}

/** Whether this installation was made as a demo; what a new one is made as is remembered for good (design §11). */
export async function rememberKind(session: Session, demo: boolean): Promise<boolean> {
  await session.query(`insert into settings (name, value) values ('demo', $1) on conflict do nothing`, [
    JSON.stringify(demo),
  ])
  const { rows } = await session.query<{ value: boolean }>(`select value from settings where name = 'demo'`)
  return rows[0]?.value ?? false
}
