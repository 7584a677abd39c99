// Hints from server to server over LISTEN/NOTIFY: ids of what is new, and nothing that anything depends on (design §10).
import pg from 'pg'
import type { ConnectionParameters, Session } from './database.ts'

const CHANNEL = 'countersign_live'
const LONGEST_PAUSE_MS = 10_000

/** The longest payload PostgreSQL takes has 7,999 bytes. */
export const MOST_HINT_BYTES = 7_500

/**
 * Sends a payload to every server that listens, this one too. Its commit is not waited for on the disk: a hint that is lost
 * in a crash delays, and what it is about is durable already.
 */
export async function sendHint(session: Session, payload: string): Promise<void> {
  await session.query("select set_config('synchronous_commit', 'off', true), pg_notify($1, $2)", [
    CHANNEL,
    payload,
  ])
}

/** Who listens for hints. */
export interface HintEars {
  /** Listening has begun, or begun again: what was said before was not heard. */
  onListening(): void
  onHint(payload: string): void
}

/** Listens on a connection of its own until closed, and again when the connection was lost. Hears nothing in between. */
export function listenForHints(
  to: ConnectionParameters,
  { onListening, onHint }: HintEars,
): { close(): Promise<void> } {
  let closed = false
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let pause = 250
  const again = (): void => {
    client = undefined
    if (closed) return
    timer = setTimeout(() => void open(), pause).unref()
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
  }
  const open = async (): Promise<void> => {
    const opening = new pg.Client({ ...to, connectionTimeoutMillis: 5_000, application_name: 'countersign' })
    client = opening
    opening.on('error', () => undefined)
    opening.on('notification', ({ payload }) => {
      if (payload !== undefined) onHint(payload)
    })
    try {
      await opening.connect()
      await opening.query(`listen ${CHANNEL}`)
    } catch {
      await opening.end().catch(() => undefined)
      again()
      return
    }
    opening.once('end', again)
    pause = 250
    onListening()
  }
  const opened = open()
  return {
    async close() {
      closed = true
      clearTimeout(timer)
      await opened
      await client?.end().catch(() => undefined)
    },
  }
}
