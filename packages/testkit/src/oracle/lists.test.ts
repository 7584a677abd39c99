// Threads, members, friends and contact fields (readings 21 to 24): what is withheld first, then what leaves.
import type { ContactField, Countersignature } from '@countersign/protocol'
import { describe, expect, it } from 'vitest'
import type { ContactState, ExpectedItem, WorldState } from '../worlds/world-state.ts'
import { withMain } from './_spoken-item.ts'
import { idOfName, instant, type Line, main, other, spoken } from './_spoken-world.ts'
import { explain, judgeByOracle } from './oracle.ts'

function items(
  line: Line,
  change: (world: WorldState) => WorldState = (world) => world,
): readonly ExpectedItem[] {
  const { world, call } = spoken({ ana: 'grant', ...line })
  const answer = judgeByOracle(change(world), call)
  if (answer.outcome === 'refuse') throw new Error(answer.code)
  return answer.items
}

function people(line: Line, change?: (world: WorldState) => WorldState): string {
  return items(line, change)
    .flatMap((item) => ('person' in item ? [item.person.replace('person_', '')] : []))
    .join(' ')
}

describe('reading 21: threads.list', () => {
  const verb = 'threads.list'
  const titled = (world: WorldState): WorldState =>
    withMain(world, { title: 'Bens title', titleBy: 'person_ben' })
  const plain = { kind: 'thread', thread: main, threadKind: 'group' }

  it('holds no thread that does not pass', () => {
    expect(items({ verb, ana: 'grant; left day 5' })).toEqual([])
    expect(items({ verb, setting: 'closed' })).toEqual([])
    expect(items({ verb, setting: 'author; floor closed', ana: 'grant in both threads' })).toEqual([])
    const { world, call } = spoken({ verb, ana: 'grant' })
    expect(explain(world, call).withheld).toEqual([
      { what: other, reading: 7, why: 'The thread is not selected in the grant.' },
    ])
  })
  it('holds every thread that passes', () => {
    const ids = items({ verb, ana: 'grant in both threads' }).map((item) => 'thread' in item && item.thread)
    expect(ids).toEqual([main, other])
  })
  it('holds a title only where whoever gave it lets it through, whenever that was', () => {
    expect(items({ verb }, titled)).toEqual([plain])
    expect(items({ verb, ben: 'allow in the other thread' }, titled)).toEqual([plain])
    expect(items({ verb, ben: 'grant only thread.kind' }, titled)).toEqual([plain])
    expect(items({ verb, ben: 'allow; never' }, titled)).toEqual([plain])
    expect(items({ verb, ben: 'allow from day 9' }, titled)).toEqual([{ ...plain, title: 'Bens title' }])
    expect(
      items({ verb, ana: 'grant; never' }, (world) => withMain(world, { title: 'x', titleBy: 'person_ana' })),
    ).toEqual([plain])
  })
  it('holds the thread, and no title, until everyone allowed where that is asked', () => {
    const line = { verb, setting: 'all-parties', ben: 'allow', chika: 'allow', dora: 'allow' }
    expect(items(line, titled)).toEqual([plain])
    expect(items({ ...line, emil: 'allow from day 10' }, titled)).toEqual([{ ...plain, title: 'Bens title' }])
    expect(items({ ...line, emil: 'allow; left day 10' }, titled)).toEqual([plain])
  })
  it('holds the fields asked for', () => {
    const hers = (world: WorldState): WorldState => withMain(world, { title: 'x', titleBy: 'person_ana' })
    expect(items({ verb, asks: 'fields thread.kind' }, hers)).toEqual([plain])
    expect(items({ verb }, hers)).toEqual([{ ...plain, title: 'x' }])
    expect(items({ verb, asks: 'fields thread.kind', ben: 'allow' }, titled)).toEqual([plain])
    expect(items({ verb, asks: 'fields thread.title', ben: 'allow' }, titled)).toEqual([
      { kind: 'thread', thread: main, title: 'Bens title' },
    ])
    expect(items({ verb, asks: 'fields thread.title' }, titled)).toEqual([{ kind: 'thread', thread: main }])
  })
})

describe('reading 22: members.see', () => {
  const verb = 'members.see'
  it('holds nobody who did not allow or is not there now', () => {
    expect(people({ verb })).toBe('ana')
    expect(
      people({
        verb,
        ben: 'allow; left day 10',
        chika: 'allow; joined day 10+1ms',
        dora: 'allow in the other thread',
      }),
    ).toBe('ana')
    expect(people({ verb, ben: 'grant of messages.read', chika: 'switch on; grant' })).toBe('ana')
    expect(people({ verb, ana: 'grant; never', ben: 'allow' })).toBe('ben')
  })
  it('holds who is present and lets it through, whenever they allowed', () => {
    expect(people({ verb, ben: 'allow from day 10', chika: 'allow; left day 10+1ms', dora: 'grant' })).toBe(
      'ana ben chika dora',
    )
  })
  it('holds the name and the beginning of the stay that lasts', () => {
    const line = { verb, ana: 'grant; never', ben: 'allow; left day 3; back day 5' }
    expect(items(line)).toEqual([
      { kind: 'member', person: 'person_ben', name: 'BEN', joinedAt: instant('day 5') },
    ])
    expect(items({ ...line, ben: 'grant only member.name' })).toEqual([
      { kind: 'member', person: 'person_ben', name: 'BEN' },
    ])
  })
  it('holds the fields let through', () => {
    const line = { verb, ana: 'grant; never', ben: 'grant only member.joined_at' }
    expect(items(line)).toEqual([{ kind: 'member', person: 'person_ben', joinedAt: instant('day -30') }])
  })
  it('holds nobody until everyone allowed where that is asked', () => {
    const line = { verb, setting: 'all-parties', ben: 'allow', chika: 'allow', dora: 'allow' }
    expect(people(line)).toBe('')
    expect(people({ ...line, emil: 'allow from day 10' })).toBe('ana ben chika dora emil')
    expect(people({ ...line, emil: 'left day 5' })).toBe('')
  })
})

