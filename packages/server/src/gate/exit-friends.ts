// The exit check of friends and contact fields (SCP-05): whose they are and what they say is read and decided once more.
import {
  type AccessRequest,
  decide,
  type Field,
  type Instant,
  type Item,
  isAboutFriends,
  type PersonId,
  type Verb,
} from '@countersign/protocol'
import type { ReadSession } from '../store/database.ts'
import { exitFacts, exitMoment } from '../store/exit-facts.ts'
import { type ExitFriends, exitFriends } from '../store/exit-friends.ts'
import { exitNames } from '../store/exit-rows.ts'
import type { ExitCheckContext, ExitResult } from './exit-check.ts'
import { isoTime, type Json, type Judge, keysPass, separate } from './exit-object.ts'
import type { Looked, Outgoing } from './look.ts'
import type { OpaqueIds } from './opaque-ids.ts'

/** Whether a verb answers with friends or contact fields: what is judged here. */
export function concernsNoThread(verb: Verb): boolean {
  return isAboutFriends(verb) || verb === 'contact.own'
}

/** The exit check of an answer about friends or contact fields. */
export async function checkFriends(
  session: ReadSession,
  context: ExitCheckContext,
  { outgoing, request }: Pick<Looked, 'outgoing' | 'request'>,
  ids: OpaqueIds,
): Promise<ExitResult> {
  const view = await loadView(session, context, request, outgoing, ids)
  const now = Math.max(view.moment.headTime, context.clock.decisionTime(view.moment.databaseTime))
  return { ...separate(outgoing, judge(view, request, now, ids)), turn: view.moment.turn }
}

type View = Awaited<ReturnType<typeof loadView>>

/**
 * Those the look says it tells of are declared, so that the work is a page's. An object about anybody else is not found
 * among the rows, and what is not found does not leave.
 */
async function loadView(
  session: ReadSession,
  { logId, floor }: ExitCheckContext,
  request: AccessRequest,
  outgoing: readonly Outgoing[],
  ids: OpaqueIds,
) {
  const { partner, feature, person } = request
  const friends = [...new Set(outgoing.flatMap(({ disclosed }) => disclosed.map((one) => one.person)))]
  const contacts = outgoing.flatMap(({ object }) => ids.openContact(String(object.id)) ?? [])
  // The turn is read first: what changes from here on is later than it.
  const [moment, facts, rows] = await Promise.all([
    exitMoment(session, logId),
    exitFacts(session, { partner, feature, person, threads: [], friends, floor }),
    exitFriends(session, person, friends, contacts),
  ])
  const asked = request.verb === 'friends.list' ? exitNames(session, friends) : new Map<PersonId, string>()
  session.finish()
  return { moment, facts: facts.facts(null), rows, names: await asked }
}

function judge({ facts, rows, names }: View, request: AccessRequest, now: Instant, ids: OpaqueIds): Judge {
  const fieldsFor = (item: Item, verb = request.verb): readonly Field[] | undefined => {
    const fields = verb === request.verb ? request.fields : null
    const decision = decide({ ...request, verb, fields, item }, facts, now)
    return decision.outcome === 'permit' ? decision.fields : undefined
  }
  const listed = (friend: PersonId): boolean => fieldsFor(friendOf(friend), 'friends.list') !== undefined
  return (object) => {
    if (object.kind === 'friend') return friendSubjects(object, rows, names, ids, fieldsFor)
    if (object.kind === 'contact') return contactSubjects(object, rows, request, ids, fieldsFor, listed)
    return undefined
  }
}

type FieldsFor = (item: Item) => readonly Field[] | undefined

function friendOf(friend: PersonId): Item {
  return { kind: 'friend', people: { friend }, sentAt: null, fields: ['friend.name', 'friend.since'] }
}

function friendSubjects(
  object: Json,
  { since }: ExitFriends,
  names: ReadonlyMap<PersonId, string>,
  ids: OpaqueIds,
  fieldsFor: FieldsFor,
): readonly PersonId[] | undefined {
  const friend = ids.openFriend(String(object.id))
  const from = friend && since.get(friend)
  if (friend === undefined || from === undefined) return undefined
  const fields = fieldsFor(friendOf(friend))
  if (fields === undefined) return undefined
  const passes = keysPass(
    object,
    fields,
    { name: 'friend.name', since: 'friend.since' },
    { name: (value) => value === names.get(friend), since: (value) => value === isoTime(from) },
  )
  return passes ? [friend] : undefined
}

function contactSubjects(
  { friend, ...object }: Json,
  { since, contacts }: ExitFriends,
  { person, verb }: AccessRequest,
  ids: OpaqueIds,
  fieldsFor: FieldsFor,
  listed: (friend: PersonId) => boolean,
): readonly PersonId[] | undefined {
  const contact = ids.openContact(String(object.id))
  const row = contact && contacts.get(contact)
  if (!row?.verified) return undefined
  const { owner, kind, value } = row
  if (isAboutFriends(verb) ? !since.has(owner) : owner !== person) return undefined
  if (friend !== undefined && !(since.has(owner) && friend === ids.friend(owner) && listed(owner)))
    return undefined
  const item: Item = {
    kind: 'contact_field',
    people: { owner },
    sentAt: null,
    fields: ['contact.email', 'contact.phone'],
  }
  const fields = fieldsFor(item)
  if (fields === undefined) return undefined
  const passes = keysPass(
    object,
    fields,
    { email: 'contact.email', phone: 'contact.phone' },
    {
      email: (sent) => kind === 'email' && sent === value,
      phone: (sent) => kind === 'phone' && sent === value,
    },
  )
  return passes ? [owner] : undefined
}
