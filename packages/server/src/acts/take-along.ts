// Taking everything along that is one's own: who may, how often, and what it counts (TRN-05, GDPR 20).
import { DAY_MS, type ExportId, type Instant, type PersonId } from '@countersign/protocol'
import { makeId } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import { countersignaturesOf } from '../store/countersignatures.ts'
import { disclosureTotals } from '../store/disclosures.ts'
import { countExports, type Export, findExport, insertExport, ownStays } from '../store/exports.ts'
import { grantsOfPerson } from '../store/grants.ts'
import { countOwnMessages } from '../store/messages.ts'
import type { System } from '../system.ts'
import { assertProven } from './prove-again.ts'
import type { OwnSession } from './session.ts'

/** It can be fetched, and fetched again after a lost connection, for so long. */
const EXPORT_MS = 60 * 60_000
/** A day holds so many: each reads everything a person ever wrote. */
const MOST_A_DAY = 5

/** What will be in it, counted before it begins. */
export interface ExportCounts {
  readonly messages: number
  readonly disclosures: number
  readonly permissions: number
  readonly answers: number
}

/**
 * Makes everything of a person's ready to be fetched, once they showed again that it is they: whoever finds a browser open must
 * not walk away with it.
 * @throws {Problem} PROVE_AGAIN; TOO_MANY_EXPORTS after five in a day
 */
export async function prepareExport(
  system: Pick<System, 'app' | 'clock' | 'random'>,
  session: OwnSession,
): Promise<{ readonly id: ExportId; readonly expiresAt: Instant; readonly counts: ExportCounts }> {
  assertProven(system, session)
  const { app, clock, random } = system
  const { person } = session
  const madeAt = clock.now()
  if ((await countExports(app, person, madeAt - DAY_MS)) >= MOST_A_DAY) throw new Problem('TOO_MANY_EXPORTS')
  const threads = [...new Set((await ownStays(app, person)).map(({ thread }) => thread))]
  const counts = {
    messages: await countOwnMessages(app, threads, person),
    disclosures: (await disclosureTotals(app, person)).reduce((sum, one) => sum + one.disclosures, 0),
    permissions: (await grantsOfPerson(app, person)).length,
    answers: (await countersignaturesOf(app, person)).length,
  }
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const id = makeId('export', madeAt, random)
  const expiresAt = madeAt + EXPORT_MS
  await insertExport(app, { person, id, madeAt, expiresAt, total })
  return { id, expiresAt, counts }
}

/** One that can still be fetched. @throws {Problem} NOT_FOUND for somebody else's and one that is over */
export async function exportOf(
  { app, clock }: Pick<System, 'app' | 'clock'>,
  { person, id }: { readonly person: PersonId; readonly id: ExportId },
): Promise<Export> {
  const found = await findExport(app, person, id, clock.now())
  if (found === undefined) throw new Problem('NOT_FOUND')
  return found
}
