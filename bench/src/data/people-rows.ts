// Rows of people, their friends, their threads and who is in those.
import { unit } from './chance.ts'
import { uuid } from './ids.ts'
import type { Plan } from './plan.ts'
import type { Table, Value } from './tables.ts'

/** Friends a newcomer brings: each is one of those who came before, so that the number of friends follows a power law. */
const NEW_FRIENDS = 5
const stream = { friend: 31 }

/** When the world's people and threads began, a day before its first message. */
export function idsOf(plan: Plan): { person(n: number): string; thread(n: number): string } {
  const { seed, begin } = plan
  return { person: (n) => uuid(seed, 'person', n, begin), thread: (n) => uuid(seed, 'thread', n, begin) }
}

/** The tables of people and threads. */
export function peopleTables(plan: Plan): readonly Table[] {
  const { person } = idsOf(plan)
  const stays = plan.membershipsBefore(plan.threads)
  return [
    {
      name: 'persons',
      columns: ['person_id', 'account', 'display_name', 'created_at'],
      expected: plan.people,
      *rows() {
        for (let n = 0; n < plan.people; n++) yield [person(n), 'open', `Person ${n}`, plan.begin]
      },
    },
    {
      name: 'friendships',
      columns: ['person_id', 'friend_id', 'since'],
      expected: 2 * NEW_FRIENDS * plan.people,
      rows: () => friendships(plan),
    },
    {
      name: 'threads',
      columns: ['thread_id', 'kind', 'title', 'title_by', 'created_at', 'next_position'],
      expected: plan.threads,
      rows: () => threads(plan),
    },
    ...(['memberships', 'person_threads'] as const).map(
      (name): Table => ({
        name,
        columns: ['thread_id', 'person_id', 'joined_at'],
        expected: stays,
        rows: () => memberships(plan),
      }),
    ),
  ]
}

function* friendships(plan: Plan): Generator<readonly Value[]> {
  const { person } = idsOf(plan)
  for (let n = 1; n < plan.people; n++) {
    const friends = new Set<number>()
    for (let i = 0; i < NEW_FRIENDS; i++)
      friends.add(Math.floor(n * unit(plan.seed, stream.friend, n * NEW_FRIENDS + i) ** 2))
    for (const friend of friends) {
      yield [person(n), person(friend), plan.begin]
      yield [person(friend), person(n), plan.begin]
    }
  }
}

function* threads(plan: Plan): Generator<readonly Value[]> {
  const { person, thread } = idsOf(plan)
  const lengths = new Int32Array(plan.threads)
  for (let message = 0; message < plan.scale.messages; message++) {
    const at = plan.threadOf(message)
    lengths[at] = (lengths[at] ?? 0) + 1
  }
  for (let n = 0; n < plan.threads; n++) {
    const [first = 0, , third] = plan.membersOf(n)
    const titled = third === undefined ? [null, null] : [`Thread ${n}`, person(first)]
    const kind = third === undefined ? 'direct' : 'group'
    yield [thread(n), kind, ...titled, plan.begin, (lengths[n] ?? 0) + 1]
  }
}

function* memberships(plan: Plan): Generator<readonly Value[]> {
  const { person, thread } = idsOf(plan)
  for (let n = 0; n < plan.threads; n++)
    for (const member of plan.membersOf(n)) yield [thread(n), person(member), plan.begin]
}
