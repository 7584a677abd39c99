// The oracle: what a call must be answered with, written only from the design and the readings, apart from decide().
import type { RefusalCode } from '@countersign/protocol'
import type { ExpectedItem, Judge, WorldCall, WorldState } from '../worlds/world-state.ts'
import { friendsContactsOf, friendsOf, membersOf, ownContactsOf, threadsOf } from './lists.ts'
import { messagesOf } from './messages.ts'
import { type Note, unsaid, type Withheld } from './objection.ts'
import { type Case, caseOf } from './refusal.ts'

/**
 * What the call must be answered with: a refusal by the first code that holds, or every object of all its pages. It shares no
 * rule with decide() and none with the database, loops over everything, and holds for any world that names only who is in it;
 * it throws `Error` for a call or a world that names somebody who is not.
 */
export const judgeByOracle: Judge = (world, call) => {
  const c = caseOf(world, call)
  return typeof c === 'string'
    ? { outcome: 'refuse', code: c }
    : { outcome: 'permit', items: itemsOf(c, unsaid) }
}

/** Why an answer is what it is: its refusal, or everything it withholds and the first reading that does. */
export interface Explanation {
  readonly refused: RefusalCode | null
  readonly withheld: readonly Withheld[]
}

/** The answer of `judgeByOracle` explained, for the reader of a counter-example. */
export function explain(world: WorldState, call: WorldCall): Explanation {
  const c = caseOf(world, call)
  if (typeof c === 'string') return { refused: c, withheld: [] }
  const withheld: Withheld[] = []
  itemsOf(c, (one) => withheld.push(one))
  return { refused: null, withheld }
}

function itemsOf(c: Case, note: Note): readonly ExpectedItem[] {
  switch (c.verb) {
    case 'threads.list':
      return threadsOf(c, note)
    case 'messages.read':
      return c.thread === null ? [] : messagesOf(c, c.thread, note)
    case 'members.see':
      return c.thread === null ? [] : membersOf(c, c.thread, note)
    case 'contact.own':
      return ownContactsOf(c, note)
    case 'friends.list':
      return friendsOf(c, note)
    case 'friends.contact':
      return friendsContactsOf(c, note)
  }
}
