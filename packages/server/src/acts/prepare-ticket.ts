// The first half of the share sheet: the person picks a thread for a draft and gets a ticket to confirm (WRT-01).
import type { DraftId, PersonId, ThreadId } from '@countersign/protocol'
import { makeId } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import { findDraft } from '../store/drafts.ts'
import { saveOwnUse } from '../store/grants.ts'
import { isPresent } from '../store/stays.ts'
import { insertTicket, type Ticket } from '../store/tickets.ts'
import type { System } from '../system.ts'
import { decisionTime } from './decision-time.ts'

/** A ticket can be confirmed for this long. */
export const TICKET_MS = 5 * 60_000

/**
 * Makes a ticket bound to this person, this card as it is now, and this thread. Picking is the person's own use of the
 * partner, so a power to send that had lapsed from disuse is there again (SUN-04).
 * @throws {Problem} NOT_FOUND for a draft that is not for them or a thread they are not in; TICKET for a draft that has
 *   run out; LEDGER_UNAVAILABLE
 */
export async function prepareTicket(
  system: Pick<System, 'app' | 'clock' | 'random' | 'turnstile' | 'settings'>,
  {
    person,
    draft: id,
    thread,
  }: { readonly person: PersonId; readonly draft: DraftId; readonly thread: ThreadId },
): Promise<Ticket> {
  const draft = await findDraft(system.app, id, person)
  if (draft === undefined || !(await isPresent(system.app, thread, person))) throw new Problem('NOT_FOUND')
  const { partner, cardHash } = draft
  const madeAt = await decisionTime(system, system.app)
  if (madeAt >= draft.expiresAt) throw new Problem('TICKET', { detail: 'What was proposed has run out.' })
  await system.turnstile.change({
    direction: 'loosens',
    async apply(session, at) {
      await saveOwnUse(session, { person, partner, verbs: ['messages.write'], at })
      return { value: undefined, touches: [{ person, partner }], records: [] }
    },
  })
  const ticket = {
    id: makeId('ticket', madeAt, system.random),
    person,
    draft: id,
    partner,
    thread,
    cardHash,
    madeAt,
    expiresAt: madeAt + TICKET_MS,
    usedAt: null,
  }
  await insertTicket(system.app, ticket)
  return ticket
}
