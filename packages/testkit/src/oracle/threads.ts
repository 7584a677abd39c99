// Threads as the oracle reads them: their setting, who is in them when, and which of them a grant reaches (readings 3, 4, 7).
import type { Grant, Instant, Membership, PersonId, ThreadSetting } from '@countersign/protocol'
import type { ThreadState, WorldState } from '../worlds/world-state.ts'

const fromLooseToStrict: readonly ThreadSetting[] = ['author', 'all-parties', 'closed']

/** Reading 3: the stricter of the thread's own setting and the deployment's floor. */
export function settingOf(world: WorldState, thread: ThreadState): ThreadSetting {
  const own = fromLooseToStrict.indexOf(thread.setting)
  const floor = fromLooseToStrict.indexOf(world.floor)
  return own > floor ? thread.setting : world.floor
}

/** Whether the stay holds this moment: [joined, left). */
export function holds(stay: Membership, at: Instant): boolean {
  return at >= stay.joinedAt && (stay.leftAt === null || at < stay.leftAt)
}

/** Whether the person was in the thread at that moment, in any of their stays. */
export function wasPresent(thread: ThreadState, person: PersonId, at: Instant): boolean {
  return thread.stays.some((stay) => stay.person === person && holds(stay, at))
}

/** When somebody last left the thread, up to now; null when nobody has. */
export function lastDeparture(world: WorldState, thread: ThreadState): Instant | null {
  let last: Instant | null = null
  for (const { leftAt } of thread.stays)
    if (leftAt !== null && leftAt <= world.now && (last === null || leftAt > last)) last = leftAt
  return last
}

/** Reading 7: what keeps a thread from being there for a grant; null when it is there. */
export function whyNotThere(
  world: WorldState,
  grant: Grant,
  person: PersonId,
  thread: ThreadState,
): string | null {
  if (!grant.threads.includes(thread.thread)) return 'The thread is not selected in the grant.'
  if (settingOf(world, thread) === 'closed') return 'The thread is closed to partners.'
  if (!wasPresent(thread, person, world.now)) return 'The granting person is not in the thread now.'
  return null
}
