// The exit check's own view of friends and contact fields (SCP-05), by statements that share nothing with the look's.
import { type ContactId, type Instant, idOf, type PersonId, uuidOf } from '@countersign/protocol'
import { onlyRow, type Session } from './database.ts'
import { declare } from './declare.ts'

/** Whom and what outgoing objects are about, as the rows say. */
export interface ExitFriends {
  /** Since when each of the people asked about is a friend; who is none has no entry. */
  readonly since: ReadonlyMap<PersonId, Instant>
  readonly contacts: ReadonlyMap<
    ContactId,
    {
      readonly owner: PersonId
      readonly kind: string
      readonly value: string
      readonly verified: boolean
    }
  >
}

interface FriendsDocument {
  readonly friends: { readonly friend_id: string; readonly since: Instant }[] | null
  readonly contacts:
    | {
        readonly contact_id: string
        readonly person_id: string
        readonly kind: string
        readonly value: string
        readonly verified: boolean
      }[]
    | null
}

const document = `
select (select jsonb_agg(to_jsonb(f)) from friendships f where f.person_id = $1 and f.friend_id = any ($2::uuid[])) as friends,
  (select jsonb_agg(to_jsonb(c)) from contact_fields c where c.person_id = any ($2::uuid[]) and c.contact_id = any ($3::uuid[]))
    as contacts`

/**
 * What is true of some people as friends of the granting person, and of some contact fields. Every field of these people
 * is declared, verified or not, so that one that should not leave is seen and named.
 */
export async function exitFriends(
  session: Session,
  person: PersonId,
  people: readonly PersonId[],
  contacts: readonly ContactId[],
): Promise<ExitFriends> {
  const [, found] = await Promise.all([
    declare(session, { granting: [person], owners: people }),
    session.query<FriendsDocument>(document, [uuidOf(person), people.map(uuidOf), contacts.map(uuidOf)]),
  ])
  const row = onlyRow(found)
  return {
    since: new Map((row.friends ?? []).map((friend) => [idOf('person', friend.friend_id), friend.since])),
    contacts: new Map(
      (row.contacts ?? []).map(({ contact_id, person_id, kind, value, verified }) => [
        idOf('contact', contact_id),
        { owner: idOf('person', person_id), kind, value, verified },
      ]),
    ),
  }
}
