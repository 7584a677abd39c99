// Faults planted on purpose, so that the proof is seen to fail: what one is, and how rules are broken.
import {
  type Countersignature,
  type CountersignatureFacts,
  decide,
  type Facts,
  type Grant,
  type GrantFacts,
  type Item,
  type Membership,
  type PersonFacts,
  type ThreadSetting,
} from '@countersign/protocol'
import { judgeByDecide, type WalkParts, walkWith } from '../../../worlds/decide-world.ts'
import { factsOf } from '../../../worlds/facts-of-world.ts'
import type { Judge, WorldCall, WorldState } from '../../../worlds/world-state.ts'
import type { Wire } from '../read-by-http.ts'
import type { GateSteps } from '../stage.ts'

/** The layers a fault can sit in. */
export type Layer =
  | 'rule'
  | 'facts'
  | 'plan'
  | 'query'
  | 'projection'
  | 'look'
  | 'exit check'
  | 'lists'
  | 'wire'

/** One fault: where it sits, what it does wrong, which promise that breaks, and how it is planted. */
export interface Fault {
  readonly layer: Layer
  readonly what: string
  readonly duty: string
  readonly plant: Plant
  /** Where it can show at all, so that the hunt need not read what it cannot change; everywhere unless said. */
  readonly shows?: (world: WorldState, call: WorldCall) => boolean
}

/** A decision gone wrong, a step of the database path gone wrong, or an answer changed on its way out. */
export type Plant =
  | { readonly judge: Judge }
  | { readonly steps: Partial<GateSteps> | ((world: WorldState) => Partial<GateSteps>) }
  | { readonly wire: Wire }

/** A rule broken by what the decision is told. */
export function withFacts(change: (facts: Facts, call: WorldCall, world: WorldState) => Facts): Plant {
  const parts: Partial<WalkParts> = {
    factsOf: (world, call, thread) => change(factsOf(world, call, thread), call, world),
  }
  return { judge: walkWith(parts) }
}

/** A rule broken by what the decision is told of people: the granting person, the others, or everybody. */
export function withPeople(change: (person: PersonFacts) => PersonFacts, whose: Whose = 'everybody'): Plant {
  return withFacts((facts) => people(facts, change, whose))
}

/** A rule broken by what the world is taken to be. */
export function withWorld(change: (world: WorldState) => WorldState): Plant {
  return { judge: (world, call) => judgeByDecide(change(world), call) }
}

/** A rule broken by what is asked about an item. */
export function withItem(change: (item: Item, call: Facts) => Item): Plant {
  return {
    judge: walkWith({
      decide: (request, facts, now) =>
        decide(request.item ? { ...request, item: change(request.item, facts) } : request, facts, now),
    }),
  }
}

type Whose = 'everybody' | 'granting' | 'others'

/** Everybody's facts changed: those of the granting person, of the others, or both. */
export function people(
  facts: Facts,
  change: (person: PersonFacts) => PersonFacts,
  whose: Whose = 'everybody',
): Facts {
  return {
    ...facts,
    person: whose === 'others' ? facts.person : change(facts.person),
    others:
      whose === 'granting'
        ? facts.others
        : new Map([...facts.others].map(([id, person]) => [id, change(person)])),
  }
}

/** A person's grants, each changed. */
export function grants(change: (facts: GrantFacts) => GrantFacts): (person: PersonFacts) => PersonFacts {
  return (person) => ({ ...person, grants: person.grants.map(change) })
}

/** The terms of a person's grants changed. */
export function grantTerms(change: (grant: Grant) => Partial<Grant>): (person: PersonFacts) => PersonFacts {
  return grants((facts) => ({ ...facts, grant: { ...facts.grant, ...change(facts.grant) } as Grant }))
}

/** A person's answers, each changed, or dropped where nothing comes back. */
export function answers(
  change: (facts: CountersignatureFacts) => CountersignatureFacts | undefined,
): (person: PersonFacts) => PersonFacts {
  return (person) => ({
    ...person,
    countersignatures: person.countersignatures.flatMap((one) => change(one) ?? []),
  })
}

/** The terms of a person's answers changed. */
export function terms(
  change: (answer: Countersignature) => Partial<Countersignature>,
): (person: PersonFacts) => PersonFacts {
  return answers((facts) => ({
    ...facts,
    countersignature: { ...facts.countersignature, ...change(facts.countersignature) } as Countersignature,
  }))
}

/** The stays of the thread changed. */
export function stays(facts: Facts, change: (stay: Membership) => Membership): Facts {
  const { thread } = facts
  return thread === null
    ? facts
    : { ...facts, thread: { ...thread, memberships: thread.memberships.map(change) } }
}

/** Whether an answer is this one. */
export function said(
  { countersignature }: CountersignatureFacts,
  answer: Countersignature['answer'],
): boolean {
  return countersignature.answer === answer
}

/** The facts with one thread setting taken for another. */
export function setting(facts: Facts, from: ThreadSetting, to: ThreadSetting): Facts {
  const { thread } = facts
  return thread?.setting === from ? { ...facts, thread: { ...thread, setting: to } } : facts
}

/** Faults of one layer. */
export function inLayer(
  layer: Layer,
  faults: readonly Omit<Fault, 'layer'>[],
  shows?: Fault['shows'],
): readonly Fault[] {
  return faults.map((fault) => ({ ...(shows && { shows }), ...fault, layer }))
}

/** Faults of rules: decided in memory. */
export function rules(faults: readonly Omit<Fault, 'layer'>[]): readonly Fault[] {
  return inLayer('rule', faults)
}

/** An exit check that lets everything pass, so that what stands before it must be found out by its answers. */
export const blindExit: GateSteps['exitCheck'] =
  () =>
  async (_session, _at, { outgoing, turn }) => ({ outgoing, stripped: [], turn })
