// What a running server is made of: built once in main.ts, handed to each room, which takes only what it needs.

import type { ThreadSetting } from '@countersign/protocol'
import type { FastifyBaseLogger } from 'fastify'
import type { LiveHub } from './acts/live.ts'
import type { RequestLog } from './acts/request-log.ts'
import type { Gate } from './gate/gate.ts'
import type { Turnstile } from './gate/turnstile-port.ts'
import type { Keyring } from './ledger/keyring.ts'
import type { ServerKeys } from './ledger/server-keys.ts'
import type { Outbound } from './outbound/outbound.ts'
import type { LinkProvider } from './outbound/providers.ts'
import type { Clock } from './ports/clock.ts'
import type { Mailer } from './ports/mail.ts'
import type { Random } from './ports/random.ts'
import type { Database } from './store/database.ts'

/** The parts of a running server. Acts and routes declare the ones they use with `Pick<System, …>`. */
export interface System {
  readonly clock: Clock
  readonly random: Random
  readonly log: FastifyBaseLogger
  /** Chat, sign-in, screens; writes nothing a decision reads. */
  readonly app: Database
  readonly turnstile: Turnstile
  readonly gate: Gate
  readonly keyring: Keyring
  /** Tells open browsers that something is new. */
  readonly live: LiveHub
  /** What partners' software calls, for their own developers to see. */
  readonly requests: RequestLog
  readonly keys: ServerKeys
  /** The one way out: link cards, their pictures, catalogues. */
  readonly outbound: Outbound
  readonly mail: Mailer
  readonly settings: {
    /** The issuer and the address people type, without a trailing slash: http://localhost:4747 */
    readonly publicUrl: string
    /** The loosest thread setting this deployment allows. */
    readonly floor: ThreadSetting
    /** Who may open an account by themselves. */
    readonly signUp: 'open' | 'invited'
    /** Whose pages are asked what they are when somebody sends a link to them. */
    readonly linkProviders: readonly LinkProvider[]
    /** How large a file may be, and how much one person may send in a day. */
    readonly files: { readonly mostBytes: number; readonly mostBytesADay: number }
    /** Made as a demo: its people sign in with one click (design §11). */
    readonly demo: boolean
    readonly logId: number
    /** The log's name: what people sign is signed for it, and for no other installation. */
    readonly origin: string
  }
}
