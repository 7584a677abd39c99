// Rows of permissions: the grants and countersignatures of everybody, and those the measured reads stand on.
import { draw, unit } from './chance.ts'
import { uuid } from './ids.ts'
import { idsOf } from './people-rows.ts'
import type { Plan } from './plan.ts'
import {
  FEATURES,
  featureIds,
  heldFields,
  heldVerbs,
  MEASURED_FEATURE,
  partnerOf,
  purpose,
  screenHash,
} from './register.ts'
import type { Table, Value } from './tables.ts'

const DAY_MS = 86_400_000
const stream = { first: 51, ended: 52, thread: 53, never: 54, start: 55 }

/** A third of all permissions are grants; of the answers, seven in ten are for one thread. */
const GRANTS = 1 / 3
const IN_A_THREAD = 0.7
const ENDED = 0.1
const NEVER = 0.1

const shared = ['partner_id', 'feature_id', 'manifest_version', 'purpose', 'start_at', 'end_at', 'history']
const columns = {
  grants: [
    'person_id',
    'grant_id',
    'verbs',
    'fields',
    'threads',
    'locale',
    'state',
    'ended_at',
    'screen_hash',
  ],
  answers: ['person_id', 'countersignature_id', 'thread_id', 'answer', 'state', 'ended_at', 'screen_hash'],
}

/** The tables of permissions. Grants and countersignatures together are exactly as many as the scale says. */
export function permissionTables(plan: Plan): readonly Table[] {
  const grants = Math.round(plan.scale.permissions * GRANTS)
  const answers = plan.scale.permissions - grants
  return [
    {
      name: 'grants',
      columns: [...columns.grants, ...shared],
      expected: grants,
      *rows() {
        yield* measuredGrants(plan)
        yield* everybodysGrants(plan, grants - plan.measured.length)
      },
    },
    {
      name: 'countersignatures',
      columns: [...columns.answers, ...shared],
      expected: answers,
      *rows() {
        let made = 0
        for (const row of measuredAnswers(plan)) {
          made++
          yield row
        }
        yield* everybodysAnswers(plan, answers - made)
      },
    },
    {
      name: 'own_uses',
      columns: ['person_id', 'partner_id', 'verb', 'used_at'],
      expected: plan.people,
      rows: () => ownUses(plan),
    },
  ]
}

/** The columns a grant and an answer have in common, in the order of `shared`. */
function terms(plan: Plan, feature: number, days: number, history: boolean): readonly Value[] {
  const ids = featureIds(plan.seed, feature)
  const start = plan.asOf - days * DAY_MS
  return [ids.partner, ids.feature, 1, purpose, start, start + 179 * DAY_MS, history]
}

const array = (values: readonly string[]): string => `{${values.join()}}`
const verbs = array(heldVerbs)
const fields = array(heldFields)

function* measuredGrants(plan: Plan): Generator<readonly Value[]> {
  const ids = idsOf(plan)
  const hash = screenHash(partnerOf(MEASURED_FEATURE))
  for (const [n, { thread, firstPerson }] of plan.measured.entries()) {
    const grant = uuid(plan.seed, 'grant', n, plan.asOf)
    const threads = array([ids.thread(thread)])
    yield [
      ids.person(firstPerson),
      grant,
      verbs,
      fields,
      threads,
      'en',
      'given',
      null,
      hash,
      ...measuredTerms(plan),
    ]
  }
}

function measuredTerms(plan: Plan): readonly Value[] {
  return terms(plan, MEASURED_FEATURE, 30, true)
}

function* measuredAnswers(plan: Plan): Generator<readonly Value[]> {
  const ids = idsOf(plan)
  const hash = screenHash(partnerOf(MEASURED_FEATURE))
  let n = 0
  for (const { thread, firstPerson, shape } of plan.measured) {
    for (let other = 1; other < shape.allowing; other++) {
      const answer = uuid(plan.seed, 'countersignature', n++, plan.asOf)
      const person = ids.person(firstPerson + other)
      yield [person, answer, ids.thread(thread), 'allow', 'given', null, hash, ...measuredTerms(plan)]
    }
  }
}

