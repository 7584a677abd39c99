// What decide() promises of every world there can be: it answers, it names a grant, and nobody's yes opens another's data.
import {
  allowancesOf,
  type CountersignatureFacts,
  decide,
  type Facts,
  horizon,
  type PersonFacts,
  refusals,
  saidNever,
  scopeOf,
  subjectsOf,
} from '@countersign/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cast, worlds } from '../src/worlds/facts.ts'

const RUNS = 4_000
const bounded = { numRuns: RUNS, seed: 4747 }

describe('decide() over random worlds', () => {
  test('is total: every typed input, not-a-numbers included, has one of the known outcomes', () => {
    const codes = new Set([...Object.keys(refusals), 'WITHHELD'])
    const holds = fc.property(worlds('any'), ({ request, facts, now }) => {
      const decision = decide(request, facts, now)
      if (decision.outcome === 'refuse') expect(codes).toContain(decision.code)
      else expect(decision.grant).toMatch(/^grant_/)
    })
    fc.assert(holds, bounded)
  })

  test('is a function: the order of grants, answers and stays changes nothing', () => {
    const holds = fc.property(worlds(), ({ request, facts, now }) => {
      const { outcome } = decide(request, reversed(facts), now)
      expect(outcome).toBe(decide(request, facts, now).outcome)
    })
    fc.assert(holds, bounded)
  })

  test('permits only on a live grant of the person for this verb and purpose (rules 1 and 4)', () => {
    const seen = countPermits()
    const holds = fc.property(worlds(), (world) => {
      const { request, facts, now } = world
      const decision = seen(decide(request, facts, now))
      if (decision.outcome === 'refuse') return
      const grant = facts.person.grants
        .map((held) => held.grant)
        .find(
          ({ id, purpose, state }) =>
            id === decision.grant && purpose === request.purpose && state === 'given',
        )
      expect(grant).toMatchObject({ person: request.person, feature: request.feature })
      expect(grant?.verbs).toContain(request.verb)
      expect(now).toBeGreaterThanOrEqual(grant?.startAt ?? Number.POSITIVE_INFINITY)
      expect(now).toBeLessThan(grant?.endAt ?? 0)
      expect([facts.person.restricted, facts.partner.suspended]).toEqual([false, false])
      expect(grant?.fields).toEqual(expect.arrayContaining([...decision.fields]))
    })
    fc.assert(holds, bounded)
    expect(seen.permits()).toBeGreaterThan(RUNS / 50)
  })

  test('releases an item only with the yes of every person it is about (rule 2)', () => {
    const seen = countPermits()
    const holds = fc.property(worlds(), ({ request, facts, now }) => {
      const decision = seen(decide(request, facts, now))
      const { item } = request
      if (item === undefined || decision.outcome === 'refuse') return
      const held = facts.person.grants.find(
        ({ grant }) =>
          grant.id === decision.grant && grant.purpose === request.purpose && grant.state === 'given',
      )
      const subjects = subjectsOf(item)
      if (held === undefined || subjects === undefined)
        return expect.fail('released without grant or subjects')
      for (const subject of subjects) {
        const person = subject === request.person ? facts.person : facts.others.get(subject)
        expect(person).toMatchObject({ account: 'open', restricted: false })
        if (person === undefined) continue
        const scope = scopeOf(request, facts, held)
        expect(saidNever(person, scope, now)).toBe(false)
        if (subject !== request.person) expect(allowancesOf(person, scope, now)).not.toEqual([])
      }
    })
    fc.assert(holds, bounded)
    expect(seen.permits()).toBeGreaterThan(RUNS / 100)
  })

  test('tells nothing of others in a refusal: the call is decided by the granting person alone', () => {
    const holds = fc.property(worlds(), ({ request, facts, now }) => {
      const { item: _, ...call } = request
      expect(decide(call, { ...facts, others: new Map() }, now)).toEqual(decide(call, facts, now))
    })
    fc.assert(holds, bounded)
  })

  test('takes a grant or a yes that nobody signed for one that is not there (OVR-06)', () => {
    const seen = countPermits()
    let forged = 0
    const holds = fc.property(worlds(), ({ request, facts, now }) => {
      const without = everybody(facts, signedOnly)
      forged += Number(JSON.stringify(without.person) !== JSON.stringify(facts.person))
      expect(seen(decide(request, facts, now))).toEqual(decide(request, without, now))
    })
    fc.assert(holds, bounded)
    expect(seen.permits()).toBeGreaterThan(RUNS / 100)
    expect(forged).toBeGreaterThan(RUNS / 50)
  })

  test('never opens by anybody saying no: a switch, a never, an answer or a grant taken away', () => {
    const noes: readonly ((person: PersonFacts) => PersonFacts)[] = [
      (person) => ({ ...person, restricted: true }),
      (person) => ({ ...person, countersignatures: person.countersignatures.slice(1) }),
      (person) => ({ ...person, countersignatures: person.countersignatures.map(asNever) }),
      (person) => ({ ...person, grants: [] }),
    ]
    const drawn = fc.tuple(worlds(), fc.constantFrom(...noes), fc.nat(2))
    const holds = fc.property(drawn, ([{ request, facts, now }, no, which]) => {
      const before = decide(request, facts, now)
      const person = cast.people[1 + which]
      const other = person && facts.others.get(person)
      // Taking back a never is no no.
      if (other === undefined || other.countersignatures[0]?.countersignature.answer === 'never') return
      const after = decide(
        request,
        { ...facts, others: new Map(facts.others).set(other.person, no(other)) },
        now,
      )
      if (before.outcome === 'refuse') expect(after).toEqual(before)
      else if (after.outcome === 'permit')
        expect(before.fields).toEqual(expect.arrayContaining([...after.fields]))
    })
    fc.assert(holds, bounded)
  })

  test('stands until its horizon as far as the clock goes', () => {
    const drawn = fc.tuple(worlds(), fc.double({ min: 0, max: 1, noNaN: true }))
    const holds = fc.property(drawn, ([{ request, facts, now }, part]) => {
      const end = Math.min(horizon(facts, now), now + 1e11)
      const later = Math.min(now + Math.floor((end - now) * part), end - 1)
      if (later <= now || (request.item?.sentAt ?? 0) > now) return
      expect(decide(request, facts, later)).toEqual(decide(request, facts, now))
      expect(decide(request, facts, end - 1)).toEqual(decide(request, facts, now))
    })
    fc.assert(holds, bounded)
  })
})

