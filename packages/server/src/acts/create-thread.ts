// Makes a thread with its first members.
import type { PersonId, ThreadId } from '@countersign/protocol'
import { makeId } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import { anyBlocks } from '../store/blocks.ts'
import { peopleHere } from '../store/people.ts'
import { insertStays } from '../store/stays.ts'
import { findDirectThread, insertThread } from '../store/threads.ts'
import type { System } from '../system.ts'
import { assertTogether } from './assert-together.ts'
import { membershipEntry } from './membership-entry.ts'

/** More people than this do not fit into one thread. */
export const MAX_MEMBERS = 500

/** What a new thread starts with. */
export interface NewThread {
  readonly by: PersonId
  readonly kind: 'direct' | 'group'
  /** The other members; exactly one for a direct thread. */
  readonly others: readonly PersonId[]
  /** Groups only. */
  readonly title?: string | undefined
}

/**
 * Makes the thread, shared as the deployment's floor says. Two people have one direct thread: making it again gives it.
 * @throws {Problem} BAD_REQUEST for the wrong number of people or a titled direct thread; NOT_FOUND for somebody who is
 *   not here, or has blocked who makes it; LEDGER_UNAVAILABLE
 */
export async function createThread(
  system: Pick<System, 'clock' | 'random' | 'turnstile' | 'settings'>,
  { by, kind, others: named, title }: NewThread,
): Promise<ThreadId> {
  const others = [...new Set(named)].filter((person) => person !== by)
  const [other] = others
  const wrong = kind === 'direct' ? others.length !== 1 : others.length >= MAX_MEMBERS
  if (wrong)
    throw badRequest(
      'members',
      kind === 'direct' ? 'must name one other person' : `must be at most ${MAX_MEMBERS}`,
    )
  if (kind === 'direct' && title !== undefined) throw badRequest('title', 'a direct thread has none')
  const thread = makeId('thread', system.clock.now(), system.random)
  return system.turnstile.change({
    direction: 'loosens',
    async apply(session, at) {
      const here = await peopleHere(session, others)
      if (others.some((person) => !here.has(person))) throw new Problem('NOT_FOUND')
      await assertTogether(session, [by, ...others])
      const known =
        kind === 'direct' && other !== undefined ? await findDirectThread(session, by, other) : undefined
      if (known !== undefined) return { value: known, touches: [], records: [] }
      // Who is blocked finds nobody here, as where somebody never was.
      if (await anyBlocks(session, others, by)) throw new Problem('NOT_FOUND')
      const members = [by, ...others]
      await insertThread(session, {
        id: thread,
        kind,
        title: title ?? null,
        titleBy: title === undefined ? null : by,
        setting: system.settings.floor,
        createdAt: at,
      })
      await insertStays(session, thread, members, at)
      return {
        value: thread,
        touches: [{ thread }],
        records: members.map((person) => membershipEntry(person, thread, 'joined', at)),
      }
    },
  })
}

function badRequest(at: string, problem: string): Problem {
  return new Problem('BAD_REQUEST', { errors: [{ at, problem }] })
}
