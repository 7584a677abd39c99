// The friends a partner could be told of: those of now who have given any answer or grant that could let them through.
import { type AccessRequest, type Instant, idOf, type PersonId, uuidOf } from '@countersign/protocol'
import type { Session } from './database.ts'
import { declare } from './declare.ts'

/** A friend of the granting person, and since when. */
export interface FriendRow {
  readonly person: PersonId
  readonly since: Instant
}

// Each is an index range a friend, so that what friends who were never asked hold is not loaded. A friend left out here
// has nothing `allowancesOf` could find: an answer for one thread opens no list, and a grant must hold the verb.
const answered = `
select person_id from countersignatures
where person_id = any ($1::uuid[]) and feature_id = $2 and state = 'given' and answer = 'allow' and thread_id is null
  and ($3 <> 'friends.contact' or cardinality(contact_fields) > 0)
union
select person_id from grants
where person_id = any ($1::uuid[]) and feature_id = $2 and state = 'given' and $3 = any (verbs)`

/**
 * The friends of now of a person who hold an answer for all threads, or a grant with the verb, for the feature: the only
 * ones `decide` could permit. Declares the person's friendships, and the friends as people.
 */
export async function friendsWhoAnswered(
  session: Session,
  { person, feature, verb }: Pick<AccessRequest, 'person' | 'feature' | 'verb'>,
): Promise<readonly FriendRow[]> {
  const [, { rows }] = await Promise.all([
    declare(session, { granting: [person] }),
    session.query<{ friend_id: string; since: Instant }>(
      'select friend_id, since from friendships where person_id = $1',
      [uuidOf(person)],
    ),
  ])
  if (rows.length === 0) return []
  const friends = rows.map((row) => ({ person: idOf('person', row.friend_id), since: row.since }))
  const [, found] = await Promise.all([
    declare(session, { people: friends.map((friend) => friend.person) }),
    session.query<{ person_id: string }>(answered, [rows.map((row) => row.friend_id), uuidOf(feature), verb]),
  ])
  const who = new Set(found.rows.map((row) => idOf('person', row.person_id)))
  return friends.filter((friend) => who.has(friend.person))
}
