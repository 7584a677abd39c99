// Reporting somebody else's message to the operator, and the operator's word that it was looked at. Nobody else hears of it.
import type { MessageId, PersonId, ReportId, ReportReason, ThreadId } from '@countersign/protocol'
import { makeId } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import { findReadableMessage } from '../store/messages.ts'
import { insertReport, saveLookedAt } from '../store/reports.ts'
import type { System } from '../system.ts'
import { queueAccountNotice } from './account-notice.ts'

/** What somebody wants looked at, and why. */
export interface Reporting {
  readonly person: PersonId
  readonly thread: ThreadId
  readonly message: MessageId
  readonly reason: ReportReason
  readonly words: string
}

/**
 * Reports a message for the operator to look at.
 * @throws {Problem} NOT_FOUND for a message they cannot see or that is deleted; NOT_ALLOWED for their own; ALREADY
 */
export async function reportMessage(
  { app, clock, random }: Pick<System, 'app' | 'clock' | 'random'>,
  { person, thread, message, reason, words }: Reporting,
): Promise<void> {
  const found = await findReadableMessage(app, thread, person, message)
  if (found === undefined || found.deletedAt !== null) throw new Problem('NOT_FOUND')
  if (found.author === person) throw new Problem('NOT_ALLOWED', { detail: 'These are your own words.' })
  const reportedAt = clock.now()
  const id = makeId('report', reportedAt, random)
  if (!(await insertReport(app, { id, person, thread, message, reason, words, reportedAt })))
    throw new Problem('ALREADY')
}

/** Says that a report was looked at, and tells whoever made it, in one transaction. @throws {Problem} NOT_FOUND */
export async function settleReport(
  system: Pick<System, 'app' | 'clock' | 'random'>,
  report: ReportId,
): Promise<void> {
  await system.app.transaction(async (session) => {
    const person = await saveLookedAt(session, report, system.clock.now())
    if (person === undefined) throw new Problem('NOT_FOUND')
    await queueAccountNotice(system, session, person, 'report_looked_at')
  })
}
