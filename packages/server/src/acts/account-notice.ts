// Tells a person something about their own account: who got in may be somebody else.
import type { NoticeKind, PersonId } from '@countersign/protocol'
import { makeId } from '../ports/random.ts'
import type { Session } from '../store/database.ts'
import { queueNotices } from '../store/notices.ts'
import type { System } from '../system.ts'

/** Queues the notice with the session's transaction, so that what it says is done and told, or neither. */
export async function queueAccountNotice(
  { clock, random }: Pick<System, 'clock' | 'random'>,
  session: Session,
  person: PersonId,
  kind: NoticeKind,
): Promise<void> {
  const madeAt = clock.now()
  const id = makeId('notice', madeAt, random)
  await queueNotices(session, [{ id, person, kind, partner: null, feature: null, thread: null, madeAt }])
}
