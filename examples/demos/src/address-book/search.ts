// A search engine asks a hundred people for the names of their friends, 10,000 in all. Ten names come out: of those who
// let it in themselves.
import type { Client } from '@countersign/sdk'
import { findBytes, type Needle } from '../byte-search.ts'
import { connect } from '../connect.ts'
import type { Figures } from '../figures.ts'
import { fewAtATime, listOf } from '../in-turn.ts'
import { type Person, signUp } from '../people.ts'
import { type Received, setUpPartner } from '../recorded-partner.ts'
import type { Stage } from '../stage.ts'
import { engine, FIND, FRIENDS_EACH, loginOf, MUTUAL, nameOf, SEARCHING } from './story.ts'

/** Plays the search engine's part. */
export async function searchForNames({ platform, operator, figures, crowd }: Stage): Promise<void> {
  const people = crowd(SEARCHING, SEARCHING / 10)
  const names = Array.from({ length: people * FRIENDS_EACH }, (_, n) => nameOf('friend', n))
  const searching = await fewAtATime(Array.from({ length: people }), (_, n) => {
    const name = nameOf('searching', n)
    return signUp(platform, { login: loginOf(name), name })
  })
  const friends = await operator.openAccounts(names)
  const befriended = friends.map(
    (friend, n) => [searching[Math.floor(n / FRIENDS_EACH)]?.id ?? '', friend] as const,
  )
  await operator.befriend(befriended)
  await operator.befriend(pairsOf(searching))
  figures.equal('COP-06', 'friends whose names a search engine asks for', names.length, new Set(friends).size)
  const received: Received[] = []
  const engineAs = await setUpPartner(platform, operator.register, engine)
  const partner = engineAs.listen((one) => void received.push(one))
  const asks = [{ purpose: FIND, actions: ['friends.list'] as const }]
  const clients = await fewAtATime(searching, async (person) => {
    const { connection } = await connect(partner, person, asks, { threads: [], history: false }, null)
    return partner.client({ connection, save: async () => undefined })
  })
  const lists = await fewAtATime(clients, namesFor)
  judge(names, lists, received, figures)
}

async function namesFor(client: Client): Promise<readonly string[]> {
  return (await listOf(client.friends(FIND, { limit: 200 }))).flatMap(({ name }) => name ?? [])
}

function judge(
  names: readonly string[],
  lists: readonly (readonly string[])[],
  received: readonly Received[],
  figures: Figures,
): void {
  const got = lists.flat()
  const silent = new Set(names)
  const without = got.filter((name) => silent.has(name)).length
  figures.equal('COP-06', 'names of friends who did not allow it', 0, without)
  const mutual = got.filter((name) => !silent.has(name))
  figures.equal('COP-06', 'names where both allowed it', MUTUAL, mutual.length)
  const bytes = received.map((one) => one.bytes)
  const needles = (of: readonly string[]): readonly Needle[] => of.map((text) => ({ what: 'a name', text }))
  const found = findBytes(bytes, needles(names)).length
  figures.equal('COP-06', `of the ${names.length} names, found in the bytes`, 0, found)
  const control = findBytes(bytes, needles(mutual)).length
  figures.equal('COP-06', 'the same search for those where both allowed it finds', MUTUAL, control)
  const longest = Math.max(...lists.map((list) => list.length))
  figures.equal('COP-06', 'friends somebody has here, in the longest list', 1, longest)
}

function pairsOf(people: readonly Person[]): readonly (readonly [string, string])[] {
  return people.slice(0, MUTUAL).flatMap(({ id }, i) => {
    const other = people[i + 1]
    return i % 2 === 0 && other !== undefined ? [[id, other.id] as const] : []
  })
}
