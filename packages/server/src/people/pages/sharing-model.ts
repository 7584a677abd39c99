// What companies may have of the reader's own words in one thread, and what the reader may answer or ask there.
import {
  type Instant,
  type PersonId,
  stricter,
  type ThreadId,
  type ThreadSetting,
} from '@countersign/protocol'
import { ASK_AGAIN_MS } from '../../acts/ask-thread.ts'
import { type ListedAsk, listAsks } from '../../acts/list-asks.ts'
import { type ListedGrant, listGrants } from '../../acts/list-grants.ts'
import { purposeWords } from '../../http/words.ts'
import { lastAskedAt } from '../../store/asks.ts'
import { countersignaturesOf } from '../../store/countersignatures.ts'
import { partnerNames } from '../../store/names.ts'
import type { System } from '../../system.ts'
import type { AskView } from './ask-view.ts'
import type { Visitor } from './scope.ts'
import type { AskOffer, QuietLine } from './thread-view.ts'

/** The reader's own sharing in one thread. Nothing here depends on what anybody else decided (design §4 "no trace"). */
export interface Sharing {
  readonly quiet: readonly QuietLine[]
  readonly asks: readonly AskView[]
  readonly offers: readonly AskOffer[]
}

/** Gathers it for a member. @throws {Problem} NOT_FOUND for a thread the reader is not in */
export async function sharingIn(
  system: System,
  reader: Visitor,
  thread: ThreadId,
  now: Instant,
): Promise<Sharing> {
  const grants = (await listGrants(system, { person: reader.id })).filter(
    ({ grant, standing }) => standing === 'live' && grant.threads.includes(thread),
  )
  const asks = await listAsks(system, { person: reader.id, thread })
  return {
    quiet: reader.restricted
      ? []
      : [...readable(grants), ...(await answered(system, reader.id, thread, now))],
    asks: asks.filter((ask) => !isGranted(grants, ask)).map(askView),
    offers: reader.restricted ? [] : await offersIn(system, thread, grants, now),
  }
}

/** How a thread shares, as the deployment has it at least. */
export function settingIn(system: System, setting: ThreadSetting): ThreadSetting {
  return stricter(system.settings.floor, setting)
}

function readable(grants: readonly ListedGrant[]): readonly QuietLine[] {
  return grants
    .filter(({ grant }) => grant.verbs.includes('messages.read'))
    .map(({ grant, partnerName }) => ({
      company: partnerName,
      since: grant.history ? null : grant.startAt,
      until: grant.endAt,
    }))
}

async function answered(
  system: System,
  reader: PersonId,
  thread: ThreadId,
  now: Instant,
): Promise<readonly QuietLine[]> {
  const here = (await countersignaturesOf(system.app, reader)).filter(
    (answer) =>
      answer.state === 'given' && now < answer.endAt && (answer.thread === null || answer.thread === thread),
  )
  const names = await partnerNames(system.app, [...new Set(here.map(({ partner }) => partner))])
  const refused = (about: (typeof here)[number]) =>
    here.some(
      ({ answer, feature, purpose }) =>
        answer === 'never' && feature === about.feature && purpose === about.purpose,
    )
  return here
    .filter((answer) => answer.answer === 'allow' && !refused(answer))
    .map(({ partner, startAt, endAt, history }) => ({
      company: names.get(partner) ?? 'A company',
      since: history ? null : startAt,
      until: endAt,
    }))
}

/** Whoever connected the feature here themselves has answered already. */
function isGranted(grants: readonly ListedGrant[], ask: ListedAsk): boolean {
  return grants.some(({ grant }) => grant.feature === ask.feature && grant.purpose === ask.purpose)
}

function askView({ ask, thread, partnerName, text, answer }: ListedAsk): AskView {
  return {
    id: ask,
    thread,
    screen: text,
    company: partnerName,
    answer:
      answer === null
        ? null
        : {
            id: answer.id,
            answer: answer.answer,
            everywhere: answer.thread === null,
            history: answer.history,
            contactFields: answer.contactFields,
            endAt: answer.endAt,
          },
  }
}

/** One offer for each company the reader connected here that the thread was not asked for in twelve months. */
async function offersIn(
  system: System,
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
      company: partnerName,
      purposeWords: purposeWords(grant.purpose),
    })
  }
  return [...offers.values()]
}
