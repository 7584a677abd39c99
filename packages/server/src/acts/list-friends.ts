// A person's friends and who asks to be one.
import type { Instant, PersonId } from '@countersign/protocol'
import { type Friend, friendRequestsTo, friendsOf } from '../store/friends.ts'
import { personNames } from '../store/names.ts'
import type { System } from '../system.ts'

/** A friend, or somebody asking, with the name they chose. */
export interface ListedFriend {
  readonly person: PersonId
  readonly name: string
  /** Since when they are friends, or have been asking. */
  readonly since: Instant
}

/** The friends of a person and the requests they can answer. */
export async function listFriends(
  { app }: Pick<System, 'app'>,
  { person }: { readonly person: PersonId },
): Promise<{ readonly friends: readonly ListedFriend[]; readonly requests: readonly ListedFriend[] }> {
  return app.read(async (session) => {
    const friends = await friendsOf(session, person)
    const requests = await friendRequestsTo(session, person)
    const names = await personNames(
      session,
      [...friends, ...requests].map((friend) => friend.person),
    )
    const named = (friend: Friend): ListedFriend => ({ ...friend, name: names.get(friend.person) ?? '' })
    return { friends: friends.map(named), requests: requests.map(named) }
  })
}
