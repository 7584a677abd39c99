// Marks notices as seen by their person.
import type { NoticeId, PersonId } from '@countersign/protocol'
import { markNoticesSeen } from '../store/notices.ts'
import type { System } from '../system.ts'

/** Marks a person's own notices; those of others are left as they are, without a word. */
export async function seeNotices(
  { app, clock, live }: Pick<System, 'app' | 'clock' | 'live'>,
  { person, notices }: { readonly person: PersonId; readonly notices: readonly NoticeId[] },
): Promise<void> {
  await markNoticesSeen(app, person, notices, clock.now())
  live.tell({ type: 'notices', person })
}