/** How many grants each person has: by a power law of their rank, exactly `total` together, one a feature at most. */
function grantsEach(plan: Plan, total: number): Int32Array {
  const most = FEATURES - 1
  const each = new Int32Array(plan.people)
  const average = total / plan.people
  let left = total
  for (let n = 0; n < plan.people && left > 0; n++) {
    const wanted = Math.floor(0.5 * average * Math.sqrt(plan.people / (n + 1)))
    const taken = Math.min(most, wanted, left)
    each[n] = taken
    left -= taken
  }
  for (let n = 0; left > 0; n = (n + 1) % plan.people) {
    const has = each[n] ?? 0
    if (has >= most) continue
    each[n] = has + 1
    left--
  }
  return each
}

/** The k-th feature a person or a thread has to do with: none twice, never the measured one. */
function otherFeature(seed: number, owner: number, k: number): number {
  return 1 + ((draw(seed, stream.first, owner) + k) % (FEATURES - 1))
}

function* everybodysGrants(plan: Plan, total: number): Generator<readonly Value[]> {
  const ids = idsOf(plan)
  const { seed, asOf } = plan
  let n = plan.measured.length
  for (const [owner, count] of grantsEach(plan, total).entries()) {
    for (let k = 0; k < count; k++, n++) {
      const feature = otherFeature(seed, owner, k)
      const threads = array([ids.thread(draw(seed, stream.thread, n) % plan.scale.threads)])
      const ended = unit(seed, stream.ended, n) < ENDED
      const state = ended ? ['withdrawn', asOf - DAY_MS] : ['given', null]
      const days = 2 + (draw(seed, stream.start, n) % 170)
      yield [
        ids.person(owner),
        uuid(seed, 'grant', n, asOf - days * DAY_MS),
        verbs,
        fields,
        threads,
        'en',
        ...state,
        screenHash(partnerOf(feature)),
        ...terms(plan, feature, days, false),
      ]
    }
  }
}

function* everybodysAnswers(plan: Plan, total: number): Generator<readonly Value[]> {
  const { seed, asOf } = plan
  const ids = idsOf(plan)
  const first = plan.measured.reduce((sum, { shape }) => sum + shape.allowing - 1, 0)
  const inThreads = Math.round(total * IN_A_THREAD)
  let n = first
  const row = (person: number, thread: number | null, feature: number): readonly Value[] => {
    const ended = unit(seed, stream.ended, -n) < ENDED
    const days = 2 + (draw(seed, stream.start, -n) % 170)
    const id = uuid(seed, 'countersignature', n++, asOf - days * DAY_MS)
    return [
      ids.person(person),
      id,
      thread === null ? null : ids.thread(thread),
      unit(seed, stream.never, n) < NEVER ? 'never' : 'allow',
      ...(ended ? ['ended', asOf - DAY_MS] : ['given', null]),
      screenHash(partnerOf(feature)),
      ...terms(plan, feature, days, false),
    ]
  }
  // Whoever is in a thread is asked about the same features; how many answers each gives is spread evenly.
  const stays = plan.membershipsBefore(plan.threads)
  let stay = 0
  for (let thread = 0; thread < plan.threads; thread++) {
    for (const person of plan.membersOf(thread)) {
      for (let k = 0; k < shareOf(inThreads, stays, stay); k++)
        yield row(person, thread, otherFeature(seed, thread, k))
      stay++
    }
  }
  for (let person = 0; person < plan.people; person++)
    for (let k = 0; k < shareOf(total - inThreads, plan.people, person); k++)
      yield row(person, null, otherFeature(seed, person, k))
}

/** The n-th of `parts` shares of a total, as even as whole numbers can be. */
function shareOf(total: number, parts: number, n: number): number {
  return Math.floor(((n + 1) * total) / parts) - Math.floor((n * total) / parts)
}

function* ownUses(plan: Plan): Generator<readonly Value[]> {
  const ids = idsOf(plan)
  const { partner } = featureIds(plan.seed, MEASURED_FEATURE)
  for (let person = 0; person < plan.people; person++)
    yield [ids.person(person), partner, 'messages.read', plan.asOf - DAY_MS]
}
