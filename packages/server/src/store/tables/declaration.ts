// What is declared of a table: its class and shard key (design §10), what a decision reads of it, who may write which column.
import type { Role } from '../roles.ts'

/**
 * Where a table lives once there is more than one machine. `person`, `thread` and `partner` rows sit beside their key;
 * `ledger` rows beside their log; `local` rows are directories and working state of one deployment.
 */
export type TableClass = 'person' | 'thread' | 'partner' | 'ledger' | 'local'

/** What a table is to a decision: a permission or what permission hangs on, an item decided about, or nothing. */
export type Decides = 'permission' | 'item' | 'nothing'

/** One table. Columns named under no kind of fact are read by no decision. */
export interface TableDeclaration {
  readonly class: TableClass
  /** The shard key: primary key and uniques begin with it. */
  readonly key: string
  readonly decides: Decides
  /** Changed by the turnstile only, so that a change and an answer have an order (design §5). */
  readonly turnstile?: readonly string[]
  /** Instants the clock is compared with; they too are written by the turnstile only. */
  readonly clock?: readonly string[]
  /** Never changed once written. */
  readonly constant?: readonly string[]
  readonly insert: readonly Role[]
  readonly update?: Readonly<Partial<Record<Role, readonly string[]>>>
  readonly remove?: readonly Role[]
}

/** Chat, sign-in, screens, working state: nothing a decision reads. */
export const app = 'countersign_app'
/** Everything a decision reads, and the ledger. */
export const turnstile = 'countersign_turnstile'
