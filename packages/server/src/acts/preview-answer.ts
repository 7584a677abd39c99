// What of a person's own words a yes to an ask could give, before they answer it (PER-03, COP-01).
import {
  type Countersignature,
  DAY_MS,
  giveGrant as give,
  offerFor,
  type PersonId,
  type ThreadId,
} from '@countersign/protocol'
import { makeId } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import { countersignaturesOf } from '../store/countersignatures.ts'
import { isPresent } from '../store/stays.ts'
import type { System } from '../system.ts'
import { accepted } from './accepted.ts'
import { type Asked, askCard } from './ask-card.ts'
import { termDaysOf } from './ask-text.ts'
import { decisionTime } from './decision-time.ts'

/** A yes that is being thought about. */
export interface ThoughtOf extends Asked {
  readonly person: PersonId
  readonly thread: ThreadId
  readonly scope: 'thread' | 'all'
  readonly history: boolean
}

/** Messages shown at once. */
const MOST = 20

/** What would go, or that a "never" of the person's own at the other scope keeps everything. */
export type AnswerPreview = Awaited<ReturnType<System['gate']['preview']>> | { readonly outcome: 'never' }

/**
 * The person's own messages of a thread that could leave once they had said yes: as if they had connected the company themselves, so
 * it shows nothing of whoever did, when that was, or what others answered. At most this leaves, and less where the one who connected
 * was not there to read it.
 * @throws {Problem} NOT_FOUND for a thread they are not in or a feature that is not there; NOT_OFFERED when it reads no messages
 */
export async function previewAnswer(
  system: Pick<System, 'app' | 'gate' | 'random' | 'clock' | 'settings'>,
  { person, thread, scope, history, ...asked }: ThoughtOf,
): Promise<AnswerPreview> {
  const { grant, at, kept } = await system.app.read(async (session) => {
    if (!(await isPresent(session, thread, person))) throw new Problem('NOT_FOUND')
    const { text, manifest } = await askCard(session, { person, ...asked })
    if (offerFor(manifest, asked.purpose, 'messages.read') === undefined)
      throw new Problem('NOT_OFFERED', { detail: 'It reads no messages for this purpose.' })
    const now = await decisionTime(system, session)
    const nevers = (await countersignaturesOf(session, person)).filter((one) =>
      standsAgainst(one, asked, now),
    )
    const supposed = give(manifest, {
      id: makeId('grant', now, system.random),
      person,
      purpose: asked.purpose,
      verbs: ['messages.read'],
      threads: [thread],
      startAt: now,
      endAt: now + termDaysOf(manifest) * DAY_MS,
      history,
      screenHash: text.hash,
      locale: text.locale,
    })
    const replaced = scope === 'thread' ? thread : null
    return {
      grant: accepted(supposed),
      at: now,
      kept: nevers.some((one) => one.thread !== replaced && (one.thread === null || one.thread === thread)),
    }
  })
  // An answer takes the place of the one in its own scope; "never" at any other wins.
  if (kept) return { outcome: 'never' }
  return system.gate.preview({ grant, thread, at, limit: MOST })
}

function standsAgainst(
  { state, answer, feature, purpose, endAt }: Countersignature,
  asked: Asked,
  now: number,
): boolean {
  return (
    state === 'given' &&
    answer === 'never' &&
    feature === asked.feature &&
    purpose === asked.purpose &&
    now < endAt
  )
}
