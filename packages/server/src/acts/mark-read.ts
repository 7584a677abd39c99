// Read marks: how far members have read. Who hides theirs does not see those of others.
import type { MessageId, PersonId, ThreadId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { findReadableMessage } from '../store/messages.ts'
import { hidingReaders, marksIn, type ReadMark, saveMark, saveReadingShown } from '../store/read-marks.ts'
import { isPresent } from '../store/stays.ts'
import type { System } from '../system.ts'

/**
 * Moves a person's own mark on to a message; never back. The others of the thread hear of it only where the person lets
 * them see it, so that no time of a hint says what the switch hides.
 * @throws {Problem} NOT_FOUND for a thread they are not in, or a message they cannot see there
 */
export async function markRead(
  { app, clock, live }: Pick<System, 'app' | 'clock' | 'live'>,
  {
    person,
    thread,
    message,
  }: { readonly person: PersonId; readonly thread: ThreadId; readonly message: MessageId },
): Promise<void> {
  const found = await findReadableMessage(app, thread, person, message)
  if (found === undefined || !(await isPresent(app, thread, person))) throw new Problem('NOT_FOUND')
  const at = clock.now()
  if (!(await saveMark(app, { thread, person, position: found.position, at }))) return
  const hides = (await hidingReaders(app, [person])).has(person)
  live.tell(hides ? { type: 'marks', thread, only: person } : { type: 'marks', thread })
}

/**
 * The marks a person sees: their own, and those of the present others who show theirs, unless they hide their own.
 * @throws {Problem} NOT_FOUND for a thread they are not in
 */
export async function listMarks(
  { app }: Pick<System, 'app'>,
  { person, thread }: { readonly person: PersonId; readonly thread: ThreadId },
): Promise<readonly ReadMark[]> {
  return app.read(async (session) => {
    if (!(await isPresent(session, thread, person))) throw new Problem('NOT_FOUND')
    const marks = await marksIn(session, thread, person)
    const hiding = await hidingReaders(session, [person, ...marks.map((mark) => mark.person)])
    return marks.filter((mark) => mark.person === person || !(hiding.has(person) || hiding.has(mark.person)))
  })
}

/** Whether others see how far a person has read. */
export async function showsReading({ app }: Pick<System, 'app'>, person: PersonId): Promise<boolean> {
  return !(await hidingReaders(app, [person])).has(person)
}

/** Sets it. Nobody is told. */
export function setReadingShown(
  { app }: Pick<System, 'app'>,
  { person, shown }: { readonly person: PersonId; readonly shown: boolean },
): Promise<void> {
  return saveReadingShown(app, person, shown)
}
