// Friends for tests of the gate: made friends by the acts, with contact fields as the database's owner puts them in.
import { fieldsOf, type Offer, type PersonId, uuidOf } from '@countersign/protocol'
import { onServer, received, type TestSystem, type World, type WorldPartner } from '@countersign/testkit'
import { befriend } from '../src/acts/befriend.ts'
import { newUuid } from '../src/gate/uuid.ts'
import { systemRandom } from '../src/ports/random.ts'
import type { System } from '../src/system.ts'

/** What a feature about friends offers for `group_activity`. */
export const friendOffers: readonly Offer[] = (
  ['contact.own', 'friends.list', 'friends.contact'] as const
).map((verb) => ({ purpose: 'group_activity', verb, fields: fieldsOf[verb] }))

/** Makes two people friends, as they would themselves. */
export async function makeFriends(system: System, a: PersonId, b: PersonId): Promise<void> {
  await befriend(system, { person: a, friend: b })
  await befriend(system, { person: b, friend: a })
}

/** Gives a person an e-mail address and a phone number, verified unless said otherwise. */
export async function addContacts(
  { database, system }: Pick<TestSystem, 'database' | 'system'>,
  person: PersonId,
  name: string,
  verified = true,
): Promise<void> {
  await onServer(database.owner, async (client) => {
    for (const [kind, value] of [
      ['email', `${name}@mail.example`],
      ['phone', `+44 1632 960 ${name}`],
    ])
      await client.query(
        'insert into contact_fields (person_id, contact_id, kind, value, verified) values ($1, $2, $3, $4, $5)',
        [uuidOf(person), newUuid(system.clock, systemRandom), kind, value, verified],
      )
  })
}

/** What a partner reads about a person's friends and contact fields with their grant, released. */
export function readsOf(
  system: System,
  world: World,
  partner: WorldPartner,
  who: keyof World['people'] = 'ana',
) {
  const call = {
    partner: partner.partner,
    feature: partner.feature,
    person: world.people[who],
    purpose: 'group_activity',
    fields: null,
  }
  const page = { limit: 100, cursor: null }
  type Options = Partial<Parameters<System['gate']['friends']>[0] & Parameters<System['gate']['friends']>[1]>
  const read =
    (verb: 'friends' | 'friendContacts' | 'ownContact') =>
    async ({ limit = page.limit, cursor = page.cursor, ...more }: Options = {}) =>
      received(await system.gate[verb]({ ...call, at: Date.now(), ...more }, { limit, cursor }))
  return { friends: read('friends'), contacts: read('friendContacts'), own: read('ownContact') }
}
