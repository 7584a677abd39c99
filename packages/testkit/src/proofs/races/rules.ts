// The rules of design §4 a race can hurt, asked of a history twice: may this have been so at some moment, must it have been?
import type { FeatureId, PersonId, ThreadId, Verb } from '@countersign/protocol'
import { type Fact, possible, type Span, UNKNOWN } from './history.ts'
import type { AnswerTerms, GrantTerms, Known, SentMessage, Words } from './known.ts'

/** The clocks of database and race are read one after the other, and instants are whole milliseconds. */
const CLOCK_MARGIN_MS = 50

/**
 * How a rule is asked. Every rule below only joins plain conditions on single facts by "and" and "or". Asked with `may`,
 * each condition holds if it may have held at some moment of the span, so that what does not hold was certainly wrong;
 * with `must`, if it held all through, so that what holds was certainly right.
 */
export interface Asked {
  holds<V>(fact: Fact<V>, span: Span, condition: (value: V) => boolean): boolean
  /** Whether something that ends by the clock lasts. */
  lasts(until: number, span: Span): boolean
}

/** Something may have been so at some moment. */
export const may: Asked = {
  holds: (fact, span, condition) =>
    possible(fact, span).some((value) => value === UNKNOWN || condition(value)),
  lasts: (until, { begin }) => until + CLOCK_MARGIN_MS > begin,
}

/** Something was so at every moment. */
export const must: Asked = {
  holds: (fact, span, condition) =>
    possible(fact, span).every((value) => value !== UNKNOWN && condition(value)),
  lasts: (until, { end }) => until - CLOCK_MARGIN_MS > end,
}

/** One call of a partner, as far as rules go. */
export interface Call {
  readonly person: PersonId
  readonly feature: FeatureId
  readonly verb: Verb
  /** Null for the lists of threads and of friends. */
  readonly thread: ThreadId | null
}

/** What an item's time demands of a permission: its start no later than this, or "also what is already written". */
export interface ItemTime {
  /** When it was sent, milliseconds UTC; null for what is true now. */
  readonly sentAt: number | null
}

const now: ItemTime = { sentAt: null }

/** Whether a call is permitted at all. */
export function permitted(asked: Asked, known: Known, call: Call, span: Span): boolean {
  const { person, feature, verb, thread } = call
  const until = known.features.get(feature)?.until
  return (
    until !== undefined &&
    asked.holds(known.restricted(person), span, (on) => !on) &&
    asked.holds(until, span, (end) => asked.lasts(end, span)) &&
    asked.holds(known.grant(person, feature), span, (grant) => inForce(asked, grant, span, verb)) &&
    (thread === null || reachesThread(asked, known, call, thread, span))
  )
}

/** Whether a thread is selected, not closed, and the person's. */
export function reachesThread(
  asked: Asked,
  known: Known,
  { person, feature }: Call,
  thread: ThreadId,
  span: Span,
): boolean {
  return (
    asked.holds(known.grant(person, feature), span, (grant) => selects(grant, thread)) &&
    asked.holds(known.member(person, thread), span, (is) => is) &&
    asked.holds(known.setting(thread), span, (setting) => setting !== 'closed')
  )
}

function inForce(asked: Asked, grant: GrantTerms | null, span: Span, verb: Verb): boolean {
  if (grant === null) return false
  return grant.verbs.includes(verb) && asked.lasts(grant.until, span)
}

function selects(grant: GrantTerms | null, thread: ThreadId): boolean {
  return grant?.threads.includes(thread) ?? false
}

/** Whether a permission's start lets an item of that time through. */
function reaches(
  { startAt, history }: Pick<GrantTerms, 'startAt' | 'history'>,
  { sentAt }: ItemTime,
): boolean {
  return history || sentAt === null || startAt <= sentAt
}

/** Whether nobody's "never" stands in the way: neither for the thread nor for all. */
function saidNothing(
  asked: Asked,
  known: Known,
  person: PersonId,
  call: Call,
  thread: ThreadId | null,
  span: Span,
): boolean {
  return scopesOf(thread).every((scope) =>
    asked.holds(
      known.answer(person, call.feature, scope),
      span,
      (answer) => answer?.answer !== 'never' || neverLapsed(asked, answer, span),
    ),
  )
}

/** Where an answer counts: for the thread and for all; where no thread is concerned, only for all. */
function scopesOf(thread: ThreadId | null): readonly (ThreadId | null)[] {
  return thread === null ? [null] : [thread, null]
}

/** A "never" that ends by the clock stops withholding: what may have ended may let through. */
function neverLapsed(asked: Asked, { until }: AnswerTerms, span: Span): boolean {
  return asked === may ? until - CLOCK_MARGIN_MS <= span.end : until + CLOCK_MARGIN_MS <= span.begin
}

