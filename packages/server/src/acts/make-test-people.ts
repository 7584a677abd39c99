// One click for a developer: made-up people, friends with each other, and a thread with something in it (OVR-02).
import type { PersonId, ThreadId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { insertFriendship } from '../store/friends.ts'
import { insertTestPerson, testPeopleOf } from '../store/test-people.ts'
import type { System } from '../system.ts'
import { addPerson } from './add-person.ts'
import { createThread } from './create-thread.ts'
import { sendMessage } from './send-message.ts'
import { assertStaff, type Staff } from './staff.ts'

/** A partner has this many open test accounts at most. */
const MAX_TEST_PEOPLE = 30

const names = ['Test Ada', 'Test Bo', 'Test Cleo'] as const
const lines: readonly (readonly [who: number, text: string])[] = [
  [0, 'Who brings the music on Friday?'],
  [1, 'I can. Anything but the one from last week.'],
  [2, 'The Entertainer, then. It always works.'],
  [0, 'Good. I send you one more later.'],
]

/** A thread of test people. */
export interface Sandbox {
  readonly people: readonly PersonId[]
  readonly thread: ThreadId
}

/**
 * Makes the people and the thread. They have no login: only the partner's own people act as them.
 * @throws {Problem} NOT_FOUND for whoever does not work there; FULL; LEDGER_UNAVAILABLE
 */
export async function makeTestPeople(
  system: Pick<System, 'app' | 'clock' | 'random' | 'keyring' | 'turnstile' | 'settings' | 'live'>,
  staff: Staff,
): Promise<Sandbox> {
  await assertRoom(system, staff)
  const people: PersonId[] = []
  for (const displayName of names) people.push(await addTestPerson(system, staff, displayName))
  const [by, ...others] = people
  if (by === undefined) throw new TypeError('a sandbox without people')
  await befriendAll(system, people)
  const thread = await createThread(system, { by, kind: 'group', others, title: 'Sandbox' })
  for (const [who, text] of lines) await sendMessage(system, { person: people[who] ?? by, thread, text })
  return { people, thread }
}

async function assertRoom({ app }: Pick<System, 'app'>, staff: Staff): Promise<void> {
  await assertStaff(app, staff)
  const there = await testPeopleOf(app, staff.partner)
  if (there.length + names.length > MAX_TEST_PEOPLE)
    throw new Problem('FULL', { detail: `A company has ${MAX_TEST_PEOPLE} test people at most.` })
}

async function addTestPerson(
  system: Pick<System, 'clock' | 'random' | 'keyring' | 'turnstile'>,
  { partner }: Staff,
  displayName: string,
): Promise<PersonId> {
  return addPerson(system, 'open', { displayName, test: true }, async (session, person) => {
    await insertTestPerson(session, { partner, person, madeAt: system.clock.now() })
    return []
  })
}

async function befriendAll(
  { turnstile }: Pick<System, 'turnstile'>,
  people: readonly PersonId[],
): Promise<void> {
  await turnstile.change({
    direction: 'loosens',
    async apply(session, at) {
      for (const [i, one] of people.entries())
        for (const other of people.slice(i + 1)) await insertFriendship(session, one, other, at)
      return { value: undefined, touches: people.map((person) => ({ person })), records: [] }
    },
  })
}
