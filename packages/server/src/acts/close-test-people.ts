// Clears a partner's sandbox: its test accounts close, and with them everything they had allowed.
import { withdrawGrant as withdrawn } from '@countersign/protocol'
import type { PersonRecord, Touch } from '../gate/turnstile-port.ts'
import { grantsOfPerson, saveGrant } from '../store/grants.ts'
import { closeTestAccount, testPeopleOf } from '../store/test-people.ts'
import type { System } from '../system.ts'
import { accepted } from './accepted.ts'
import { assertStaff, type Staff } from './staff.ts'

/**
 * Closes every open test account of a partner; without any there is nothing to do. Only accounts in `test_people` that are
 * marked as made for tests can be closed by it, whoever asks.
 * @returns how many were closed
 * @throws {Problem} NOT_FOUND for whoever does not work there
 */
export async function closeTestPeople(
  { turnstile }: Pick<System, 'turnstile'>,
  staff: Staff,
): Promise<number> {
  return turnstile.change({
    direction: 'tightens',
    async apply(session, at) {
      await assertStaff(session, staff)
      const touches: Touch[] = []
      const records: PersonRecord[] = []
      for (const { person } of await testPeopleOf(session, staff.partner)) {
        for (const grant of await grantsOfPerson(session, person)) {
          if (grant.state !== 'given') continue
          await saveGrant(session, accepted(withdrawn(grant, at)))
          const { partner, feature } = grant
          const why = { grant: grant.id, why: 'account_closed', superseded_by: null } as const
          const record = { kind: 'grant_withdrawn', at, person, partner, feature, ...why } as const
          records.push({ person, partner, record })
        }
        await closeTestAccount(session, person, at)
        touches.push({ person })
      }
      return { value: touches.length, touches, records }
    },
  })
}
