// Looks every minute who let the time for an answer to an ask to delete pass (DEL-02).
import { suspendSilent } from '../acts/suspend-silent.ts'
import type { System } from '../system.ts'
import type { Job } from './runner.ts'

/** Every minute. Each ask is found overdue once. */
export function suspendSilentOften(system: System): Job {
  return {
    name: 'suspend who is silent',
    everyMs: 60_000,
    async run() {
      while ((await suspendSilent(system)) > 0);
    },
  }
}
