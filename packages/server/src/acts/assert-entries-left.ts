// How often a company may change what the register says of it: every change is an entry of the ledger, public and for good.
import { DAY_MS, type Instant, type PartnerId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { nthNewestEntry } from '../store/register.ts'

/** How many entries a company makes in a day; a release a quarter of an hour is fewer. */
const MOST_A_DAY = 100

/**
 * Refuses what adds one more entry while a hundred of this company are younger than a day: nobody buries a change under
 * others, or fills a ledger everybody keeps. Asked in the change itself, under the head's lock, so that many at once are not
 * more. What takes something away is never refused for this, and the operator's own commands do not come by here.
 * @throws {Problem} TOO_MANY_SUBMISSIONS, saying from when on there is room
 */
export async function assertEntriesLeft(session: Session, partner: PartnerId, at: Instant): Promise<void> {
  const oldest = await nthNewestEntry(session, partner, MOST_A_DAY)
  if (oldest === undefined || oldest + DAY_MS <= at) return
  const from = new Date(oldest + DAY_MS).toISOString()
  throw new Problem('TOO_MANY_SUBMISSIONS', { detail: `There is room again from ${from} on.` })
}
