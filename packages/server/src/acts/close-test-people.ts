// Clears a partner's sandbox: its test accounts close, and with them everything they had allowed.
import type { PersonRecord, Touch } from '../gate/turnstile-port.ts'
import { closeTestAccount, testPeopleOf } from '../store/test-people.ts'
import type { System } from '../system.ts'
import { endPermissions } from './end-permissions.ts'
import { assertStaff, type Staff } from './staff.ts'

/**
 * Closes every open test account of a partner; without any there is nothing to do. Only accounts in `test_people` that are
 * marked as made for tests can be closed by it, whoever asks.
 * @returns how many were closed
 * @throws {Problem} NOT_FOUND for whoever does not work there
 */
export async function closeTestPeople(
  system: Pick<System, 'turnstile' | 'random' | 'settings'>,
  staff: Staff,
): Promise<number> {
  return system.turnstile.change({
    direction: 'tightens',
    async apply(session, at) {
      await assertStaff(session, staff)
      const touches: Touch[] = []
      const records: PersonRecord[] = []
      for (const { person } of await testPeopleOf(session, staff.partner)) {
        records.push(...(await endPermissions(system, session, person, at)))
        await closeTestAccount(session, person, at)
        touches.push({ person })
      }
      return { value: touches.length, touches, records }
    },
  })
}
