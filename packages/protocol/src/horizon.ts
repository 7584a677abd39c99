// How long a decision can stand: the next instant at which the clock alone could change it (design §5, "clock" facts).
import { inactiveFrom } from './allowance.ts'
import type { Facts, PersonFacts } from './facts.ts'
import type { Instant } from './time.ts'
import { verbs } from './verbs.ts'

/**
 * The earliest instant after `now` at which any end or start among the facts falls; Infinity when none is ahead. Until
 * then the same request has the same decision. (An item dated later than `now` is withheld until its own time comes.)
 */
export function horizon(facts: Facts, now: Instant): Instant {
  const instants = [
    facts.partner.certifiedUntil,
    facts.feature.startAt,
    facts.feature.endAt ?? Number.POSITIVE_INFINITY,
    ...(facts.thread?.memberships ?? []).flatMap(({ joinedAt, leftAt }) => [joinedAt, leftAt ?? joinedAt]),
    ...personInstants(facts.person),
  ]
  for (const other of facts.others.values()) instants.push(...personInstants(other))
  return instants.reduce((next, at) => (at > now && at < next ? at : next), Number.POSITIVE_INFINITY)
}

function personInstants(person: PersonFacts): readonly Instant[] {
  return [
    ...person.countersignatures.flatMap(({ countersignature: { startAt, endAt } }) => [startAt, endAt]),
    ...person.grants.flatMap(({ grant: { startAt, endAt } }) => [
      startAt,
      endAt,
      // Every verb, held or not: a verb that was never granted is refused as INACTIVE from then on.
      ...verbs.map((verb) => inactiveFrom(startAt, person.ownUse[verb])),
    ]),
  ]
}
