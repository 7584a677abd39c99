// What the processes of a bench tell one another: the director forks a server and a load generator, each told by JSON.
import type { JsonWebKey } from 'node:crypto'
import type { ConnectionParameters } from '../../packages/server/src/store/database.ts'
import type { Slice, SliceTimes } from './closed-loop.ts'
import type { Metered } from './meter.ts'
import type { ShapeName } from './shapes.ts'
import type { VariantName } from './variants.ts'

/** What a server is started with. */
export interface ServerOrder {
  readonly owner: ConnectionParameters
  readonly keysFolder: string
  readonly messages: number
  readonly seed: number
  readonly asOf: number
  /** Thumbprint of the key the tokens are bound to (RFC 7638). */
  readonly jkt: string
}

/** A page that can be asked for, with the token that opens it. */
export interface Target {
  readonly shape: ShapeName
  /** The opaque id of the thread. */
  readonly thread: string
  readonly token: string
  /** Whether this permission is kept for the withdrawals. */
  readonly leaves: boolean
  /** For one that leaves: its grant and a session of its person, who withdraws it. */
  readonly withdrawal: { readonly grant: string; readonly session: string } | null
}

/** What a server says when it listens. */
export interface ServerReady {
  readonly url: string
  readonly targets: readonly Target[]
}

/** What a load generator is started with. */
export interface LoadOrder extends ServerReady {
  /** The private key the proofs are made with. */
  readonly key: JsonWebKey
}

/** One slice to be run. */
export interface SliceOrder extends SliceTimes {
  readonly variant: VariantName
  readonly shape: ShapeName
  readonly callers: number
  readonly metered: Metered
}

/** One withdrawal to be watched, while that many callers read. */
export interface WithdrawalOrder {
  readonly callers: number
  /** Which of the permissions kept for it. */
  readonly which: number
}

/** What a withdrawal took. Milliseconds from the click. */
export interface Withdrawal {
  readonly acknowledged: number
  /** When the last answer that still held data was whole; null when none was after the click. */
  readonly lastData: number | null
  readonly firstRefusal: number
  /** Answers with data that were whole after the acknowledgement: those on their way when it was given. */
  readonly dataAfterAcknowledgement: number
  /** Answers with data to requests that began after the acknowledgement: there may be none. */
  readonly dataBegunAfterAcknowledgement: number
}

/** What either process can be asked. */
export type Request =
  | { readonly ask: 'slice'; readonly order: SliceOrder }
  | { readonly ask: 'check'; readonly order: Pick<SliceOrder, 'variant' | 'shape'> }
  | { readonly ask: 'withdrawal'; readonly order: WithdrawalOrder }

/** What comes back. */
export type Reply =
  | { readonly slice: Slice }
  | { readonly checked: number }
  | { readonly withdrawal: Withdrawal }
  | { readonly failed: string }
