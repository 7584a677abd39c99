// From facts to a filter: which authors' messages of which times can leave, in the form SQL pages by. decide() rules.
import {
  type AccessRequest,
  allowancesOf,
  type Facts,
  type Field,
  type GrantFacts,
  type Instant,
  lastDeparture,
  type Membership,
  type PersonId,
  saidNever,
  scopeOf,
  startsOf,
  type ThreadFacts,
} from '@countersign/protocol'
import type { MessageFilter, Stretch } from '../store/gate-messages.ts'

/** A stretch of time [start, end). */
type Window = Omit<Stretch, 'author'>

const FOREVER = Number.MAX_SAFE_INTEGER

/**
 * The filter for a permitted `messages.read` of some fields: for each author the stretches of time whose messages can
 * leave. It lets through whatever `decide` would permit and skips what it would withhold by author and time; each
 * candidate is still decided for itself.
 */
export function planMessages(
  request: AccessRequest,
  facts: Facts,
  held: GrantFacts,
  thread: ThreadFacts,
  fields: readonly Field[],
  now: Instant,
): MessageFilter {
  const scope = scopeOf(request, facts, held)
  const starts = (person: PersonId): readonly Instant[] => startsOf(person, facts, held, scope, now)
  const allParties = thread.setting === 'all-parties'
  const floor = Math.max(
    held.grant.history ? 0 : held.grant.startAt,
    allParties ? allPartiesFloor(thread, starts, now) : 0,
  )
  const since = new Map<PersonId, Instant>()
  if (!saidNever(facts.person, scope, now)) since.set(request.person, floor)
  for (const [author, known] of facts.others) {
    if (author === request.person) continue
    const sinces = allowancesOf(known, scope, now)
      .filter((yes) => yes.fields === null || yes.fields.some((field) => fields.includes(field)))
      .map((yes) => (yes.history ? 0 : yes.startAt))
    if (sinces.length > 0) since.set(author, Math.max(floor, Math.min(...sinces)))
  }
  const stays = thread.memberships.filter((stay) => stay.person === request.person).map(windowOf)
  const shut = allParties ? closedWindows(thread, starts, now) : []
  const open = disjoint(stays).flatMap((stay) => without(stay, shut))
  const stretches = [...since].flatMap(([author, from]) =>
    open
      .map(({ start, end }) => ({ author, start: Math.max(start, from), end }))
      .filter(({ start, end }) => start < end),
  )
  return { thread: thread.thread, stretches }
}

/** From when on everyone present has allowed, counting only answers since somebody last left; FOREVER when not all have. */
function allPartiesFloor(
  thread: ThreadFacts,
  startsOf: (person: PersonId) => readonly Instant[],
  now: Instant,
): Instant {
  const departure = lastDeparture(thread, now)
  return present(thread, now).reduce((floor, person) => {
    const since = startsOf(person).filter((start) => start >= departure)
    return Math.max(floor, since.length === 0 ? FOREVER : Math.min(...since))
  }, 0)
}

/** The times somebody who has since left could read along without having allowed it. */
function closedWindows(
  thread: ThreadFacts,
  startsOf: (person: PersonId) => readonly Instant[],
  now: Instant,
): readonly Window[] {
  const here = new Set(present(thread, now))
  return thread.memberships
    .filter((stay) => !here.has(stay.person))
    .map((stay) => {
      const starts = startsOf(stay.person)
      const { start, end } = windowOf(stay)
      return { start, end: starts.length === 0 ? end : Math.min(end, Math.max(start, Math.min(...starts))) }
    })
    .filter(({ start, end }) => end > start)
}

function present(thread: ThreadFacts, now: Instant): readonly PersonId[] {
  return thread.memberships
    .filter((stay) => stay.joinedAt <= now && (stay.leftAt === null || now < stay.leftAt))
    .map((stay) => stay.person)
}

function windowOf(stay: Membership): Window {
  return { start: stay.joinedAt, end: stay.leftAt ?? FOREVER }
}

/** The same times in windows that do not overlap, so that no message is found twice. */
function disjoint(windows: readonly Window[]): readonly Window[] {
  const done: Window[] = []
  for (const next of [...windows].sort((a, b) => a.start - b.start)) {
    const last = done.at(-1)
    if (last === undefined || next.start > last.end) done.push(next)
    else done.splice(-1, 1, { start: last.start, end: Math.max(last.end, next.end) })
  }
  return done
}

/** What is left of a window outside of some others. */
function without(window: Window, shut: readonly Window[]): readonly Window[] {
  return shut.reduce<readonly Window[]>(
    (left, { start, end }) =>
      left
        .flatMap((piece) => [
          { start: piece.start, end: Math.min(piece.end, start) },
          { start: Math.max(piece.start, end), end: piece.end },
        ])
        .filter((piece) => piece.start < piece.end),
    [window],
  )
}