describe('reading 23: friends.list', () => {
  const verb = 'friends.list'
  it('holds no friend who did not let it through everywhere', () => {
    expect(people({ verb, ana: 'grant; allow everywhere' })).toBe('')
    expect(
      people({
        verb,
        ben: 'allow',
        chika: 'grant of threads.list',
        dora: 'allow everywhere; never everywhere',
      }),
    ).toBe('')
    expect(people({ verb, ben: 'allow everywhere for search', chika: 'allow everywhere; switch on' })).toBe(
      '',
    )
  })
  it('holds friends who did, a never in one thread notwithstanding', () => {
    expect(
      people({ verb, ben: 'allow everywhere from day 10', chika: 'grant', dora: 'allow everywhere; never' }),
    ).toBe('ben chika dora')
  })
  it('needs no thread in a grant', () => {
    expect(people({ verb, ben: 'grant in the other thread', setting: 'closed' })).toBe('ben')
  })
  it('holds friends of now, from either side, and nobody else’s', () => {
    const friends =
      (...friendships: WorldState['friendships']) =>
      (world: WorldState) => ({ ...world, friendships })
    const line = { verb, ben: 'allow everywhere', chika: 'allow everywhere' }
    const since = instant('day 10')
    expect(people(line, friends({ people: ['person_ben', 'person_chika'], since }))).toBe('')
    expect(people(line, friends({ people: ['person_ana', 'person_ben'], since: since + 1 }))).toBe('')
    expect(items(line, friends({ people: ['person_ben', 'person_ana'], since }))).toEqual([
      { kind: 'friend', person: 'person_ben', name: 'BEN', since },
    ])
  })
  it('holds the fields let through', () => {
    expect(items({ verb, ben: 'grant only friend.since' })).toEqual([
      { kind: 'friend', person: 'person_ben', since: instant('day -30') },
    ])
    expect(items({ verb, ben: 'grant only friend.name' })).toEqual([
      { kind: 'friend', person: 'person_ben', name: 'BEN' },
    ])
  })
})

describe('reading 24: contact fields', () => {
  const own: Line = { verb: 'contact.own' }
  const friends: Line = { verb: 'friends.contact' }
  const found = (line: Line, change?: (world: WorldState) => WorldState): readonly string[] =>
    items(line, change).flatMap((item) => (item.kind === 'contact' ? [item.value] : []))

  const naming = (contactFields: readonly ContactField[]) => (world: WorldState) => ({
    ...world,
    people: world.people.map((person) => ({
      ...person,
      countersignatures: person.countersignatures.map((one): Countersignature => ({ ...one, contactFields })),
    })),
  })
  const withContacts = (name: string, contacts: readonly ContactState[]) => (world: WorldState) => ({
    ...world,
    people: world.people.map((person) =>
      person.person === idOfName(name) ? { ...person, contacts } : person,
    ),
  })

  it('contact.own holds nobody else’s, whatever they gave', () => {
    expect(
      found({ ...own, ben: 'grant; allow everywhere' }, naming(['contact.email', 'contact.phone'])),
    ).toEqual(['ana@example.org', '+1 ana'])
  })
  it('contact.own holds none that is not verified, not asked for, or under her own never for all', () => {
    expect(
      found(own, withContacts('ana', [{ kind: 'email', value: 'a@b.example', verified: false }])),
    ).toEqual([])
    expect(found({ ...own, asks: 'fields contact.phone' })).toEqual(['+1 ana'])
    expect(found({ ...own, ana: 'grant; never everywhere' })).toEqual([])
    expect(found({ ...own, ana: 'grant; never' })).toEqual(['ana@example.org', '+1 ana'])
  })
  it('friends.contact needs the field named in an answer for all threads', () => {
    expect(found({ ...friends, ben: 'allow everywhere' })).toEqual([])
    expect(found({ ...friends, ben: 'allow' }, naming(['contact.email']))).toEqual([])
    expect(found({ ...friends, ben: 'never everywhere; grant' }, naming(['contact.email']))).toEqual([])
    expect(found({ ...friends, ben: 'allow everywhere' }, naming(['contact.email']))).toEqual([
      'ben@example.org',
    ])
  })
  it('friends.contact takes an own grant of friends.contact, for the fields it holds', () => {
    expect(found({ ...friends, ben: 'grant of contact.own' })).toEqual([])
    expect(found({ ...friends, ben: 'grant only contact.phone' })).toEqual(['+1 ben'])
    expect(found({ ...friends, ben: 'grant', chika: 'grant only contact.email' })).toEqual([
      'ben@example.org',
      '+1 ben',
      'chika@example.org',
    ])
  })
  it('friends.contact holds no unverified address, and none of Ana’s own or of who is no friend', () => {
    expect(
      found(
        { ...friends, ben: 'grant' },
        withContacts('ben', [{ kind: 'phone', value: '1', verified: false }]),
      ),
    ).toEqual([])
    expect(found(friends)).toEqual([])
    expect(found({ ...friends, ben: 'grant' }, (world) => ({ ...world, friendships: [] }))).toEqual([])
  })
  it('names the field an object is about', () => {
    expect(items({ ...friends, ben: 'grant only contact.phone' })).toEqual([
      { kind: 'contact', person: 'person_ben', field: 'contact.phone', value: '+1 ben' },
    ])
  })
})
