// A partner says what it did when somebody asked it to delete: once, kept as evidence, counted against the ledger (DEL-03).
import {
  type AnsweredDeletion,
  answerDeletion as answered,
  countsAgree,
  type DeletionId,
  type DeletionStatement,
  type PartnerId,
} from '@countersign/protocol'
import { jsonHash } from '../ledger/json-hash.ts'
import { makeId } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import { countItems, findDeletion, saveDeletion } from '../store/deletions.ts'
import { openIncident } from '../store/incidents.ts'
import { queueNotices } from '../store/notices.ts'
import type { System } from '../system.ts'
import { accepted } from './accepted.ts'

/** What a partner says about an ask. */
export interface DeletionAnswer {
  readonly partner: PartnerId
  readonly deletion: DeletionId
  readonly statement: DeletionStatement
}

/**
 * Keeps the statement and tells the person. A count that is not the ledger's is kept as it was said, and opens an incident: to
 * change what a company said is not ours. A suspended partner answers too, and is not let go on by it.
 * @throws {Problem} NOT_FOUND for an ask to somebody else; ALREADY for a second statement; LEDGER_UNAVAILABLE
 */
export async function answerDeletion(
  system: Pick<System, 'app' | 'random' | 'turnstile'>,
  { partner, deletion: id, statement }: DeletionAnswer,
): Promise<void> {
  const { app, random, turnstile } = system
  const known = await findDeletion(app, partner, id)
  if (known === undefined) throw new Problem('NOT_FOUND')
  // Counted before the turn: what the ledger has between two leaves does not change.
  const items = await countItems(app, known)
  await turnstile.change<void>({
    direction: 'loosens',
    async apply(session, at) {
      const found = await findDeletion(session, partner, id)
      if (found === undefined) throw new Problem('NOT_FOUND')
      const done = accepted(answered(found, { statement, items, at }))
      await saveDeletion(session, done)
      const { person, feature } = done
      await queueNotices(session, [
        {
          id: makeId('notice', at, random),
          person,
          kind: 'deletion_answered',
          partner,
          feature,
          thread: null,
          madeAt: at,
        },
      ])
      if (statement.outcome === 'deleted' && !countsAgree(done)) {
        const cause = { kind: 'deletion_miscounted', deletion: id, said: statement.items, items } as const
        await openIncident(session, partner, { id: makeId('incident', at, random), at, cause })
      }
      return { value: undefined, touches: [], records: [{ person, partner, record: recordOf(done) }] }
    },
  })
}

function recordOf({ id, person, partner, feature, answeredAt, statement, items }: AnsweredDeletion) {
  return {
    kind: 'deletion_answered',
    at: answeredAt,
    person,
    deletion: id,
    partner,
    feature,
    outcome: statement.outcome,
    items_said: statement.outcome === 'deleted' ? statement.items : null,
    items,
    statement_hash: jsonHash(statement),
  } as const
}
