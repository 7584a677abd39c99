// Friends: one asks, the other accepts. Only then may a partner both allow see the one in the other's list (COP-06).
import type { PersonId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { anyBlocks } from '../store/blocks.ts'
import {
  areFriends,
  deleteFriendRequest,
  deleteFriendship,
  friendRequestsTo,
  insertFriendRequest,
  insertFriendship,
} from '../store/friends.ts'
import { findLogin, loginForm } from '../store/logins.ts'
import { peopleHere } from '../store/people.ts'
import type { System } from '../system.ts'
import { assertTogether } from './assert-together.ts'

/** A person and the one who is or may become their friend. */
export interface Pair {
  readonly person: PersonId
  readonly friend: PersonId
}

/**
 * Asks somebody to be friends; where they have asked already, accepts. Asking again changes nothing.
 * @returns what they are now
 * @throws {Problem} NOT_FOUND for oneself or somebody who is not here; ALREADY for friends; LEDGER_UNAVAILABLE
 */
export async function befriend(
  { app, clock, turnstile, live }: Pick<System, 'app' | 'clock' | 'turnstile' | 'live'>,
  { person, friend }: Pair,
): Promise<'requested' | 'friends'> {
  if (person === friend || !(await peopleHere(app, [friend])).has(friend)) throw new Problem('NOT_FOUND')
  await assertTogether(app, [person, friend])
  if (await areFriends(app, person, friend)) throw new Problem('ALREADY', { detail: 'You are friends.' })
  // Who is blocked sees what everybody sees who asks, and it reaches nobody.
  if (await anyBlocks(app, [friend], person)) return 'requested'
  const asked = (await friendRequestsTo(app, person)).some((request) => request.person === friend)
  if (!asked) {
    await insertFriendRequest(app, friend, person, clock.now())
    live.tell({ type: 'friends', person: friend })
    return 'requested'
  }
  const state = await turnstile.change<'friends'>({
    direction: 'loosens',
    async apply(session, at) {
      // Taken back meanwhile: then nobody agreed to anything.
      const blocked = await anyBlocks(session, [friend], person)
      if (blocked || !(await deleteFriendRequest(session, person, friend))) throw new Problem('NOT_FOUND')
      await deleteFriendRequest(session, friend, person)
      await insertFriendship(session, person, friend, at)
      return { value: 'friends', touches: [{ person }, { person: friend }], records: [] }
    },
  })
  live.tell({ type: 'friends', person: friend })
  return state
}

/**
 * The same for whoever signs in with a name. Whether anybody does is nobody's business: nothing is answered, also when it is
 * oneself or a friend. @throws {Problem} LEDGER_UNAVAILABLE
 */
export async function befriendByLogin(
  system: Pick<System, 'app' | 'clock' | 'turnstile' | 'live'>,
  { person, login }: { readonly person: PersonId; readonly login: string },
): Promise<void> {
  const found = await findLogin(system.app, loginForm(login))
  if (found === undefined) return
  await befriend(system, { person, friend: found.person }).catch((error: unknown) => {
    if (!(error instanceof Problem && (error.code === 'NOT_FOUND' || error.code === 'ALREADY'))) throw error
  })
}

/**
 * Ends a friendship for both, declines a request, or takes one's own back: whichever there is. The other one is not told.
 * @throws {Problem} NOT_FOUND when there is none of these
 */
export async function unfriend(
  { app, turnstile }: Pick<System, 'app' | 'turnstile'>,
  { person, friend }: Pair,
): Promise<void> {
  if (!(await areFriends(app, person, friend))) {
    const declined = await deleteFriendRequest(app, person, friend)
    const takenBack = await deleteFriendRequest(app, friend, person)
    if (!declined && !takenBack) throw new Problem('NOT_FOUND')
    return
  }
  await turnstile.change({
    direction: 'tightens',
    async apply(session) {
      await deleteFriendship(session, person, friend)
      return { value: undefined, touches: [{ person }, { person: friend }], records: [] }
    },
  })
}
