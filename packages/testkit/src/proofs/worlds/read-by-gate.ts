// A call through the gate's real look and exit check, over all its pages: what the database path answers, and its bytes.
import { grantFor, type PersonId, seesMembers } from '@countersign/protocol'
import type { Reading } from '../../../../server/src/gate/look.ts'
import type { OpaqueIds } from '../../../../server/src/gate/opaque-ids.ts'
import { readFriendContacts, readFriends, readOwnContact } from '../../../../server/src/gate/read-friends.ts'
import { readMembers, readThreads } from '../../../../server/src/gate/read-lists.ts'
import { readMessages } from '../../../../server/src/gate/read-messages.ts'
import { factsOf, requestOf } from '../../worlds/facts-of-world.ts'
import type { ExpectedAnswer, ReadingVerb, WorldCall, WorldState } from '../../worlds/world-state.ts'
import { friendsNamed, openItem } from './open-answer.ts'
import type { GateSteps, Stage } from './stage.ts'

/** What came of a call: the answer with its ids opened, and the bytes a partner would have got. */
export interface Received {
  readonly answer: ExpectedAnswer
  readonly bytes: readonly string[]
  /** Whom contacts name by the ids of the list of friends: only those that list would show. */
  readonly friendsNamed: readonly PersonId[]
  /** What else is wrong with it, in words: objects the exit check stripped, a page too long, a header nobody knows. */
  readonly faults: readonly string[]
}

/** A list that goes on for more pages than this never ends. */
const MOST_PAGES = 1_000

/** Reads a call by the stage's gate, `limit` items a page. */
export async function readByGate(
  stage: Stage,
  world: WorldState,
  call: WorldCall,
  limit: number,
): Promise<Received> {
  const context = stage.contextOf(world)
  const ids = stage.idsOf(call)
  const reading = readings[call.verb](ids, call, stage.steps)
  const exitCheck = stage.steps.exitCheck(context)
  const asked = { ...call, at: world.now }
  const pages: Page[] = []
  let cursor: string | null = null
  do {
    const page: Parameters<typeof stage.steps.look>[4] = { limit, cursor }
    const seen = await stage.gate.read(async (session) => {
      const looked = await stage.steps.look(session, context, asked, reading, page)
      if (looked.decision.outcome === 'refuse') return { looked, refused: looked.decision.code }
      return { looked, ...(await exitCheck(session, asked.at, looked, ids)) }
    })
    const { looked } = seen
    if ('refused' in seen) {
      const { refused: code } = seen
      if (code === 'WITHHELD') throw new Error('a call without an item is withheld')
      return { answer: { outcome: 'refuse', code }, bytes: [], friendsNamed: [], faults: [] }
    }
    const { outgoing, stripped } = seen
    pages.push({
      items: outgoing.map(({ object }) => object),
      next: looked.next,
      faults: stripped.map((id) => `the exit check stripped ${id}`),
    })
    cursor = looked.next
  } while (cursor !== null && pages.length < MOST_PAGES)
  return openPages(pages, { world, call, ids, limit })
}

/** One page as a partner gets it. */
export interface Page {
  readonly items: readonly Readonly<Record<string, unknown>>[]
  readonly next: string | null
  readonly faults: readonly string[]
}

/** The pages of an answer put together, and what is wrong with how they were cut: a short page would tell of what it lacks. */
export function openPages(
  pages: readonly Page[],
  { world, call, ids, limit }: { world: WorldState; call: WorldCall; ids: OpaqueIds; limit: number },
): Received {
  const membersSeen = holdsMembers(world, call)
  const items = pages.flatMap((page) => page.items)
  const uneven = pages.some(
    (page, i) => page.items.length !== limit && (i < pages.length - 1 || page.items.length > limit),
  )
  return {
    answer: { outcome: 'permit', items: items.map((item) => openItem(item, call, ids, membersSeen)) },
    friendsNamed: friendsNamed(items, ids),
    bytes: pages.map((page) => JSON.stringify({ items: page.items, next: page.next })),
    faults: [
      ...pages.flatMap((page) => page.faults),
      ...(uneven ? ['a page before the last is not full'] : []),
      ...(pages.length > 1 && pages.at(-1)?.items.length === 0 ? ['the last page is empty'] : []),
      ...(pages.length >= MOST_PAGES ? ['the pages never end'] : []),
    ],
  }
}

/** Authors carry their members' ids only under a grant that lets members be seen (design §4). */
function holdsMembers(world: WorldState, call: WorldCall): boolean {
  const facts = factsOf(world, call, call.thread)
  const held = grantFor(requestOf(call), facts)
  return held !== undefined && seesMembers(held, facts, world.now)
}

type MakeReading = (ids: OpaqueIds, call: WorldCall, steps: GateSteps) => Reading

const readings: Readonly<Record<ReadingVerb, MakeReading>> = {
  'threads.list': (ids) => readThreads(ids),
  'messages.read': (ids, { thread }, steps) => readMessages(ids, thread ?? undefined, steps),
  'members.see': (ids, { thread }) => readMembers(ids, thread ?? undefined),
  'friends.list': (ids, _, steps) => readFriends(ids, steps),
  'friends.contact': (ids, _, steps) => readFriendContacts(ids, steps),
  'contact.own': (ids, _, steps) => readOwnContact(ids, steps),
}
