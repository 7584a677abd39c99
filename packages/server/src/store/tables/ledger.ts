// Tables beside a log: the head that gives the order, turns, leaves and changes.
import { type TableDeclaration, turnstile } from './declaration.ts'

/** Every table of the class. */
export const ledgerTables = {
  leaves: { class: 'ledger', key: 'log_id', decides: 'nothing', insert: [turnstile] },
  ledger_heads: {
    class: 'ledger',
    key: 'log_id',
    decides: 'permission',
    turnstile: ['size', 'turn', 'peaks', 'register_n'],
    clock: ['head_time'],
    constant: ['log_id', 'origin'],
    insert: [turnstile],
    update: { [turnstile]: ['size', 'turn', 'peaks', 'head_time', 'register_n'] },
  },
  ledger_turns: { class: 'ledger', key: 'log_id', decides: 'nothing', insert: [turnstile] },
  changes: {
    class: 'ledger',
    key: 'log_id',
    decides: 'permission',
    turnstile: ['turn'],
    constant: ['log_id', 'change_id', 'person_id', 'partner_id', 'feature_id', 'thread_id'],
    insert: [turnstile],
    update: { [turnstile]: ['turn'] },
  },
  pending_records: {
    class: 'ledger',
    key: 'log_id',
    decides: 'nothing',
    insert: [turnstile],
    remove: [turnstile],
  },
} as const satisfies Readonly<Record<string, TableDeclaration>>
