// Whether one part of a world may leave, and with which fields: readings 10 to 13, asked one after the other.
import type { Field, Instant, PersonId } from '@countersign/protocol'
import { type Allowance, wordOf } from './allowances.ts'
import type { Objection } from './objection.ts'
import type { Case } from './refusal.ts'
import type { Part } from './subjects.ts'
import { holds, lastDeparture, settingOf, wasPresent } from './threads.ts'

/** What stands against a part leaving with one field, by the first reading that objects; null when it may leave. */
export type Verdict = (field: Field) => Objection | null

/** Judges one part: first by the readings that withhold all of it, then by those that look at the field. */
export function verdictOn(c: Case, part: Part): Verdict {
  const whole = objectionToAll(c, part)
  return (field) => whole ?? reading12EveryOtherSubject(c, part, field)
}

function objectionToAll(c: Case, part: Part): Objection | null {
  return (
    subjectsAreKnown(part) ??
    reading10OwnNever(c, part) ??
    reading11NotInTheFuture(c, part) ??
    reading11StartOfTheGrant(c, part) ??
    reading11Membership(c, part) ??
    reading13AllParties(c, part)
  )
}

/** Design §4: a kind not listed is withheld. */
function subjectsAreKnown(part: Part): Objection | null {
  return part.subjects === null ? { reading: 14, why: 'Nobody has said whose data this is.' } : null
}

/** The granting person needs no allowance, but their own never withholds what is theirs. */
function reading10OwnNever(c: Case, part: Part): Objection | null {
  const isTheirs = part.subjects?.includes(c.person.person) ?? false
  return isTheirs && wordOf(c, c.person.person, part.thread).never
    ? { reading: 10, why: 'The granting person said never.', person: c.person.person }
    : null
}

function reading11NotInTheFuture(c: Case, part: Part): Objection | null {
  return part.at !== null && part.at > c.world.now ? { reading: 11, why: 'It lies in the future.' } : null
}

function reading11StartOfTheGrant(c: Case, part: Part): Objection | null {
  if (part.at === null || c.grant.history || part.at >= c.grant.startAt) return null
  return { reading: 11, why: 'It was sent before the grant began.' }
}

function reading11Membership(c: Case, part: Part): Objection | null {
  if (part.at === null || part.thread === null) return null
  if (wasPresent(part.thread, c.person.person, part.at)) return null
  return { reading: 11, why: 'It was sent while the granting person was no member.' }
}

function reading12EveryOtherSubject(c: Case, part: Part, field: Field): Objection | null {
  for (const subject of part.subjects ?? []) {
    if (subject === c.person.person) continue
    const objection = objectionOfSubject(c, part, field, subject)
    if (objection !== null) return objection
  }
  return null
}

/** Readings 8, 9, 11 and 12 for one subject other than the granting person. */
function objectionOfSubject(c: Case, part: Part, field: Field, person: PersonId): Objection | null {
  const { barred, allowances } = wordOf(c, person, part.thread)
  if (barred !== null) return barred
  if (allowances.length === 0) return { reading: 8, why: 'They have not allowed it.', person }
  const covering = allowances.filter((allowance) => allowance.fields.includes(field))
  if (covering.length === 0) return { reading: 12, why: 'They have not allowed this field.', person }
  if (!covering.some((allowance) => isInTime(allowance, part.at)))
    return { reading: 11, why: 'It was sent before they allowed it.', person }
  return null
}

function isInTime(allowance: Allowance, at: Instant | null): boolean {
  return at === null || allowance.history || at >= allowance.startAt
}

/** Asked of whatever concerns a thread that shares only with everyone's yes. */
function reading13AllParties(c: Case, part: Part): Objection | null {
  const { thread } = part
  if (thread === null || settingOf(c.world, thread) !== 'all-parties') return null
  const at = part.at ?? c.world.now
  const departure = lastDeparture(c.world, thread)
  for (const stay of thread.stays) {
    const { person } = stay
    const { starts } = wordOf(c, person, thread)
    const isHereNow = holds(stay, c.world.now)
    if ((isHereNow || holds(stay, at)) && !starts.some((start) => start <= at))
      return {
        reading: 13,
        why: 'They had not allowed it by then, and the thread asks for everyone.',
        person,
      }
    if (isHereNow && departure !== null && !starts.some((start) => start <= at && start >= departure))
      return { reading: 13, why: 'Somebody left, and they had not answered again by then.', person }
  }
  return null
}
