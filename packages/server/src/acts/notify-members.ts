// Notices to the members of a thread: everybody there gets the same one, whoever acted, so that it names no actor.
import {
  type FeatureId,
  type Instant,
  type NoticeKind,
  type PartnerId,
  type PersonId,
  stricter,
  type ThreadId,
} from '@countersign/protocol'
import { makeId } from '../ports/random.ts'
import type { Session } from '../store/database.ts'
import { queueNotices } from '../store/notices.ts'
import { staysIn } from '../store/stays.ts'
import { findThreads } from '../store/threads.ts'
import type { System } from '../system.ts'

/** What the notice says. */
export interface Message {
  readonly kind: NoticeKind
  readonly partner: PartnerId | null
  readonly feature: FeatureId | null
  readonly at: Instant
}

/** Queues a notice for everyone now in these threads, but for `except`. Runs inside a change. */
export async function notifyMembers(
  { random }: Pick<System, 'random'>,
  session: Session,
  threads: readonly ThreadId[],
  { kind, partner, feature, at }: Message,
  except: ReadonlySet<PersonId> = new Set(),
): Promise<void> {
  if (threads.length === 0) return
  const stays = await staysIn(session, threads)
  await queueNotices(
    session,
    [...stays].flatMap(([thread, members]) =>
      members
        .filter((stay) => stay.leftAt === null && !except.has(stay.person))
        .map(({ person }) => ({
          id: makeId('notice', at, random),
          person,
          kind,
          partner,
          feature,
          thread,
          madeAt: at,
        })),
    ),
  )
}

/**
 * Tells the members of those threads that need everyone's yes that a permission was given, changed or ended (COP-03).
 * In the others each person decides about their own words only, so there is nothing for anybody else to hear. Runs
 * inside a change; give-grant, amend, withdraw and countersign all call it.
 */
export async function notifyAllParties(
  system: Pick<System, 'random' | 'settings'>,
  session: Session,
  threads: readonly ThreadId[],
  about: Omit<Message, 'kind'>,
): Promise<void> {
  const found = await findThreads(session, threads)
  const shared = [...found.values()].filter(
    (thread) => stricter(system.settings.floor, thread.setting) === 'all-parties',
  )
  await notifyMembers(
    system,
    session,
    shared.map((thread) => thread.id),
    { ...about, kind: 'permission_changed' },
  )
}
