// A person's permissions, live and ended, with every field of the dashboard contract (TRN-02).
import {
  type Grant,
  type Instant,
  inactiveFrom,
  type PartnerId,
  type PersonId,
  type Verb,
} from '@countersign/protocol'
import {
  disclosuresUnder,
  type GrantChange,
  grantChangesOf,
  type OwnUse,
  ownUsesOf,
} from '../store/disclosures.ts'
import { grantsOfPerson } from '../store/grants.ts'
import { type FeatureNote, featureNotes, partnerNames, voidedScreens } from '../store/names.ts'
import { findPerson } from '../store/people.ts'
import type { System } from '../system.ts'
import { decisionTime } from './decision-time.ts'
import { localText } from './local-text.ts'

/** Whether a permission gives anything now, and if not, why: in the order of design §4. */
export type GrantStanding =
  | 'live'
  | 'feature_ended'
  | 'void'
  | 'withdrawn'
  | 'superseded'
  | 'expired'
  | 'inactive'

/** A permission as its person sees it. */
export interface ListedGrant {
  readonly grant: Grant
  readonly standing: GrantStanding
  readonly partnerName: string
  readonly featureName: string
  readonly featureSummary: string
  /** When the person last used the partner themselves, for any verb of this grant; null for not since giving it. */
  readonly lastUsedAt: Instant | null
  /** How many times something of this person's left under it. */
  readonly disclosures: number
  /** What was done to it, oldest first, from the ledger. */
  readonly changes: readonly GrantChange[]
}

/** All permissions of a person, the newest first. */
export async function listGrants(
  system: Pick<System, 'app' | 'clock' | 'settings'>,
  { person }: { readonly person: PersonId },
): Promise<readonly ListedGrant[]> {
  return system.app.read(async (session) => {
    const now = await decisionTime(system, session)
    const grants = await grantsOfPerson(session, person)
    const partners = [...new Set(grants.map((grant) => grant.partner))]
    const locale = (await findPerson(session, person))?.locale ?? 'en'
    const names = await partnerNames(session, partners)
    const notes = await featureNotes(session, partners)
    const voided = await voidedScreens(session, partners)
    const uses = await ownUsesOf(session, person)
    const counts = await disclosuresUnder(session, person)
    const changes = Map.groupBy(await grantChangesOf(session, person), (change) => change.grant)
    return grants.map((grant) => {
      const note = notes.get(grant.feature)
      const text = note === undefined ? undefined : localText(note.texts, locale).text
      const lastUse = lastUseOf(uses, grant)
      return {
        grant,
        standing: standingOf(grant, note, voided, uses, now),
        partnerName: names.get(grant.partner) ?? '',
        featureName: text?.name ?? '',
        featureSummary: text?.summary ?? '',
        lastUsedAt: lastUse ?? null,
        disclosures: counts.get(grant.id) ?? 0,
        changes: changes.get(grant.id) ?? [],
      }
    })
  })
}

function standingOf(
  grant: Grant,
  note: FeatureNote | undefined,
  voided: ReadonlySet<string>,
  uses: readonly OwnUse[],
  now: Instant,
): GrantStanding {
  if (grant.state !== 'given') return grant.state
  if (note !== undefined && note.endAt !== null && now >= note.endAt) return 'feature_ended'
  if (voided.has(grant.screenHash)) return 'void'
  if (now >= grant.endAt) return 'expired'
  const lapsed = grant.verbs.every(
    (verb) => now >= inactiveFrom(grant.startAt, useOf(uses, grant.partner, verb)),
  )
  return lapsed ? 'inactive' : 'live'
}

function useOf(uses: readonly OwnUse[], partner: PartnerId, verb: Verb): Instant | undefined {
  return uses.find((use) => use.partner === partner && use.verb === verb)?.at
}

function lastUseOf(uses: readonly OwnUse[], { partner, verbs }: Grant): Instant | undefined {
  return uses
    .filter((use) => use.partner === partner && verbs.includes(use.verb))
    .reduce<Instant | undefined>((last, { at }) => (last === undefined || at > last ? at : last), undefined)
}
