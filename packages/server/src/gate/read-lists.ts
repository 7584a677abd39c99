// What `threads.list` and `members.see` gather: lists ordered by their opaque ids, and the reading that gathers nothing.
import { type Disclosed, decide, type Field, type ThreadId, type Verb } from '@countersign/protocol'
import { declare } from '../store/declare.ts'
import { personNames } from '../store/names.ts'
import type { Page } from './gate.ts'
import type { Outgoing, Reading } from './look.ts'
import type { OpaqueIds } from './opaque-ids.ts'

/** `threads.list`: the threads the person selected, with the titles whose authors allow it. */
export function readThreads(ids: OpaqueIds): Reading {
  return {
    verb: 'threads.list',
    thread: null,
    async gather({ request, facts, now, threads, decideItem, fields }, page) {
      const all = [...threads.values()]
        .filter(
          ({ thread }) =>
            decide({ ...request, thread }, { ...facts, thread: threads.get(thread) ?? null }, now).outcome ===
            'permit',
        )
        .map((found) => {
          const { thread, title, titleBy, kind } = found
          const shown =
            titleBy !== null &&
            decideItem(
              { kind: 'thread_title', people: { author: titleBy }, sentAt: null, fields: ['thread.title'] },
              thread,
            ).outcome === 'permit'
          const object = {
            kind: 'thread',
            id: ids.thread(thread),
            ...(shown && { title }),
            ...(fields.includes('thread.kind') && { thread_kind: kind }),
          }
          const disclosed: Disclosed[] = [{ person: request.person, kind: 'member' }]
          if (shown && titleBy !== null) disclosed.push({ person: titleBy, kind: 'thread_title' })
          return { object, disclosed, thread, sentAt: null }
        })
      return pageOf(all, page)
    },
  }
}

/** `members.see`: the present members of one thread who allowed it, and the granting person. */
export function readMembers(ids: OpaqueIds, thread: ThreadId | undefined): Reading {
  return {
    verb: 'members.see',
    thread,
    async gather({ session, threads, now, decideItem }, page) {
      const found = thread && threads.get(thread)
      if (!found) return { outgoing: [], next: null }
      const names = ids.inThread(found.thread, true)
      const present = found.memberships.filter(
        (stay) => stay.joinedAt <= now && (stay.leftAt === null || now < stay.leftAt),
      )
      const allowed = present.map((stay) => ({
        stay,
        decision: decideItem({
          kind: 'member',
          people: { member: stay.person },
          sentAt: null,
          fields: ['member.name', 'member.joined_at'],
        }),
      }))
      const leaving = allowed.filter(({ decision }) => decision.outcome === 'permit')
      const people = leaving.map(({ stay }) => stay.person)
      const [, called] = await Promise.all([declare(session, { people }), personNames(session, people)])
      const all = leaving.map(({ stay: { person, joinedAt }, decision }) => {
        const has = (field: Field): boolean =>
          decision.outcome === 'permit' && decision.fields.includes(field)
        const object = {
          kind: 'member',
          id: names.member(person),
          ...(has('member.name') && { name: called.get(person) ?? '' }),
          ...(has('member.joined_at') && { joined_at: new Date(joinedAt).toISOString() }),
        }
        return {
          object,
          disclosed: [{ person, kind: 'member' as const }],
          thread: found.thread,
          sentAt: null,
        }
      })
      return pageOf(all, page)
    },
  }
}

/** A look that releases nothing: for acts a partner may do, with what is known of the act. */
export function readNothing(verb: Verb, thread: ThreadId | null, acting: Reading['acting'] = {}): Reading {
  return { verb, thread, acting, gather: async () => ({ outgoing: [], next: null }) }
}

/** Opaque ids order a list: an order that tells nothing, and a place in it that is an id the partner already holds. */
export function pageOf(
  all: readonly Outgoing[],
  page: Page,
): { outgoing: readonly Outgoing[]; next: string | null } {
  const inOrder = all.toSorted((a, b) => (String(a.object.id) < String(b.object.id) ? -1 : 1))
  const after = inOrder.filter(({ object }) => page.cursor === null || String(object.id) > page.cursor)
  const shown = after.slice(0, page.limit)
  return { outgoing: shown, next: after.length > page.limit ? String(shown.at(-1)?.object.id) : null }
}
