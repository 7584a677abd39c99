// A person's countersignatures, standing and ended, with the names of what they are about (TRN-02).
import type { Countersignature, PersonId } from '@countersign/protocol'
import { countersignaturesOf } from '../store/countersignatures.ts'
import { disclosuresUnder } from '../store/disclosures.ts'
import { featureNotes, partnerNames, voidedScreens } from '../store/names.ts'
import { findPerson } from '../store/people.ts'
import type { System } from '../system.ts'
import { decisionTime } from './decision-time.ts'
import { localText } from './local-text.ts'

/** An answer as its person sees it. */
export interface ListedAnswer {
  readonly countersignature: Countersignature
  /** Whether it counts now, and if not, why. A "never" outlives its screen: voiding voids consent, not refusal. */
  readonly standing: 'live' | 'feature_ended' | 'ended' | 'expired' | 'void'
  readonly partnerName: string
  readonly featureName: string
  /** How many times something of this person's left under it. */
  readonly disclosures: number
}

/** All answers of a person, the newest first. */
export async function listAnswers(
  system: Pick<System, 'app' | 'clock' | 'settings'>,
  { person }: { readonly person: PersonId },
): Promise<readonly ListedAnswer[]> {
  return system.app.read(async (session) => {
    const now = await decisionTime(system, session)
    const answers = await countersignaturesOf(session, person)
    const partners = [...new Set(answers.map((answer) => answer.partner))]
    const names = await partnerNames(session, partners)
    const notes = await featureNotes(session, partners)
    const voided = await voidedScreens(session, partners)
    const counts = await disclosuresUnder(session, person)
    const locale = (await findPerson(session, person))?.locale ?? 'en'
    const standing = (answer: Countersignature): ListedAnswer['standing'] => {
      if (answer.state === 'ended') return 'ended'
      if (now >= answer.endAt) return 'expired'
      const end = notes.get(answer.feature)?.endAt ?? null
      if (end !== null && now >= end) return 'feature_ended'
      return answer.answer === 'allow' && voided.has(answer.screenHash) ? 'void' : 'live'
    }
    return answers.map((answer) => {
      const note = notes.get(answer.feature)
      return {
        countersignature: answer,
        standing: standing(answer),
        partnerName: names.get(answer.partner) ?? '',
        featureName: note === undefined ? '' : localText(note.texts, locale).text.name,
        disclosures: counts.get(answer.id) ?? 0,
      }
    })
  })
}
