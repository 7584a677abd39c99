// Events as tests see them: rows in a partner's order, handed over by the same act as everywhere, read with the wire's schema.
import { type PartnerEvent, type PartnerId, partnerEvent } from '@countersign/protocol'
import type { TestSystem } from '@countersign/testkit'
import { followEvents, nextEvents } from '../src/acts/follow-events.ts'
import { handOver } from '../src/acts/hand-over.ts'
import { allJobs } from '../src/jobs/index.ts'
import { runDueJobs } from '../src/jobs/runner.ts'
import type { System } from '../src/system.ts'

/** Runs the jobs that find and make events, some seconds later. */
export async function tick({ system, clock }: Pick<TestSystem, 'system' | 'clock'>): Promise<void> {
  clock.advance(5_000)
  await runDueJobs(system, allJobs(system))
  // What was found to have ended is told by another job, which may have been first.
  clock.advance(1_000)
  await runDueJobs(system, allJobs(system))
}

/** Everything a partner that follows from the beginning is told now, in order; it takes nothing. */
export async function toldTo(system: System, partner: PartnerId): Promise<readonly PartnerEvent[]> {
  const told: PartnerEvent[] = []
  for (const event of await nextEvents(system, partner, 0, 10_000)) {
    const handing = await handOver(system, event)
    await handing?.release(async () => {
      told.push(partnerEvent.parse(JSON.parse(handing.text)))
      return true
    })
  }
  return told
}

/** Has a partner listen, as an open stream does. */
export async function listen(system: System, partner: PartnerId): Promise<void> {
  await followEvents(system, partner, undefined)
}
