// "Who got what": what left about a person, to whom, when and why, from the ledger alone (TRN-01, TRN-04).
import type { ManifestText, PartnerId, PersonId, ThreadId } from '@countersign/protocol'
import type { Session } from '../store/database.ts'
import {
  type DisclosureEntry,
  disclosuresOf,
  disclosureTotals,
  type PartnerTotal,
} from '../store/disclosures.ts'
import { featureNotes, partnerNames } from '../store/names.ts'
import { findPerson } from '../store/people.ts'
import type { System } from '../system.ts'
import { localText } from './local-text.ts'

/** One disclosure with its names. Through whom it went, when it was somebody else, is written nowhere. */
export interface ListedDisclosure extends DisclosureEntry {
  readonly partnerName: string
  readonly featureName: string
}

/**
 * A person's disclosures to one partner or to any, the newest first, below the leaf index `before`; for people who gave nothing too.
 * Of one thread only where they may know that it was this one.
 */
export async function listDisclosures(
  { app, settings }: Pick<System, 'app' | 'settings'>,
  {
    person,
    partner,
    thread,
    limit,
    before,
  }: {
    readonly person: PersonId
    readonly partner?: PartnerId | undefined
    readonly thread?: ThreadId | undefined
    readonly limit: number
    readonly before: number | null
  },
): Promise<readonly ListedDisclosure[]> {
  return app.read(async (session) => {
    const entries = await disclosuresOf(session, person, {
      logId: settings.logId,
      partner: partner ?? null,
      thread: thread ?? null,
      limit,
      before,
    })
    return withNames(session, person, entries)
  })
}

/** Disclosures of a person with their names, in the person's language. */
export async function withNames(
  session: Session,
  person: PersonId,
  entries: readonly DisclosureEntry[],
): Promise<readonly ListedDisclosure[]> {
  const partners = [...new Set(entries.map((entry) => entry.record.partner))]
  const names = await partnerNames(session, partners)
  const notes = await featureNotes(session, partners)
  const locale = (await findPerson(session, person))?.locale ?? 'en'
  const nameIn = (texts: Readonly<Record<string, ManifestText>>): string => localText(texts, locale).text.name
  return entries.map((entry) => {
    const note = notes.get(entry.record.feature)
    return {
      ...entry,
      partnerName: names.get(entry.record.partner) ?? '',
      featureName: note === undefined ? '' : nameIn(note.texts),
    }
  })
}

/** What each partner got of a person in all, the latest first. */
export async function totalDisclosures(
  { app }: Pick<System, 'app'>,
  { person }: { readonly person: PersonId },
): Promise<readonly (PartnerTotal & { readonly partnerName: string })[]> {
  return app.read(async (session) => {
    const totals = await disclosureTotals(session, person)
    const names = await partnerNames(
      session,
      totals.map((total) => total.partner),
    )
    return totals.map((total) => ({ ...total, partnerName: names.get(total.partner) ?? '' }))
  })
}
