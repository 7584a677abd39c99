// Sets how a thread shares with partners: every member may, as strict as the deployment's floor or stricter (COP-03).
import {
  type PersonId,
  type SentStatement,
  stricter,
  type ThreadId,
  type ThreadSetting,
} from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { isPresent } from '../store/stays.ts'
import { findThread, saveSetting } from '../store/threads.ts'
import type { System } from '../system.ts'
import { checkSent } from './check-statement.ts'
import { notifyMembers } from './notify-members.ts'
import { takeSigned } from './take-statement.ts'

/**
 * Sets a thread's sharing, as strict as the deployment's floor or stricter, and tells every member without naming who
 * did. Setting what is set changes nothing.
 * @throws {Problem} NOT_FOUND for a thread that is not the person's; NOT_ALLOWED below the floor; BUSY when somebody
 *   else set it at the same moment; for loosening LEDGER_UNAVAILABLE, BAD_STATEMENT, SIGN_WITH_KEY, SIGN_AGAIN
 */
export async function setThreadSetting(
  system: Pick<System, 'app' | 'keyring' | 'random' | 'turnstile' | 'settings'>,
  {
    person,
    thread,
    setting,
    signed,
  }: {
    readonly person: PersonId
    readonly thread: ThreadId
    readonly setting: ThreadSetting
    readonly signed?: SentStatement | undefined
  },
): Promise<void> {
  if (stricter(system.settings.floor, setting) !== setting)
    throw new Problem('NOT_ALLOWED', { detail: `Threads here are at least "${system.settings.floor}".` })
  const before = await findThread(system.app, thread)
  if (before === undefined) throw new Problem('NOT_FOUND')
  const bearing = isAsStrict(setting, before.setting) ? 'stops' : 'opens'
  const statement = await checkSent(system, bearing, person, 'thread_setting_set', signed)
  await system.turnstile.change({
    direction: bearing === 'stops' ? 'tightens' : 'loosens',
    async apply(session, at) {
      if (!(await isPresent(session, thread, person))) throw new Problem('NOT_FOUND')
      const now = await findThread(session, thread)
      // The direction was judged on what was set before; another member may have changed it since.
      if (now?.setting !== before.setting) throw new Problem('BUSY')
      if (now.setting === setting) return { value: undefined, touches: [], records: [] }
      const record = { kind: 'thread_setting_set', at, person, thread, setting } as const
      const behind = await takeSigned(session, bearing, statement, record, at)
      await saveSetting(session, thread, setting)
      await notifyMembers(system, session, [thread], {
        kind: 'setting_changed',
        partner: null,
        feature: null,
        at,
      })
      return {
        value: undefined,
        touches: [{ thread }],
        records: [{ person, partner: null, record }, ...behind],
      }
    },
  })
}

function isAsStrict(setting: ThreadSetting, as: ThreadSetting): boolean {
  return stricter(setting, as) === setting
}
