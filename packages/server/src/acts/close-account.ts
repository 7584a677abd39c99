// Closes a person's own account: from then on every decision about them refuses, and nobody signs in as them (DEL-01).
import type { Instant, PersonId, SentStatement, ThreadId } from '@countersign/protocol'
import type { PersonRecord, Touch } from '../gate/turnstile-port.ts'
import { Problem } from '../problems.ts'
import { contactsOf, deleteContact } from '../store/contacts.ts'
import type { Session } from '../store/database.ts'
import { deleteFriendLinksOf } from '../store/friend-links.ts'
import { deleteFriendsOf, friendsOf } from '../store/friends.ts'
import { lastSentAt } from '../store/messages.ts'
import { placesOf } from '../store/partner-staff.ts'
import { deletePasskeysOf } from '../store/passkeys.ts'
import { closeOpenAccount } from '../store/people.ts'
import { deleteRecoveryCodesOf, deleteResetsOf } from '../store/recovery.ts'
import { deleteSessionsOf } from '../store/sessions.ts'
import { endStay } from '../store/stays.ts'
import { holdThread, threadsOfPerson } from '../store/threads.ts'
import { deleteUploadsOf } from '../store/uploads.ts'
import type { System } from '../system.ts'
import { type CheckedStatement, checkSent } from './check-statement.ts'
import { endPermissions } from './end-permissions.ts'
import { membershipEntry } from './membership-entry.ts'
import { checkPassword } from './password.ts'
import { takeSigned } from './take-statement.ts'

/** How often closing waits for a time after the person's own last words, as leaving a thread does. */
const PATIENCE = 200
/** Threads left are read so many at a time. */
const AT_ONCE = 500

/** Who closes, showing once more that it is they. */
export interface Closing {
  readonly person: PersonId
  readonly login: string
  readonly password: string
  /** What the person's key signed; closing needs none. */
  readonly signed?: SentStatement | undefined
}

type Needs = Pick<System, 'app' | 'keyring' | 'random' | 'turnstile' | 'settings' | 'live'>

/**
 * Closes the account for good, in one turn: permissions and answers end, threads are left, friendships and addresses go,
 * and the partners of the person's own permissions are told. What they wrote stays with those it was written to, and
 * reaches no partner any more, whoever connects. The name stays taken, so that nobody comes back as them. It holds
 * once acknowledged, also while the ledger cannot be written.
 * @throws {Problem} WRONG_PASSWORD, also for another person's; STILL_AT_COMPANY for somebody who works for a partner; ALREADY
 */
export async function closeAccount(
  system: Needs,
  { person, signed, ...credentials }: Closing,
): Promise<void> {
  if ((await checkPassword(system, credentials)) !== person) throw new Problem('WRONG_PASSWORD')
  const statement = await checkSent(system, 'stops', person, 'account_closed', signed)
  for (let tries = 1; ; tries++) if (await close(system, person, tries < PATIENCE, statement)) break
  // They open nothing any more: this clears away what is left of them.
  await deleteSessionsOf(system.app, person)
  await deletePasskeysOf(system.app, person)
  await deleteRecoveryCodesOf(system.app, person)
  await deleteResetsOf(system.app, person)
  await deleteFriendLinksOf(system.app, person)
  await deleteUploadsOf(system.app, person)
  system.live.tell({ type: 'sessions', person })
}

/** False when the person wrote at the turn's time or later, which only a patient closing minds. */
function close(
  system: Needs,
  person: PersonId,
  patient: boolean,
  statement: CheckedStatement<'account_closed'> | undefined,
): Promise<boolean> {
  return system.turnstile.change({
    direction: 'tightens',
    async apply(session, at) {
      if ((await placesOf(session, person)).length > 0) throw new Problem('STILL_AT_COMPANY')
      const threads = await threadsOf(session, person)
      for (const thread of threads) {
        await holdThread(session, thread)
        const last = patient ? await lastSentAt(session, thread, person) : undefined
        if (last !== undefined && last >= at) return { value: false, touches: [], records: [] }
      }
      const friends = await friendsOf(session, person)
      const records = [
        ...(await endPermissions(system, session, person, at)),
        ...(await leaveAll(session, person, threads, at)),
      ]
      for (const { id } of await contactsOf(session, person)) await deleteContact(session, person, id)
      await deleteFriendsOf(session, person)
      if (!(await closeOpenAccount(session, person, at))) throw new Problem('ALREADY')
      const touches: Touch[] = [
        { person },
        ...threads.map((thread) => ({ thread })),
        ...friends.map((friend) => ({ person: friend.person })),
      ]
      const record = { kind: 'account_closed', at, person } as const
      const behind = await takeSigned(session, 'stops', statement, record, at)
      return { value: true, touches, records: [...records, { person, partner: null, record }, ...behind] }
    },
  })
}

/** All threads a person is in, in one order, so that nobody who holds several waits for another who does. */
async function threadsOf(session: Session, person: PersonId): Promise<readonly ThreadId[]> {
  const found: ThreadId[] = []
  for (;;) {
    const page = await threadsOfPerson(session, person, { limit: AT_ONCE, before: found.at(-1) ?? null })
    found.push(...page)
    if (page.length < AT_ONCE) return found
  }
}

async function leaveAll(
  session: Session,
  person: PersonId,
  threads: readonly ThreadId[],
  at: Instant,
): Promise<readonly PersonRecord[]> {
  for (const thread of threads) await endStay(session, thread, person, at)
  return threads.map((thread) => membershipEntry(person, thread, 'left', at))
}
