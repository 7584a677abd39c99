// Makes a permission narrower, at once and without a new screen. Wider needs a new one (PER-05).
import {
  type Grant,
  type GrantId,
  type GrantNarrowing,
  type Instant,
  narrowGrant,
  type PersonId,
  type SentStatement,
} from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { manifestsOf } from '../store/features.ts'
import { findGrant, saveGrant } from '../store/grants.ts'
import type { System } from '../system.ts'
import { accepted } from './accepted.ts'
import { checkSent } from './check-statement.ts'
import { notifyAllParties } from './notify-members.ts'
import { type EndedPart, oweEnded } from './owe.ts'
import { takeSigned } from './take-statement.ts'

/**
 * Narrows a person's own grant: fewer verbs or threads, an earlier end, no history.
 * @throws {Problem} NOT_FOUND; ALREADY when it has ended; WOULD_WIDEN, NOTHING_CHOSEN, THREADS_MISSING,
 *   END_NOT_AFTER_START
 */
export async function amendGrant(
  system: Pick<System, 'app' | 'keyring' | 'random' | 'turnstile' | 'settings'>,
  {
    person,
    grant: id,
    to,
    signed,
  }: {
    readonly person: PersonId
    readonly grant: GrantId
    readonly to: GrantNarrowing
    readonly signed?: SentStatement | undefined
  },
): Promise<void> {
  const statement = await checkSent(system, 'stops', person, 'grant_amended', signed)
  await system.turnstile.change({
    direction: 'tightens',
    async apply(session, at) {
      const grant = await findGrant(session, person, id)
      if (grant === undefined) throw new Problem('NOT_FOUND')
      const { partner, feature } = grant
      const manifest = (await manifestsOf(session, partner, feature)).find(
        (each) => each.version === grant.manifestVersion,
      )
      if (manifest === undefined) throw new Problem('NOT_FOUND')
      const narrowed = accepted(narrowGrant(grant, manifest, to))
      await saveGrant(session, narrowed)
      await oweEnded(system, session, lost(grant, narrowed, at), at)
      await notifyAllParties(system, session, grant.threads, { partner, feature, at })
      const record = {
        kind: 'grant_amended',
        at,
        person,
        grant: id,
        partner,
        feature,
        manifest_version: narrowed.manifestVersion,
        purpose: narrowed.purpose,
        verbs: narrowed.verbs,
        fields: narrowed.fields,
        threads: narrowed.threads,
        starts_at: narrowed.startAt,
        ends_at: narrowed.endAt,
        history: narrowed.history,
      } as const
      const behind = await takeSigned(session, 'stops', statement, record, at)
      const records = [{ person, partner, record }, ...behind]
      return { value: undefined, touches: [{ person, feature }], records }
    },
  })
}

/** What a partner has lost by the narrowing: powers altogether, and what it keeps in threads that were taken out. */
function lost(grant: Grant, narrowed: Grant, at: Instant): readonly EndedPart[] {
  const over = narrowed.endAt <= at
  const kept = over ? [] : narrowed.verbs
  const threads = grant.threads.filter((thread) => !narrowed.threads.includes(thread))
  const part = { grant, why: 'narrowed' } as const
  return [
    { ...part, verbs: grant.verbs.filter((verb) => !kept.includes(verb)) },
    { ...part, verbs: threads.length > 0 ? kept : [], threads },
  ]
}
