// Everything about a person and each company that ever had to do with them: what may flow, what flowed, and when (TRN-01, 02, 04).
import type { Instant, PartnerId, PersonId, RefusalCode, ThreadId } from '@countersign/protocol'
import {
  type DisclosureDay,
  disclosureDays,
  disclosureTotals,
  type PartnerTotal,
} from '../store/disclosures.ts'
import { lastRefusals } from '../store/ledger-entries.ts'
import { listPartners } from '../store/partners.ts'
import { findPerson } from '../store/people.ts'
import type { System } from '../system.ts'
import { type ListedAnswer, listAnswers } from './list-answers.ts'
import { type DeletableFeature, type ListedDeletion, listDeletions } from './list-deletions.ts'
import { type ListedGrant, listGrants } from './list-grants.ts'
import { threadTitles } from './thread-title.ts'

/** One company as its person sees it. */
export interface CompanyOverview {
  readonly id: PartnerId
  readonly name: string
  readonly homepage: string
  /** Whether it may get something of theirs or write for them now, the master switch aside. */
  readonly live: boolean
  readonly permissions: readonly ListedGrant[]
  readonly answers: readonly ListedAnswer[]
  readonly total: PartnerTotal | null
  /** What it got, day by day in UTC, the oldest first; days on which it got nothing are left out. */
  readonly days: readonly DisclosureDay[]
  readonly lastRefused: { readonly at: Instant; readonly code: RefusalCode } | null
  /** What it was asked to delete, the newest first, and for what it may be asked now (DEL-02). */
  readonly deletions: readonly ListedDeletion[]
  readonly deletable: readonly DeletableFeature[]
}

/** All of it. */
export interface PrivacyOverview {
  /** Whether the master switch is on. */
  readonly restricted: boolean
  /** Those that may get something first, then those that got something last. */
  readonly companies: readonly CompanyOverview[]
  /** What the threads named in it are called. */
  readonly titles: ReadonlyMap<ThreadId, string>
}

/** What the privacy centre shows of a person. */
export async function privacyOverview(
  system: Pick<System, 'app' | 'clock' | 'settings'>,
  { person }: { readonly person: PersonId },
): Promise<PrivacyOverview> {
  const { app } = system
  const grants = await listGrants(system, { person })
  const answers = await listAnswers(system, { person })
  const totals = new Map((await disclosureTotals(app, person)).map((total) => [total.partner, total]))
  const days = Map.groupBy(await disclosureDays(app, person), ({ partner }) => partner)
  const refusals = await lastRefusals(app, person)
  const known = new Set<PartnerId>([
    ...grants.map(({ grant }) => grant.partner),
    ...answers.map(({ countersignature }) => countersignature.partner),
    ...totals.keys(),
    ...refusals.keys(),
  ])
  const { deletions, deletable } = await listDeletions(system, {
    person,
    partners: [...known],
    at: system.clock.now(),
  })
  const companies = (await listPartners(app))
    .filter(({ id }) => known.has(id))
    .map(({ id, name, homepage }): CompanyOverview => {
      const permissions = grants.filter(({ grant }) => grant.partner === id)
      const given = answers.filter(({ countersignature }) => countersignature.partner === id)
      return {
        id,
        name,
        homepage,
        live: permissions.some(({ standing }) => standing === 'live') || given.some(isLiveYes),
        permissions,
        answers: given,
        total: totals.get(id) ?? null,
        days: days.get(id) ?? [],
        lastRefused: refusals.get(id) ?? null,
        deletions: deletions.filter(({ deletion }) => deletion.partner === id),
        deletable: deletable.filter(({ partner }) => partner === id),
      }
    })
    .sort((a, b) => Number(b.live) - Number(a.live) || (b.total?.lastAt ?? 0) - (a.total?.lastAt ?? 0))
  const threads = [
    ...grants.flatMap(({ grant }) => grant.threads),
    ...answers.flatMap(({ countersignature }) => countersignature.thread ?? []),
  ]
  return {
    restricted: (await findPerson(app, person))?.restricted ?? false,
    companies,
    titles: await threadTitles(app, person, threads),
  }
}

const isLiveYes = ({ standing, countersignature }: ListedAnswer): boolean =>
  standing === 'live' && countersignature.answer === 'allow'