/** Whether one data subject of an item lets it through: the granting person, or somebody who allowed it. */
export function subjectLets(
  asked: Asked,
  known: Known,
  call: Call,
  place: { readonly subject: PersonId; readonly thread: ThreadId | null; readonly item: ItemTime },
  span: Span,
): boolean {
  const { subject, thread, item } = place
  if (!saidNothing(asked, known, subject, call, thread, span)) return false
  if (subject === call.person)
    return asked.holds(
      known.grant(subject, call.feature),
      span,
      (grant) => grant !== null && reaches(grant, item),
    )
  if (!asked.holds(known.restricted(subject), span, (on) => !on)) return false
  const answered = (scope: ThreadId | null): boolean =>
    asked.holds(
      known.answer(subject, call.feature, scope),
      span,
      (answer) => answer?.answer === 'allow' && reaches(answer, item) && asked.lasts(answer.until, span),
    )
  const granted = (): boolean =>
    asked.holds(
      known.grant(subject, call.feature),
      span,
      (grant) =>
        grant !== null &&
        inForce(asked, grant, span, call.verb) &&
        (thread === null || selects(grant, thread)) &&
        reaches(grant, item),
    )
  return scopesOf(thread).some(answered) || granted()
}

/** Whether all data subjects of something in a thread let it through, and everybody else whose yes the thread demands. */
export function allLet(
  asked: Asked,
  known: Known,
  call: Call,
  place: { readonly subjects: readonly PersonId[]; readonly thread: ThreadId; readonly item?: ItemTime },
  span: Span,
): boolean {
  const { subjects, thread, item = now } = place
  const grantReaches = asked.holds(
    known.grant(call.person, call.feature),
    span,
    (grant) => grant !== null && reaches(grant, item),
  )
  return (
    grantReaches &&
    subjects.every((subject) => subjectLets(asked, known, call, { subject, thread, item }, span)) &&
    (asked.holds(known.setting(thread), span, (setting) => setting === 'author') ||
      // What a thread of all parties surely lets through takes more than is known here.
      (asked === may && partiesLet(known, call, thread, item, span)))
  )
}

/**
 * Whether everybody who was surely a member all the while may have allowed it in time: a yes no later than the item and,
 * since somebody surely left, given after that (design §4, all-parties). "Already written" does not count here.
 */
function partiesLet(known: Known, call: Call, thread: ThreadId, item: ItemTime, span: Span): boolean {
  const present = known.people.filter((person) => must.holds(known.member(person, thread), span, (is) => is))
  const left = Math.max(...known.people.map((person) => lastLeft(known, person, thread, span)))
  const inTime = (given: GrantTerms | AnswerTerms | null): boolean =>
    given !== null &&
    (item.sentAt === null || given.startAt <= item.sentAt) &&
    known.onOurClock(given.startAt) + CLOCK_MARGIN_MS >= left
  return present.every((person) => {
    const grant = known.grant(person, call.feature)
    const granted =
      person === call.person
        ? may.holds(grant, span, inTime)
        : may.holds(grant, span, (one) => selects(one, thread) && inTime(one))
    const answered = [thread, null].some((scope) =>
      may.holds(
        known.answer(person, call.feature, scope),
        span,
        (answer) => answer?.answer === 'allow' && inTime(answer),
      ),
    )
    return (granted || answered) && saidNothing(may, known, person, call, thread, span)
  })
}

/** When somebody had surely left by the beginning of a span, at the earliest; 0 when they had not. */
function lastLeft(known: Known, person: PersonId, thread: ThreadId, { begin }: Span): number {
  const { writes } = known.member(person, thread)
  const gone = writes.findLast(({ sure, value, end }) => sure && value === false && end <= begin)
  return gone?.begin ?? 0
}

/** Whether a message as a whole may leave, in some version of its words. */
export function messageLeaves(
  asked: Asked,
  known: Known,
  call: Call,
  message: SentMessage,
  span: Span,
  version: (words: Words) => boolean = () => true,
): boolean {
  const { thread, author, origin, sent, sentAt } = message
  const was = (when: Span): boolean => asked.holds(known.member(call.person, thread), when, (is) => is)
  const subjects = origin === null ? [author] : [author, origin.author]
  return (
    asked.holds(message.words, span, (words) => words !== null && version(words) && was(words.written)) &&
    was(sent) &&
    allLet(asked, known, call, { subjects, thread, item: { sentAt } }, span) &&
    (origin === null ||
      (was(origin.sent) &&
        allLet(
          asked,
          known,
          call,
          { subjects: [origin.author], thread, item: { sentAt: origin.sentAt } },
          span,
        )))
  )
}
