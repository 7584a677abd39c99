// The harvest breaker (COP-08): distinct people reached per ownership group against the reviewed budget, in the turn that would reach them.
import type { Instant, PartnerId, PersonId } from '@countersign/protocol'
import type { Session } from '../store/database.ts'
import { addReached, budgetOf, reachedBefore, reachOf } from '../store/reach.ts'

/** Whom an answer reaches, for whom: real people only, because accounts made for trying out are nobody. */
export interface Reaches {
  /** The ownership group by the facts the answer rests on; a change of owner sends those back. */
  readonly group: string
  /** The budget of the feature itself: where the group is below it, nothing needs to be asked. */
  readonly budget: number
  readonly people: readonly PersonId[]
}

/** An answer that wants through, as far as its reach goes. */
export interface Reaching {
  readonly partner: PartnerId
  readonly reaches: Reaches | null
}

/** A partner that would reach more people than were reviewed. */
export interface Trip {
  readonly partner: PartnerId
  readonly reached: number
  readonly budget: number
}

/** What a turn found: who trips, and what this process may remember once the turn is durable. */
export interface Weighed {
  readonly trips: readonly Trip[]
  learn(): void
}

/** The breaker of one process. Forgetting costs a look-up; what it remembers is true for good, since nobody is ever unreached. */
export interface HarvestBreaker {
  /**
   * Weighs the answers of one turn, in their order, and counts the people they reach for the first time. No answer of a
   * partner that trips may leave: nobody it would have reached is counted, for it or for another partner of its owner. The
   * check itself is never skipped.
   */
  weigh(session: Session, answers: readonly Reaching[], now: Instant): Promise<Weighed>
}

interface Known {
  /** People known to be reached. */
  readonly people: Set<PersonId>
  /** How many were reached when it was last read: at least so many are. */
  count: number
}

/** How many people one process remembers in all; beyond that it forgets everything and reads again. */
const REMEMBERED = 500_000

/** A breaker that remembers nothing yet. */
export function createHarvestBreaker(): HarvestBreaker {
  const groups = new Map<string, Known>()
  let remembered = 0
  const learn = (group: string, people: Iterable<PersonId>, count: number): void => {
    if (remembered > REMEMBERED) {
      groups.clear()
      remembered = 0
    }
    const known = groups.get(group) ?? { people: new Set(), count }
    remembered -= known.people.size
    for (const person of people) known.people.add(person)
    remembered += known.people.size
    known.count = Math.max(known.count, count)
    groups.set(group, known)
  }
  return {
    async weigh(session, answers, now) {
      const asking = Map.groupBy(answers.filter(concernsPeople), ({ reaches }) => reaches.group)
      const weighed: Weighed[] = []
      for (const [group, ofGroup] of asking) {
        const known = groups.get(group)
        if (known !== undefined && ofGroup.every((one) => isWithin(one, known))) continue
        weighed.push(await weighGroup(session, group, ofGroup, known, now, learn))
      }
      return {
        trips: weighed.flatMap(({ trips }) => trips),
        learn() {
          for (const one of weighed) one.learn()
        },
      }
    },
  }
}

type ReachingPeople = Reaching & { readonly reaches: Reaches }

function concernsPeople(one: Reaching): one is ReachingPeople {
  return one.reaches !== null && one.reaches.people.length > 0
}

/** Whether an answer reaches nobody new, of a group that is known to be within this feature's own budget. */
function isWithin({ reaches: { people, budget } }: ReachingPeople, known: Known): boolean {
  return known.count <= budget && people.every((person) => known.people.has(person))
}

async function weighGroup(
  session: Session,
  group: string,
  answers: readonly ReachingPeople[],
  known: Known | undefined,
  now: Instant,
  learn: (group: string, people: Iterable<PersonId>, count: number) => void,
): Promise<Weighed> {
  const asked = new Set(answers.flatMap(({ reaches }) => reaches.people))
  const unknown = [...asked].filter((person) => known?.people.has(person) !== true)
  const before = await reachedBefore(session, group, unknown)
  const count = await reachOf(session, group)
  const budget = await budgetOf(session, group, now)
  const isNew = (person: PersonId): boolean => known?.people.has(person) !== true && !before.has(person)
  const fresh = new Set<PersonId>()
  const trips: Trip[] = []
  for (const [partner, wanted] of wantedBy(answers, isNew)) {
    const reached = count + new Set([...fresh, ...wanted]).size
    // A budget that shrank below what was reached, with a feature's end, stops nobody who goes on with the same people.
    if (reached > budget) trips.push({ partner, reached, budget })
    else for (const person of wanted) fresh.add(person)
  }
  if (fresh.size > 0) await addReached(session, group, [...fresh])
  return {
    trips,
    learn: () => learn(group, [...before, ...fresh], count + fresh.size),
  }
}

/**
 * The new people each partner would reach in this turn; no partner without any. A partner is weighed whole, because none of
 * its answers leaves when one is too many, not even one that came before: so nobody counts against another partner of the
 * owner who was not reached. Whoever asked for their last new person first comes first.
 */
function wantedBy(
  answers: readonly ReachingPeople[],
  isNew: (person: PersonId) => boolean,
): ReadonlyMap<PartnerId, ReadonlySet<PersonId>> {
  const wanted = new Map<PartnerId, Set<PersonId>>()
  for (const { partner, reaches } of answers) {
    const people = wanted.get(partner) ?? new Set<PersonId>()
    const before = people.size
    for (const person of reaches.people) if (isNew(person)) people.add(person)
    if (people.size === before) continue
    // A map keeps the order in which keys came in.
    wanted.delete(partner)
    wanted.set(partner, people)
  }
  return wanted
}
