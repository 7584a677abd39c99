// Follows the ledger while a race goes on and to its end: every row once, held against what it may say and what clients received.
import type { LedgerRecord } from '@countersign/protocol'
import { openOpaqueIds } from '../../../../server/src/gate/opaque-ids.ts'
import type { TestSystem } from '../../compose-system.ts'
import { openLedgerCheck } from '../../ledger-check.ts'
import { readLedger } from '../../ledger-rows.ts'
import { type AnswerRow, type Evidence, enteredAnswers } from './evidence.ts'
import { type OpenMessage, orderCheck } from './ledger-order.ts'

/** What the ledger turned out to be, as far as it was followed. */
export interface LedgerFindings {
  entries: number
  turns: number
  disclosures: number
  /** Everything wrong with chains, leaves, roots, seals, times and order of the ledger as a whole. */
  readonly broken: string[]
  /** Permits and disclosures that stand behind the end of what they rest on. */
  readonly behind: string[]
}

/** A ledger that is followed. */
export interface FollowedLedger {
  readonly found: LedgerFindings
  /** Reads and checks what was written since the last time. Not to be called again before it is done. */
  follow(): Promise<void>
  /** The decisions of those answers whose entries are missing, or do not say what was received. */
  unrecorded(received: readonly Evidence[]): readonly string[]
}

/** A ledger at its beginning. */
export function followLedger({ database, system }: TestSystem): FollowedLedger {
  const whole = openLedgerCheck(system)
  const order = orderCheck(openerOf(system.keys.cursorKey('opaque ids')))
  const entered = enteredAnswers()
  const found: LedgerFindings = { entries: 0, turns: 0, disclosures: 0, broken: [], behind: [] }
  return {
    found,
    async follow() {
      const { rows } = await readLedger(database.owner, whole.upTo, async () => undefined)
      found.broken.push(...(await whole.follow(rows)))
      found.entries += rows.entries.length
      found.turns += rows.turns.length
      for (const { n, leaf_index: index, record } of rows.entries) {
        if (record.kind === 'disclosure') found.disclosures += 1
        found.behind.push(...order.see(record, index))
        if (isOfAnswer(record)) entered.see({ n, index, record })
      }
    },
    unrecorded: (received) => received.filter((one) => !entered.agrees(one)).map(({ decision }) => decision),
  }
}

const ofAnswers = new Set<LedgerRecord['kind']>(['decision', 'delivery', 'disclosure', 'correction'])

function isOfAnswer(record: LedgerRecord): record is AnswerRow['record'] {
  return ofAnswers.has(record.kind)
}

/** Opens messages of any scope; the ids of threads and members open to nothing. */
function openerOf(key: Uint8Array): OpenMessage {
  const scopes = new Map<string, ReturnType<typeof openOpaqueIds>>()
  return ({ person, partner }, id) => {
    const name = `${person} ${partner}`
    const scope = scopes.get(name) ?? openOpaqueIds(key, { person, partner })
    scopes.set(name, scope)
    // A message's id is of its person and partner, whichever thread it stands in.
    return scope.inThread('thread_', false).openMessage(id)
  }
}