function reversed(facts: Facts): Facts {
  const person = (one: PersonFacts): PersonFacts => ({
    ...one,
    grants: one.grants.toReversed(),
    countersignatures: one.countersignatures.toReversed(),
  })
  return {
    ...facts,
    person: person(facts.person),
    others: new Map([...facts.others].toReversed().map(([id, one]) => [id, person(one)])),
    thread: facts.thread && { ...facts.thread, memberships: facts.thread.memberships.toReversed() },
  }
}

function everybody(facts: Facts, change: (person: PersonFacts) => PersonFacts): Facts {
  const others = new Map([...facts.others].map(([id, one]) => [id, change(one)]))
  return { ...facts, person: change(facts.person), others }
}

/** A never stands whether or not it was signed. */
function signedOnly(person: PersonFacts): PersonFacts {
  return {
    ...person,
    grants: person.grants.filter(({ signed }) => signed),
    countersignatures: person.countersignatures.filter(
      ({ signed, countersignature }) => signed || countersignature.answer === 'never',
    ),
  }
}

function asNever(facts: CountersignatureFacts): CountersignatureFacts {
  return { ...facts, countersignature: { ...facts.countersignature, answer: 'never', history: false } }
}

/** Counts permits, so that a property that met none is not taken for one that held. */
function countPermits() {
  let permits = 0
  const seen = (decision: ReturnType<typeof decide>): ReturnType<typeof decide> => {
    if (decision.outcome === 'permit') permits++
    return decision
  }
  return Object.assign(seen, { permits: () => permits })
}
