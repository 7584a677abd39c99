// What the privacy centre shows, company by company: permissions, answers, and what the ledger says went out.
import type {
  Countersignature,
  CountersignatureId,
  Instant,
  PartnerId,
  PersonId,
  RefusalCode,
  ThreadId,
} from '@countersign/protocol'
import { refusals } from '@countersign/protocol'
import { askCard } from '../../acts/ask-card.ts'
import type { AskText } from '../../acts/ask-text.ts'
import { type ListedDisclosure, listDisclosures, totalDisclosures } from '../../acts/list-disclosures.ts'
import { type GrantStanding, type ListedGrant, listGrants } from '../../acts/list-grants.ts'
import { localText } from '../../acts/local-text.ts'
import { threadTitles } from '../../acts/thread-title.ts'
import { Problem } from '../../problems.ts'
import { countersignaturesOf } from '../../store/countersignatures.ts'
import { lastRefusals } from '../../store/ledger-entries.ts'
import { featureNotes } from '../../store/names.ts'
import { listPartners } from '../../store/partners.ts'
import type { System } from '../../system.ts'
import type { AnswerView, PermissionView } from './permission-view.ts'
import type { CompanyView, DisclosureView } from './privacy-view.ts'
import type { Visitor } from './scope.ts'

/** Disclosures read for the time lines; the whole list has a page of its own. */
const DRAWN = 500
/** Disclosures listed below each company. */
const LISTED = 20

/** Everything about the visitor and each company that ever had to do with them, the most recent first. */
export async function companyViews(
  system: System,
  visitor: Visitor,
  now: Instant,
): Promise<readonly CompanyView[]> {
  const { id: person } = visitor
  const grants = await listGrants(system, { person })
  const answers = await countersignaturesOf(system.app, person)
  const disclosures = await listDisclosures(system, { person, limit: DRAWN, before: null })
  const totals = new Map((await totalDisclosures(system, { person })).map((total) => [total.partner, total]))
  const refused = await lastRefusals(system.app, person)
  const known = new Set<PartnerId>([
    ...grants.map(({ grant }) => grant.partner),
    ...answers.map(({ partner }) => partner),
    ...totals.keys(),
    ...refused.keys(),
  ])
  const partners = (await listPartners(system.app)).filter(({ id }) => known.has(id))
  const notes = await featureNotes(
    system.app,
    partners.map(({ id }) => id),
  )
  const threads = [
    ...grants.flatMap(({ grant }) => grant.threads),
    ...answers.flatMap(({ thread }) => thread ?? []),
  ]
  const titles = await threadTitles(system.app, person, threads)
  const screens = await screensFor(system, person, answers)
  const featureName = (answer: Countersignature): string => {
    const texts = notes.get(answer.feature)?.texts
    return texts === undefined ? '' : localText(texts, visitor.locale).text.name
  }
  return partners.map(({ id, name, homepage }) => {
    const total = totals.get(id)
    const own = disclosures.filter(({ record }) => record.partner === id)
    return {
      id,
      name,
      homepage,
      permissions: grants.filter(({ grant }) => grant.partner === id).map((one) => permissionOf(one, titles)),
      answers: answers
        .filter(({ partner }) => partner === id)
        .map((one) =>
          answerOf(one, { feature: featureName(one), titles, screen: screens.get(one.id) ?? null, now }),
        ),
      drawn: own.filter(({ delivered }) => delivered).map(disclosureOf),
      disclosures: own.slice(0, LISTED).map(disclosureOf),
      totals: {
        reads: total?.disclosures ?? 0,
        items: total?.items ?? 0,
        itemsThroughOthers: total?.itemsThroughOthers ?? 0,
      },
      refused: refusedOf(refused.get(id)),
    }
  })
}

const standingWords: Readonly<Record<Exclude<GrantStanding, 'live'>, string>> = {
  feature_ended: 'feature ended',
  void: 'not valid: its screen was wrong',
  withdrawn: 'withdrawn',
  superseded: 'replaced by a newer one',
  expired: 'run out',
  inactive: 'asleep: not used for 90 days',
}

