// How the privacy centre is shaped for the API: each company, what it may, what it got, what it was asked to delete.
import { isAllGone } from '@countersign/protocol'
import type { ListedDeletion } from '../acts/list-deletions.ts'
import type { CompanyOverview, PrivacyOverview } from '../acts/privacy-overview.ts'
import { presentAnswer, presentGrant, time, timeOrNull, type Wire } from './present.ts'

/** An ask to delete, and what the company said. */
export function presentDeletion({ deletion, partnerName, featureName }: ListedDeletion): Wire<'deletion'> {
  const { id, partner, feature, through, state, askedAt, dueAt } = deletion
  const answered = deletion.state === 'answered' ? deletion : undefined
  return {
    id,
    partner: { id: partner, name: partnerName },
    feature: { id: feature, name: featureName },
    through,
    state,
    asked_at: time(askedAt),
    due_at: time(dueAt),
    answered_at: timeOrNull(answered?.answeredAt ?? null),
    late: deletion.state !== 'asked' && deletion.overdueAt !== null,
    items: answered?.items ?? null,
    statement: answered?.statement ?? null,
    all_gone: answered !== undefined && isAllGone(answered),
  }
}

/** The privacy centre. */
export function presentPrivacy({ restricted, companies, titles }: PrivacyOverview): Wire<'privacy'> {
  return {
    restricted,
    companies: companies.map(presentCompany),
    threads: [...titles].map(([id, title]) => ({ id, title })),
  }
}

function presentCompany({
  id,
  name,
  homepage,
  live,
  permissions,
  answers,
  total,
  days,
  lastRefused,
  deletions,
  deletable,
}: CompanyOverview): Wire<'privacy'>['companies'][number] {
  return {
    partner: { id, name, homepage },
    live,
    permissions: permissions.map(presentGrant),
    answers: answers.map(presentAnswer),
    totals: {
      disclosures: total?.disclosures ?? 0,
      items: total?.items ?? 0,
      items_through_others: total?.itemsThroughOthers ?? 0,
      first_at: timeOrNull(total?.firstAt ?? null),
      last_at: timeOrNull(total?.lastAt ?? null),
    },
    days: days.map(({ day, items, itemsThroughOthers }) => ({
      day: time(day).slice(0, 10),
      items,
      items_through_others: itemsThroughOthers,
    })),
    last_refused: lastRefused && { at: time(lastRefused.at), code: lastRefused.code },
    deletions: deletions.map(presentDeletion),
    deletable: deletable.map(({ id: feature, name: called }) => ({ id: feature, name: called })),
  }
}
