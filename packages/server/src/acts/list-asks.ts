// The asks of a thread as one member sees them: the card, and their own answer. Never who asked or what others said.
import type { AskId, Countersignature, Instant, PersonId, ThreadId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { type Ask, asksSince } from '../store/asks.ts'
import { countersignaturesOf } from '../store/countersignatures.ts'
import type { Session } from '../store/database.ts'
import { featureNotes } from '../store/names.ts'
import { restrictedPeople } from '../store/people.ts'
import { isPresent } from '../store/stays.ts'
import { threadsOfPerson } from '../store/threads.ts'
import type { System } from '../system.ts'
import { type Asked, askCard } from './ask-card.ts'
import type { AskText } from './ask-text.ts'
import { ASK_AGAIN_MS } from './ask-thread.ts'
import { decisionTime } from './decision-time.ts'

/** An ask for one person. */
export interface ListedAsk extends Asked {
  readonly ask: AskId
  readonly thread: ThreadId
  readonly askedAt: Instant
  readonly partnerName: string
  readonly text: AskText
  /** The person's own answer in force here, for this thread or for all; null when there is none. */
  readonly answer: Countersignature | null
}

/**
 * The asks of the last twelve months in a thread, but for those this person made.
 * @throws {Problem} NOT_FOUND for a thread they are not in
 */
export async function listAsks(
  system: Pick<System, 'app' | 'clock' | 'settings'>,
  { person, thread }: { readonly person: PersonId; readonly thread: ThreadId },
): Promise<readonly ListedAsk[]> {
  return system.app.read(async (session) => {
    if (!(await isPresent(session, thread, person))) throw new Problem('NOT_FOUND')
    return asksIn(system, session, person, [thread])
  })
}

/** The asks in all of a person's threads that they have not answered; none for somebody who shares nothing with anybody. */
export async function openAsks(
  system: Pick<System, 'app' | 'clock' | 'settings'>,
  { person }: { readonly person: PersonId },
): Promise<readonly ListedAsk[]> {
  return system.app.read(async (session) => {
    if ((await restrictedPeople(session, [person])).length > 0) return []
    const threads = await threadsOfPerson(session, person, { limit: MOST_THREADS, before: null })
    return (await asksIn(system, session, person, threads)).filter((listed) => listed.answer === null)
  })
}

/** Somebody in more threads than this sees the asks of the newest ones. */
const MOST_THREADS = 10_000

async function asksIn(
  system: Pick<System, 'clock' | 'settings'>,
  session: Session,
  person: PersonId,
  threads: readonly ThreadId[],
): Promise<readonly ListedAsk[]> {
  const now = await decisionTime(system, session)
  const asks = (await asksSince(session, threads, now - ASK_AGAIN_MS)).filter((ask) => ask.askedBy !== person)
  const notes = await featureNotes(session, [...new Set(asks.map((ask) => ask.partner))])
  const answers = (await countersignaturesOf(session, person)).filter(
    (answer) => answer.state === 'given' && now < answer.endAt,
  )
  const listed: ListedAsk[] = []
  for (const { id: ask, thread, askedAt, askedBy: _, ...asked } of asks) {
    const endAt = notes.get(asked.feature)?.endAt ?? null
    if (endAt !== null && now >= endAt) continue
    const { text, partnerName } = await askCard(session, { person, ...asked })
    listed.push({
      ...asked,
      ask,
      thread,
      askedAt,
      partnerName,
      text,
      answer: answerTo(answers, thread, asked),
    })
  }
  return listed
}

/** The answer that counts: "never" at any scope before a yes, the thread's own before the one for all. */
function answerTo(
  answers: readonly Countersignature[],
  thread: Ask['thread'],
  { feature, purpose, manifestVersion }: Asked,
): Countersignature | null {
  const here = answers.filter(
    (answer) =>
      answer.feature === feature &&
      answer.purpose === purpose &&
      (answer.thread === null || answer.thread === thread) &&
      (answer.answer === 'never' || answer.manifestVersion === manifestVersion),
  )
  return (
    here.find((answer) => answer.answer === 'never') ??
    here.find((answer) => answer.thread === thread) ??
    here[0] ??
    null
  )
}
