// A company that lets the time for an answer pass is suspended, and who asked is told (DEL-02).
import { passDue } from '@countersign/protocol'
import { makeId } from '../ports/random.ts'
import { saveDeletion, silentDeletions } from '../store/deletions.ts'
import { queueNotices } from '../store/notices.ts'
import type { System } from '../system.ts'
import { decisionTime } from './decision-time.ts'
import { freezePartner } from './suspend-partner.ts'

/** So many are found overdue in one turn. */
const AT_ONCE = 100

/** Finds what is overdue, each once, and returns how many. What is answered meanwhile is not. */
export async function suspendSilent(
  system: Pick<System, 'app' | 'clock' | 'random' | 'settings' | 'turnstile'>,
): Promise<number> {
  const { app, random, turnstile } = system
  if ((await silentDeletions(app, await decisionTime(system, app), 1)).length === 0) return 0
  return turnstile.change<number>({
    direction: 'tightens',
    async apply(session, at) {
      const late = (await silentDeletions(session, at, AT_ONCE)).flatMap((deletion) => {
        const passed = passDue(deletion, at)
        return passed.ok ? [passed.value] : []
      })
      for (const deletion of late) await saveDeletion(session, deletion)
      await queueNotices(
        session,
        late.map(({ person, partner, feature }) => ({
          id: makeId('notice', at, random),
          person,
          kind: 'deletion_overdue',
          partner,
          feature,
          thread: null,
          madeAt: at,
        })),
      )
      const frozen = []
      for (const [partner, own] of Map.groupBy(late, (deletion) => deletion.partner)) {
        const cause = { kind: 'deletion_silence', deletions: own.map(({ id }) => id) } as const
        frozen.push(await freezePartner({ random }, session, partner, at, cause))
      }
      const records = late.map(({ id, person, partner, feature }) => ({
        person,
        partner,
        record: { kind: 'deletion_overdue', at, person, deletion: id, partner, feature } as const,
      }))
      return {
        value: late.length,
        touches: frozen.flatMap(({ touches }) => touches),
        records: [...records, ...frozen.flatMap((one) => one.records)],
      }
    },
  })
}