function permissionOf(
  { grant, standing, featureName, lastUsedAt, disclosures }: ListedGrant,
  titles: ReadonlyMap<ThreadId, string>,
): PermissionView {
  const endedAt = grant.state === 'given' ? null : grant.endedAt
  return {
    id: grant.id,
    feature: featureName,
    purpose: grant.purpose,
    verbs: grant.verbs,
    fields: grant.fields,
    threads: grant.threads.map((thread) => titles.get(thread) ?? 'a thread that is gone'),
    history: grant.history,
    givenAt: grant.startAt,
    endsAt: grant.endAt,
    ended: standing === 'live' ? null : { at: endedAt, words: standingWords[standing] },
    withdrawable: grant.state === 'given' && standing !== 'expired',
    lastUsedAt,
    disclosures,
  }
}

/** The card each standing answer would be changed on. */
async function screensFor(
  system: System,
  person: PersonId,
  answers: readonly Countersignature[],
): Promise<ReadonlyMap<CountersignatureId, AskText>> {
  const screens = new Map<CountersignatureId, AskText>()
  for (const { id, state, partner, feature, manifestVersion, purpose } of answers) {
    if (state !== 'given') continue
    try {
      const { text } = await askCard(system.app, { person, partner, feature, manifestVersion, purpose })
      screens.set(id, text)
    } catch (error) {
      // Nothing is asked there any more: the answer can still be taken back.
      if (!(error instanceof Problem)) throw error
    }
  }
  return screens
}

function answerOf(
  answer: Countersignature,
  {
    feature,
    titles,
    screen,
    now,
  }: {
    readonly feature: string
    readonly titles: ReadonlyMap<ThreadId, string>
    readonly screen: AskText | null
    readonly now: Instant
  },
): AnswerView {
  const ended =
    answer.state === 'ended'
      ? { at: answer.endedAt, words: 'ended' }
      : now >= answer.endAt
        ? { at: answer.endAt, words: 'run out' }
        : null
  return {
    id: answer.id,
    feature,
    purpose: answer.purpose,
    answer: answer.answer,
    thread: answer.thread === null ? null : (titles.get(answer.thread) ?? 'a thread that is gone'),
    history: answer.history,
    contactFields: answer.contactFields,
    givenAt: answer.startAt,
    endsAt: answer.endAt,
    ended,
    screen,
  }
}

/** A disclosure as the pages list it. */
export function disclosureOf({
  record,
  partnerName,
  delivered,
  leafIndex,
}: ListedDisclosure): DisclosureView {
  return {
    at: record.at,
    company: partnerName,
    purpose: record.purpose,
    items: record.items.length,
    fields: record.fields,
    through: record.through,
    under: { anchor: record.under, kind: record.under.startsWith('grant_') ? 'permission' : 'answer' },
    delivered,
    leafIndex,
  }
}

const refusalWords: Partial<Record<RefusalCode, string>> = {
  RESTRICTED: 'Your switch is on.',
  NO_GRANT: 'You allowed it nothing.',
  WITHDRAWN: 'You had withdrawn the permission.',
  EXPIRED: 'Your permission had run out.',
  INACTIVE: 'You had not used it for 90 days.',
  VERB_NOT_GRANTED: 'You had not allowed that.',
  NOT_GRANTED: 'It asked for more than you allowed.',
  PURPOSE_MISMATCH: 'It named a purpose you had not allowed.',
  PURPOSE_REQUIRED: 'It did not say what for.',
  NOT_FOUND: 'It asked for a thread you had not picked.',
}

/** Why a company was refused, in words for the person whose data it asked for. */
export function refusedOf(
  refusal: { readonly at: Instant; readonly code: RefusalCode } | undefined,
): CompanyView['refused'] {
  if (refusal === undefined) return null
  return { at: refusal.at, words: refusalWords[refusal.code] ?? refusals[refusal.code].title }
}
