// Looks once a day whose certification runs out within sixty days (OVR-01).
import { DAY_MS } from '@countersign/protocol'
import { warnOfCertification } from '../acts/warn-of-certification.ts'
import type { System } from '../system.ts'
import type { Job } from './runner.ts'

/** Every day. Nobody is told twice of the same year. */
export function warnDaily(system: System): Job {
  return {
    name: 'warn of certification',
    everyMs: DAY_MS,
    async run() {
      await warnOfCertification(system)
    },
  }
}
