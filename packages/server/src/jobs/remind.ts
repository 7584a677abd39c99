// What people are told by the clock, and the mails of what they are told (SUN-07, COP-04).
import { DAY_MS } from '@countersign/protocol'
import { mailNotices } from '../acts/mail-notices.ts'
import { remindPeople, warnOfEnds } from '../acts/remind.ts'
import type { System } from '../system.ts'
import type { Job } from './runner.ts'

/** Going through everybody takes longer than a minute where there are many. */
const LEASE_MS = 15 * 60_000

/** Every day: who has not looked for ninety days at what they allow. Nobody is told twice. */
export function remindDaily(system: System): Job {
  return {
    name: 'remind of permissions',
    everyMs: DAY_MS,
    leaseMs: LEASE_MS,
    async run() {
      await remindPeople(system)
    },
  }
}

/** Every day: whose features end within thirty days, and within seven. Nobody is told twice of the same stretch. */
export function warnOfEndsDaily(system: System): Job {
  return {
    name: 'warn of ends',
    everyMs: DAY_MS,
    leaseMs: LEASE_MS,
    async run() {
      await warnOfEnds(system)
    },
  }
}

/** Every ten seconds: the mails that are due. Two servers at once would each send their own. */
export function mailOften(system: System): Job {
  return {
    name: 'mail notices',
    everyMs: 10_000,
    leaseMs: LEASE_MS,
    async run() {
      while ((await mailNotices(system)) > 0);
    },
  }
}
