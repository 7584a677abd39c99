// Compares once a day what people signed, their keys and what they allow with the ledger (design 007).
import { DAY_MS } from '@countersign/protocol'
import { auditStatements } from '../acts/audit-statements.ts'
import type { System } from '../system.ts'
import type { Job } from './runner.ts'

/** Every day. It changes nothing but that an incident is opened. */
export function auditDaily(system: System): Job {
  return {
    name: 'audit-statements',
    everyMs: DAY_MS,
    leaseMs: 60 * 60_000,
    async run() {
      await auditStatements(system)
    },
  }
}
