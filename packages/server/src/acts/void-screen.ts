// Voids a permission screen: what was given on it counts no more, for everybody, from the same instant (PER-04).
import type { FeatureId, Instant, NoticeKind, PartnerId, PersonId } from '@countersign/protocol'
import type { RegisterRecord } from '../gate/turnstile-port.ts'
import { makeId } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { featuresOf } from '../store/features.ts'
import { queueNotices } from '../store/notices.ts'
import { partnersShowing, peopleOnScreens, voidScreens } from '../store/screens.ts'
import type { System } from '../system.ts'

/** What voiding did: whose screen it was, and how many people it concerned, each of whom has been sent a notice. */
export interface VoidedScreen {
  readonly partners: readonly PartnerId[]
  readonly people: number
}

/**
 * Voids a screen by its hash. One row is changed however many gave something on it; everybody who did is told in the same
 * transaction. It is shown to nobody again.
 * @throws {Problem} NOT_FOUND for a screen nobody was ever shown; ALREADY; LEDGER_UNAVAILABLE
 */
export async function voidScreen(
  system: Pick<System, 'turnstile' | 'random'>,
  { hash }: { readonly hash: string },
): Promise<VoidedScreen> {
  return system.turnstile.change<VoidedScreen>({
    direction: 'tightens',
    async apply(session, at) {
      const showing = await partnersShowing(session, hash)
      if (showing.length === 0) throw new Problem('NOT_FOUND')
      const partners = showing.filter(({ voidedAt }) => voidedAt === null).map(({ partner }) => partner)
      if (partners.length === 0) throw new Problem('ALREADY')
      const people = new Set<PersonId>()
      const records: RegisterRecord[] = []
      for (const partner of partners) {
        const ended = await endScreens(system, session, { partner, hash, kind: 'consent_void', at })
        for (const person of ended.people) people.add(person)
        records.push(...ended.records)
      }
      const touches = partners.map((partner) => ({ partner }))
      return { value: { partners, people: people.size }, touches, records }
    },
  })
}

/** Voids one screen of a partner or all of them, and tells everybody who gave something there. Runs inside a change. */
export async function endScreens(
  system: Pick<System, 'random'>,
  session: Session,
  {
    partner,
    hash,
    kind,
    at,
  }: {
    readonly partner: PartnerId
    readonly hash: string | null
    readonly kind: NoticeKind
    readonly at: Instant
  },
): Promise<{ readonly people: ReadonlySet<PersonId>; readonly records: readonly RegisterRecord[] }> {
  const voided = await voidScreens(session, partner, hash, at)
  const concerned = await peopleOnScreens(session, partner, voided, at)
  await notifyAbout(system, session, concerned, { partner, kind, at })
  // A text nobody agreed to yet belongs to whichever feature would have shown it.
  const features =
    concerned.length > 0
      ? [...new Set(concerned.map(({ feature }) => feature))]
      : (await featuresOf(session, partner)).map(({ id }) => id)
  return {
    people: new Set(concerned.map(({ person }) => person)),
    records: voided.flatMap((screen_hash) =>
      features.map((feature) => ({
        register: partner,
        record: { kind: 'screen_voided', at, partner, feature, screen_hash },
      })),
    ),
  }
}

/** Sends each of these people one notice about each feature. Runs inside a change. */
export async function notifyAbout(
  { random }: Pick<System, 'random'>,
  session: Session,
  concerned: readonly { readonly person: PersonId; readonly feature: FeatureId }[],
  { partner, kind, at }: { readonly partner: PartnerId; readonly kind: NoticeKind; readonly at: Instant },
): Promise<void> {
  await queueNotices(
    session,
    concerned.map(({ person, feature }) => ({
      id: makeId('notice', at, random),
      person,
      kind,
      partner,
      feature,
      thread: null,
      madeAt: at,
    })),
  )
}
