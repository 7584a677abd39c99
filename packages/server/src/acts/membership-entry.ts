// The ledger entry of coming into a thread or leaving it.
import type { Instant, PersonId, ThreadId } from '@countersign/protocol'
import type { PersonRecord } from '../gate/turnstile-port.ts'

/** The entry of one person's joining or leaving, in that person's own chain. */
export function membershipEntry(
  person: PersonId,
  thread: ThreadId,
  change: 'joined' | 'left',
  at: Instant,
): PersonRecord {
  return { person, partner: null, record: { kind: 'membership_changed', at, person, thread, change } }
}
