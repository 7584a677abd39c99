// What `messages.read` gathers: messages of one thread, newest first, each projected to what everyone allowed.
import { type Instant, projectMessage, seesMembers, type ThreadId } from '@countersign/protocol'
import { messagesByAuthor, type Place } from '../store/gate-messages.ts'
import type { Page } from './gate.ts'
import type { Outgoing, Permitted, Reading } from './look.ts'
import type { OpaqueIds, ThreadNames } from './opaque-ids.ts'
import { planMessages } from './plan.ts'

/** The steps of a reading, so that tests can plant a fault in one and see another layer catch it. */
export interface MessageSteps {
  readonly plan: typeof planMessages
  readonly query: typeof messagesByAuthor
  readonly project: typeof projectMessage
}

const realSteps: MessageSteps = { plan: planMessages, query: messagesByAuthor, project: projectMessage }

/** After every message there is. */
const END: Place = { sentAt: Number.MAX_SAFE_INTEGER, position: Number.MAX_SAFE_INTEGER }

/** `messages.read`: messages of one thread, newest first. The page's cursor is one of this thread or none. */
export function readMessages(
  ids: OpaqueIds,
  thread: ThreadId | undefined,
  steps: Partial<MessageSteps> = {},
): Reading {
  return {
    verb: 'messages.read',
    thread,
    async gather(permitted, page) {
      const { released, names } = await releasable(permitted, ids, thread, page, steps)
      const shown = released.slice(0, page.limit)
      const last = shown.at(-1)
      const more = released.length > page.limit && last !== undefined
      return { outgoing: shown, next: more && names ? names.cursor(last.place) : null }
    },
  }
}

/** The newest message of a thread that may leave, if its place is later than `since`: whether there is something to tell of. */
export function readNews(
  ids: OpaqueIds,
  thread: ThreadId,
  since: number,
  steps: Partial<MessageSteps> = {},
): Reading {
  return {
    verb: 'messages.read',
    thread,
    async gather(permitted, page) {
      const { released } = await releasable(permitted, ids, thread, page, steps)
      const [newest] = released
      return { outgoing: newest && newest.place.position > since ? [newest] : [], next: null }
    },
  }
}

async function releasable(
  permitted: Permitted,
  ids: OpaqueIds,
  thread: ThreadId | undefined,
  page: Page,
  steps: Partial<MessageSteps>,
): Promise<{ readonly released: readonly Placed[]; readonly names?: ThreadNames }> {
  const { request, facts, held, fields, now, threads } = permitted
  const found = thread && threads.get(thread)
  if (!found) return { released: [] }
  const names = ids.inThread(found.thread, seesMembers(held, facts, now))
  const { plan, ...rest } = { ...realSteps, ...steps }
  const filter = plan(request, facts, held, found, fields, now)
  return { released: await collect(permitted, filter, page, names, rest), names }
}

type Placed = Outgoing & { readonly place: Place; readonly sentAt: Instant }

/** One more than a page where there are that many: the one tells that there is a next page. */
async function collect(
  { session, decideItem }: Permitted,
  filter: ReturnType<typeof planMessages>,
  page: Page,
  names: ThreadNames,
  { query, project }: Omit<MessageSteps, 'plan'>,
): Promise<readonly Placed[]> {
  const released: Placed[] = []
  const limit = page.limit + 1
  let before = (page.cursor !== null && names.openCursor(page.cursor)) || END
  // What the decision drops of a page is made up for, so that a short page never tells of it.
  while (released.length < limit) {
    const candidates = await query(session, filter, { before, limit })
    for (const { place, message } of candidates) {
      const projection = project(message, decideItem, names)
      if (projection === undefined) continue
      const { item, disclosed } = projection
      released.push({ place, object: { ...item }, disclosed, thread: filter.thread, sentAt: message.sentAt })
    }
    const last = candidates.at(-1)
    if (last === undefined || candidates.length < limit) break
    before = last.place
  }
  return released
}
