// The catalogues a person may search from a thread: of features they let send cards, now.
import { decide, type Grant, type PersonId } from '@countersign/protocol'
import { type Catalogue, cataloguesOf } from '../store/catalogues.ts'
import type { Session } from '../store/database.ts'
import { grantsOfPerson } from '../store/grants.ts'
import { type FeatureNote, featureNotes, partnerNames } from '../store/names.ts'
import type { System } from '../system.ts'
import { decisionTime } from './decision-time.ts'
import { factsOfOne } from './facts-of-one.ts'
import { localText } from './local-text.ts'

/** A catalogue, and the person's own permission it is open under. */
export interface OpenCatalogue extends Catalogue {
  readonly grant: Grant
  readonly partnerName: string
  readonly featureName: string
}

/** Every catalogue open to a person, by the company's name. */
export async function listCatalogues(
  system: Pick<System, 'app' | 'clock' | 'settings'>,
  { person, locale }: { readonly person: PersonId; readonly locale: string },
): Promise<readonly OpenCatalogue[]> {
  return system.app.read(async (session) => {
    const now = await decisionTime(system, session)
    const writing = (await grantsOfPerson(session, person)).filter(
      ({ state, verbs }) => state === 'given' && verbs.includes('messages.write'),
    )
    const partners = [...new Set(writing.map(({ partner }) => partner))]
    const catalogues = await cataloguesOf(session, partners)
    const names = await partnerNames(session, partners)
    const notes = await featureNotes(session, partners)
    const open: OpenCatalogue[] = []
    for (const grant of writing) {
      const found = catalogues.find(
        ({ partner, feature }) => partner === grant.partner && feature === grant.feature,
      )
      if (found === undefined || !(await mayWrite(session, grant, now))) continue
      const partnerName = names.get(grant.partner) ?? ''
      open.push({ ...found, grant, partnerName, featureName: nameOf(notes.get(grant.feature), locale) })
    }
    return open.sort((a, b) => a.partnerName.localeCompare(b.partnerName))
  })
}

function nameOf(note: FeatureNote | undefined, locale: string): string {
  return note === undefined ? '' : localText(note.texts, locale).text.name
}

/**
 * Whether a confirmed card would be placed now. It only decides what is offered: confirming decides again, and is what
 * counts. A power that lapsed from disuse is offered, as searching is its person's own use of it (SUN-04).
 */
async function mayWrite(session: Session, grant: Grant, now: number): Promise<boolean> {
  const { person, partner, feature, purpose } = grant
  const known = await factsOfOne(session, grant)
  if (known === undefined) return false
  const decided = decide(
    { partner, feature, person, verb: 'messages.write', purpose, fields: null, thread: null },
    { ...known, ticket: 'valid' },
    now,
  )
  return decided.outcome === 'permit' || decided.code === 'INACTIVE'
}
