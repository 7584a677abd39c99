// Two friends use a phone book, one goes on and one does not: what the first does keeps nothing of the other's alive.
import type { Client, Connection, Partner } from '@countersign/sdk'
import { connect } from '../connect.ts'
import { listOf } from '../in-turn.ts'
import { grantsOf, type Person, signIn, signUp } from '../people.ts'
import { outcomeOf } from '../reader.ts'
import { type RecordedPartner, setUpPartner } from '../recorded-partner.ts'
import type { Stage } from '../stage.ts'
import { FIND, forAddresses, phoneBook } from './companies.ts'
import { IDLE, STILL_USED } from './story.ts'

/** Three friends and the phone book. */
export interface PhoneBook {
  readonly recorded: RecordedPartner
  readonly active: Friend
  readonly other: Friend
  readonly idle: Friend
}

/** A friend, and what the phone book holds of them. */
interface Friend {
  readonly person: Person
  connection: Connection | null
}

/** The e-mail address of somebody of this part. */
const addressOf = ({ person }: Friend): string => `${person.login}@mail.example`

/** The phone book is registered, and three friends let it have their own address and look for theirs. */
export async function openPhoneBook({ platform, operator }: Stage): Promise<PhoneBook> {
  const recorded = await setUpPartner(platform, operator.register, phoneBook)
  const open = async (login: string, name: string): Promise<Friend> => {
    const person = await signUp(platform, { login, name })
    return { person, connection: null }
  }
  const active = await open('alma', 'Alma')
  const other = await open('otto', 'Otto')
  const idle = await open('ida', 'Ida')
  const all = [active, other, idle]
  await operator.proveAddresses(all.map((friend) => ({ person: friend.person.id, email: addressOf(friend) })))
  await operator.befriend([
    [active.person.id, other.person.id],
    [active.person.id, idle.person.id],
  ])
  for (const friend of all) await listOf((await use(recorded, friend)).ownContact(FIND))
  return { recorded, active, other, idle }
}

/** Somebody lets the phone book in, or again: what they do themselves. */
async function use(recorded: RecordedPartner, friend: Friend): Promise<Client> {
  const partner = recorded.listen(() => undefined)
  const ticks = { threads: [], history: false }
  const made = await connect(partner, friend.person, forAddresses, ticks, friend.connection)
  friend.connection = made.connection
  return clientOf(partner, friend, made.connection)
}

function clientOf(partner: Partner, friend: Friend, connection: Connection): Promise<Client> {
  return partner.client({
    connection,
    save: async (next) => {
      friend.connection = next
    },
  })
}

/** Plays it: two of the three use it again; ninety days after she did, the third's address is hers again. */
export async function forgetTheIdle(
  stage: Stage,
  { recorded, active, other, idle }: PhoneBook,
): Promise<void> {
  const { operator, figures } = stage
  await operator.moveClock(STILL_USED, 'runs')
  for (const { person } of [active, other]) await signIn(person)
  const alma = await use(recorded, active)
  await use(recorded, other)
  const both = (await addressesOf(alma)).length
  figures.equal('SUN-04', 'addresses of two friends who use it, 46 days on', 2, both)
  await operator.moveClock(IDLE, 'runs')
  const left = await addressesOf(alma)
  const ofIdle = left.filter((address) => address === addressOf(idle)).length
  figures.equal('SUN-04', 'addresses of a friend idle for 92 days, which an active one asks for', 0, ofIdle)
  const ofOther = left.filter((address) => address === addressOf(other)).length
  figures.equal('SUN-04', 'addresses of the friend who was not', 1, ofOther)
  await signIn(idle.person)
  const standing = (await grantsOf(idle.person)).map((grant) => grant.standing).join(' ')
  figures.equal('SUN-04', 'her permission on her own page', 'inactive', standing)
}

async function addressesOf(client: Client): Promise<readonly string[]> {
  return (await listOf(client.friendContacts(FIND))).flatMap(({ email }) => email ?? [])
}

/** An address of 2014 that led to the data itself: with a good token it leads nowhere. */
export async function tryOldPath(stage: Stage, { recorded, active }: PhoneBook): Promise<void> {
  const current = await use(recorded, active)
  const old = recorded.listen(
    () => undefined,
    ({ url, body }) => ({ url: url.replace(/\/partner\/v1\/friends\/contacts/, '/v1.0/me/inbox'), body }),
  )
  const client = await clientOf(old, active, current.connection)
  const outcome = await outcomeOf(client.friendContacts(FIND).answers()[Symbol.asyncIterator]().next())
  stage.figures.equal('SUN-05', 'the old code path, with a token of today', 'NOT_FOUND', outcome)
}
