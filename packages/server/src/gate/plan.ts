// From facts to a filter: which authors' messages of which times can leave, in the form SQL pages by. decide() rules.
import {
  type AccessRequest,
  allowancesOf,
  type Facts,
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
import type { AuthorWindow, MessageFilter, Window } from '../store/gate-messages.ts'

const FOREVER = Number.MAX_SAFE_INTEGER

/**
 * The filter for a permitted `messages.read`. It lets through whatever `decide` would permit and skips what it would
 * withhold by author and time; each candidate is still decided for itself.
 */
export function planMessages(
  request: AccessRequest,
  facts: Facts,
  held: GrantFacts,
  thread: ThreadFacts,
  now: Instant,
): MessageFilter {
  const scope = scopeOf(request, facts, held)
  const starts = (person: PersonId): readonly Instant[] => startsOf(person, facts, held, scope, now)
  const floor = thread.setting === 'all-parties' ? allPartiesFloor(thread, starts, now) : 0
  const grantSince = held.grant.history ? 0 : held.grant.startAt
  const authors: AuthorWindow[] = saidNever(facts.person, scope, now)
    ? []
    : [{ author: request.person, since: Math.max(grantSince, floor) }]
  for (const [author, known] of facts.others) {
    if (author === request.person) continue
    const sinces = allowancesOf(known, scope, now).map((yes) => (yes.history ? 0 : yes.startAt))
    if (sinces.length > 0) authors.push({ author, since: Math.max(grantSince, floor, Math.min(...sinces)) })
  }
  const open = thread.memberships.filter((stay) => stay.person === request.person).map(windowOf)
  const closed = thread.setting === 'all-parties' ? closedWindows(thread, starts, now) : []
  return { thread: thread.thread, authors: floor === FOREVER ? [] : authors, open, closed }
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
