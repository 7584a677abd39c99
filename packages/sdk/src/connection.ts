// What a partner keeps: the state of an unfinished authorization, and the connection it becomes. Both are plain JSON.
import type { JWK } from 'jose'
import type { Deliveries } from './deliveries.ts'
import type { GrantedDetail } from './details.ts'

/**
 * The state of one authorization on its way. Keep it on the server, tied to the browser session that began it, and use
 * it once: it holds secrets.
 */
export interface PendingConnection {
  /** The `state` parameter: what the callback of this attempt carries. */
  readonly state: string
  readonly nonce: string
  readonly pkceVerifier: string
  readonly dpopKey: JWK
}

/** One person's connection. It holds secrets: keep it on the server, encrypted where other people administer it. */
export interface Connection {
  /** The person as this partner knows them: pairwise, the same at every connection, useless to any other partner. */
  readonly person: string
  readonly granted: readonly GrantedDetail[]
  readonly tokens: {
    readonly access: string
    /** Null when the platform gave none: the connection then ends with the access token. */
    readonly refresh: string | null
  }
  /** The key the tokens are bound to (RFC 9449): without it they are useless. */
  readonly dpopKey: JWK
  readonly deliveries: Deliveries
}
