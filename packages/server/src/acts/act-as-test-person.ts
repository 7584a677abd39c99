// A developer looks at the platform as one of their company's test people; the console stays their own.
import type { PersonId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { mayActAs, saveActingAs } from '../store/sessions.ts'
import { makersOf } from '../store/test-people.ts'
import type { System } from '../system.ts'
import { secretHash } from './secret-hash.ts'
import { assertStaff, type Staff } from './staff.ts'

/**
 * Lets a session act as a test person until it stops, ends, or its person leaves the company. Nobody real can be acted as:
 * the account must be in `test_people` of this very partner, open, and made for tests.
 * @throws {Problem} NOT_FOUND for everybody else
 */
export async function actAsTestPerson(
  { app }: Pick<System, 'app'>,
  staff: Staff,
  { secret, testPerson }: { readonly secret: string; readonly testPerson: PersonId },
): Promise<void> {
  await assertStaff(app, staff)
  const maker = (await makersOf(app, [testPerson])).get(testPerson)
  if (maker !== staff.partner || !(await mayActAs(app, staff.person, testPerson)))
    throw new Problem('NOT_FOUND')
  await saveActingAs(app, secretHash(secret), testPerson)
}

/** The session is its own person's again; doing so again changes nothing. */
export async function stopActing({ app }: Pick<System, 'app'>, secret: string): Promise<void> {
  await saveActingAs(app, secretHash(secret), null)
}
