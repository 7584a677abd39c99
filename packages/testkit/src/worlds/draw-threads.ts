// Draws threads and who is and was in them: joiners, leavers, comers-back.
import type { Instant, Membership, PersonId } from '@countersign/protocol'
import { DAY_MS, type ThreadSetting } from '@countersign/protocol'
import type { Dice } from './dice.ts'
import { type Mint, type Moments, WORLD_NOW } from './draw-cast.ts'
import type { ThreadState } from './world-state.ts'

/** A thread before anything is said in it. */
export type EmptyThread = Omit<ThreadState, 'messages'>

/** Two to four threads among these people. */
export function drawThreads(
  people: readonly PersonId[],
  dice: Dice,
  mint: Mint,
  moments: Moments,
): readonly EmptyThread[] {
  return Array.from({ length: dice.between(2, 4) }, () => {
    const kind = dice.chance(0.2) ? ('direct' as const) : ('group' as const)
    const size = kind === 'direct' ? 2 : dice.between(3, Math.min(7, people.length))
    const inside = pickSome(people, size, dice)
    const restless = dice.chance(0.4)
    const stays = inside.flatMap((person) => drawStays(person, dice, moments, restless))
    const titleBy = kind === 'group' && dice.chance(0.85) ? dice.pick(inside) : null
    const setting: ThreadSetting = dice.weighted([
      [70, 'author'],
      [27, 'all-parties'],
      [3, 'closed'],
    ])
    return {
      thread: mint.id('thread'),
      kind,
      title: titleBy && `Trip ${mint.word()}`,
      titleBy,
      setting,
      stays,
    }
  })
}

/** The first people of a world take part more often, so that their grants have something to be about. */
function pickSome(people: readonly PersonId[], size: number, dice: Dice): readonly PersonId[] {
  const left = [...people]
  const picked: PersonId[] = []
  while (picked.length < size && left.length > 0)
    picked.push(...left.splice(Math.min(dice.below(left.length), dice.below(left.length)), 1))
  return picked
}

function drawStays(person: PersonId, dice: Dice, moments: Moments, restless: boolean): readonly Membership[] {
  const joinedAt = dice.weighted<Instant>([
    [60, WORLD_NOW - 140 * DAY_MS - dice.below(DAY_MS)],
    [36, moments.past()],
    [4, moments.aroundNow()],
  ])
  const leaves = restless && joinedAt < WORLD_NOW && dice.chance(0.35)
  if (!leaves) return [{ person, joinedAt, leftAt: dice.chance(0.02) ? WORLD_NOW + 1 : null }]
  const leftAt = dice.chance(0.1) ? WORLD_NOW : moments.since(joinedAt)
  const first = { person, joinedAt, leftAt }
  if (leftAt >= WORLD_NOW - 1 || dice.chance(0.5)) return [first]
  return [first, { person, joinedAt: Math.max(leftAt + 1, moments.since(leftAt)), leftAt: null }]
}
