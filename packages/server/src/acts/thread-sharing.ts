// What companies may have of the reader's own words in one thread, and what the reader may answer or ask there.
import {
  type GrantId,
  type Instant,
  type PartnerId,
  type PersonId,
  type Purpose,
  type ThreadId,
  type ThreadSetting,
  threadSettings,
} from '@countersign/protocol'
import { lastAskedAt } from '../store/asks.ts'
import { restrictedPeople } from '../store/people.ts'
import type { System } from '../system.ts'
import { ASK_AGAIN_MS } from './ask-thread.ts'
import { decisionTime } from './decision-time.ts'
import { type ListedAnswer, listAnswers } from './list-answers.ts'
import { type ListedAsk, listAsks } from './list-asks.ts'
import { type ListedGrant, listGrants } from './list-grants.ts'

/** A company that can have the reader's own words here: never anything about others (design §4 "no trace"). */
export interface Reach {
  readonly partner: PartnerId
  readonly partnerName: string
  /** From when on; null for everything written so far too. */
  readonly since: Instant | null
  readonly until: Instant
}

/** A permission of the reader's own in this thread, for which they may invite the others to countersign. */
export interface AskOffer {
  readonly grant: GrantId
  readonly partner: PartnerId
  readonly partnerName: string
  readonly purpose: Purpose
}

/** The reader's own sharing in one thread. Nothing here depends on what anybody else decided (design §4 "no trace"). */
export interface Sharing {
  /** Whether the reader shares nothing with anybody. */
  readonly restricted: boolean
  readonly reach: readonly Reach[]
  readonly asks: readonly ListedAsk[]
  readonly offers: readonly AskOffer[]
  /** Settings a member may choose: what this place asks for at least, and stricter ones. */
  readonly choices: readonly ThreadSetting[]
}

/** Gathers it for a member. @throws {Problem} NOT_FOUND for a thread the reader is not in */
export async function threadSharing(
  system: Pick<System, 'app' | 'clock' | 'settings'>,
  { person, thread }: { readonly person: PersonId; readonly thread: ThreadId },
): Promise<Sharing> {
  const asks = await listAsks(system, { person, thread })
  const grants = (await listGrants(system, { person })).filter(
    ({ grant, standing }) => standing === 'live' && grant.threads.includes(thread),
  )
  const restricted = (await restrictedPeople(system.app, [person])).length > 0
  const now = await decisionTime(system, system.app)
  return {
    restricted,
    reach: restricted
      ? []
      : [...readable(grants), ...answered(await listAnswers(system, { person }), thread)],
    asks: asks.filter((ask) => !isGranted(grants, ask)),
    offers: restricted ? [] : await offersIn(system, thread, grants, now),
    choices: threadSettings.slice(threadSettings.indexOf(system.settings.floor)),
  }
}

function readable(grants: readonly ListedGrant[]): readonly Reach[] {
  return grants
    .filter(({ grant }) => grant.verbs.includes('messages.read'))
    .map(({ grant, partnerName }) => ({
      partner: grant.partner,
      partnerName,
      since: grant.history ? null : grant.startAt,
      until: grant.endAt,
    }))
}

/** Yeses of the reader's own that count here; "never" at any scope wins. */
function answered(answers: readonly ListedAnswer[], thread: ThreadId): readonly Reach[] {
  const here = answers.filter(
    ({ standing, countersignature: { thread: only } }) =>
      standing === 'live' && (only === null || only === thread),
  )
  const refused = ({ countersignature: about }: ListedAnswer) =>
    here.some(
      ({ countersignature: { answer, feature, purpose } }) =>
        answer === 'never' && feature === about.feature && purpose === about.purpose,
    )
  return here
    .filter((one) => one.countersignature.answer === 'allow' && !refused(one))
    .map(({ countersignature: { partner, startAt, endAt, history }, partnerName }) => ({
      partner,
      partnerName,
      since: history ? null : startAt,
      until: endAt,
    }))
}

/** Whoever connected the feature here themselves has answered already. */
function isGranted(grants: readonly ListedGrant[], ask: ListedAsk): boolean {
  return grants.some(({ grant }) => grant.feature === ask.feature && grant.purpose === ask.purpose)
}

/** One offer for each company the reader connected here that the thread was not asked for in twelve months. */
async function offersIn(
  system: Pick<System, 'app'>,
  thread: ThreadId,
  grants: readonly ListedGrant[],
  now: Instant,
): Promise<readonly AskOffer[]> {
  const offers = new Map<string, AskOffer>()
  for (const { grant, partnerName } of grants) {
    const concernsOthers = grant.verbs.includes('messages.read') || grant.verbs.includes('members.see')
    if (!concernsOthers || offers.has(grant.partner)) continue
    const asked = await lastAskedAt(system.app, thread, grant.partner)
    if (asked !== undefined && now - asked < ASK_AGAIN_MS) continue
    offers.set(grant.partner, {
      grant: grant.id,
      partner: grant.partner,
      partnerName,
      purpose: grant.purpose,
    })
  }
  return [...offers.values()]
}
