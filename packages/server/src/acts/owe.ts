// What an act owes partners: that an item changed, or that a power ended. Written in the act's own change (DEL-04).
import type {
  AskedDeletion,
  EndedPower,
  Ending,
  Grant,
  Instant,
  MessageId,
  PersonId,
  ThreadId,
  Verb,
} from '@countersign/protocol'
import { makeId } from '../ports/random.ts'
import type { Session } from '../store/database.ts'
import { type Duty, insertDuties } from '../store/duties.ts'
import type { System } from '../system.ts'

/** An item of a person's that is no longer what partners may hold of it. */
export interface ChangedItem {
  readonly kind: 'item.edited' | 'item.deleted'
  readonly person: PersonId
  readonly thread: ThreadId
  readonly message: MessageId
  readonly at: Instant
}

/** Has every partner that got the item told so, also those whose access has ended since. */
export async function oweItem(
  { random }: Pick<System, 'random'>,
  session: Session,
  item: ChangedItem,
): Promise<void> {
  await insertDuties(session, [{ ...item, id: makeId('duty', item.at, random) }])
}

/** What of a grant ended. */
export interface EndedPart {
  readonly grant: Pick<Grant, 'id' | 'person' | 'partner' | 'feature' | 'purpose'>
  readonly verbs: readonly Verb[]
  /** Null for all of its threads. */
  readonly threads?: readonly ThreadId[] | null
  readonly why: Ending
}

/** Has each grant's partner told which powers ended. */
export async function oweEnded(
  { random }: Pick<System, 'random'>,
  session: Session,
  parts: readonly EndedPart[],
  at: Instant,
): Promise<void> {
  await insertDuties(
    session,
    parts
      .filter(({ verbs }) => verbs.length > 0)
      .map(({ grant: { id, person, partner, feature, purpose }, verbs, threads = null, why }): Duty => {
        const powers: readonly EndedPower[] = [{ purpose, verbs }]
        const common = { id: makeId('duty', at, random), at, person, partner, feature, grant: id }
        return { kind: 'access.ended', ...common, ended: { powers, threads, why } }
      }),
  )
}

/** Has a partner told that somebody asks it to delete what it got of theirs (DEL-02). */
export async function oweDeletion(
  { random }: Pick<System, 'random'>,
  session: Session,
  { id: deletion, partner, feature, askedAt: at }: AskedDeletion,
): Promise<void> {
  await insertDuties(session, [
    { kind: 'deletion.asked', id: makeId('duty', at, random), at, partner, feature, deletion },
  ])
}
