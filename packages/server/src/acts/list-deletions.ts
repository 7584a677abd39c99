// Asks to delete as those two see them: the person, with names and what they may ask now; the partner, item by item.
import type {
  Deletion,
  DeletionId,
  DeletionItem,
  FeatureId,
  Instant,
  PartnerId,
  PersonId,
} from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { deletionsOf, findDeletion, itemsAsked, waysGot } from '../store/deletions.ts'
import { featureNotes, partnerNames } from '../store/names.ts'
import { findPerson } from '../store/people.ts'
import type { System } from '../system.ts'
import { askableWays } from './ask-deletion.ts'
import { localText } from './local-text.ts'

/** An ask with its names. */
export interface ListedDeletion {
  readonly deletion: Deletion
  readonly partnerName: string
  readonly featureName: string
}

/** A feature through which a company got something that may be asked for now. */
export interface DeletableFeature {
  readonly partner: PartnerId
  readonly id: FeatureId
  readonly name: string
}

/** What a person asked these companies, the newest first, and for what they may ask them now. */
export async function listDeletions(
  { app, settings }: Pick<System, 'app' | 'settings'>,
  {
    person,
    partners,
    at,
  }: { readonly person: PersonId; readonly partners: readonly PartnerId[]; readonly at: Instant },
): Promise<{
  readonly deletions: readonly ListedDeletion[]
  readonly deletable: readonly DeletableFeature[]
}> {
  const deletions = await deletionsOf(app, person, partners)
  const ways = askableWays(await waysGot(app, person, settings.logId), deletions, at)
  const names = await partnerNames(app, partners)
  const notes = await featureNotes(app, partners)
  const locale = (await findPerson(app, person))?.locale ?? 'en'
  const nameOf = (feature: FeatureId): string => {
    const note = notes.get(feature)
    return note === undefined ? '' : localText(note.texts, locale).text.name
  }
  const features = new Map(ways.map(({ partner, feature }) => [feature, partner]))
  return {
    deletions: deletions.map((deletion) => ({
      deletion,
      partnerName: names.get(deletion.partner) ?? '',
      featureName: nameOf(deletion.feature),
    })),
    deletable: [...features].map(([id, partner]) => ({ partner, id, name: nameOf(id) })),
  }
}

/** So many disclosures are taken apart for a page of items. */
const DISCLOSURES_A_PAGE = 100

/** A page of the items an ask is about. @throws {Problem} NOT_FOUND for an ask to somebody else */
export async function itemsOfDeletion(
  { app }: Pick<System, 'app'>,
  {
    partner,
    deletion,
    after = -1,
  }: { readonly partner: PartnerId; readonly deletion: DeletionId; readonly after: number | undefined },
): Promise<{ readonly items: readonly DeletionItem[]; readonly next: number | null }> {
  const found = await findDeletion(app, partner, deletion)
  if (found === undefined) throw new Problem('NOT_FOUND')
  return itemsAsked(app, found, { after, disclosures: DISCLOSURES_A_PAGE })
}
