// Compares once a day what is open here with the register, and closes what belongs to no feature of it (SUN-05).
import { DAY_MS } from '@countersign/protocol'
import { reconcile } from '../acts/reconcile.ts'
import type { System } from '../system.ts'
import type { Job } from './runner.ts'

/** Every day. A second run finds what the first left, which is nothing. */
export function reconcileDaily(system: System): Job {
  return {
    name: 'reconcile',
    everyMs: DAY_MS,
    leaseMs: 10 * 60_000,
    async run() {
      await reconcile(system)
    },
  }
}
