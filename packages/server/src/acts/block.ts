// Blocking: who is blocked cannot open a direct thread with its person, add them to groups or become their friend. Nobody is told.
import type { PersonId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { blockedBy, deleteBlock, insertBlock } from '../store/blocks.ts'
import { personNames } from '../store/names.ts'
import { peopleHere } from '../store/people.ts'
import type { System } from '../system.ts'
import { unfriend } from './befriend.ts'

/** Whom somebody does not want to hear from. */
export interface Block {
  readonly person: PersonId
  readonly blocked: PersonId
}

/**
 * Blocks somebody, and ends the friendship or request there is between the two. The block stands before the friendship ends, so that
 * nothing new begins in between; doing it again changes nothing.
 * @throws {Problem} NOT_FOUND for oneself or somebody who is not here
 */
export async function block(
  system: Pick<System, 'app' | 'clock' | 'turnstile'>,
  { person, blocked }: Block,
): Promise<void> {
  if (person === blocked || !(await peopleHere(system.app, [blocked])).has(blocked))
    throw new Problem('NOT_FOUND')
  await insertBlock(system.app, person, blocked, system.clock.now())
  await unfriend(system, { person, friend: blocked }).catch((error: unknown) => {
    if (!(error instanceof Problem && error.code === 'NOT_FOUND')) throw error
  })
}

/** Ends a block. @throws {Problem} NOT_FOUND when there is none */
export async function unblock({ app }: Pick<System, 'app'>, { person, blocked }: Block): Promise<void> {
  if (!(await deleteBlock(app, person, blocked))) throw new Problem('NOT_FOUND')
}

/** Whom a person has blocked, with the names they chose. */
export async function listBlocked(
  { app }: Pick<System, 'app'>,
  person: PersonId,
): Promise<readonly { readonly id: PersonId; readonly name: string }[]> {
  return app.read(async (session) => {
    const blocked = await blockedBy(session, person)
    const names = await personNames(session, blocked)
    return blocked.map((id) => ({ id, name: names.get(id) ?? '' }))
  })
}
