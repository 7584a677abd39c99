// Mentions: which stretches of a text name which members. A partner may see the word "someone" there instead.
import type { Mention, ThreadId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { presentMembers } from '../store/stays.ts'

/** More mentions than this in one message are refused. */
const MAX_MENTIONS = 50

/**
 * The mentions in the order of the text.
 * @throws {Problem} BAD_REQUEST naming the first that lies outside the text, overlaps another one, or names somebody who
 *   is not in the thread
 */
export async function checkMentions(
  session: Session,
  thread: ThreadId,
  text: string,
  mentions: readonly Mention[],
): Promise<readonly Mention[]> {
  if (mentions.length === 0) return []
  if (mentions.length > MAX_MENTIONS) throw bad('mentions', `must be at most ${MAX_MENTIONS}`)
  const members = new Set(await presentMembers(session, thread))
  let end = 0
  const ordered = mentions
    .map((mention, place) => ({ mention, place }))
    .sort((a, b) => a.mention.start - b.mention.start)
  for (const { mention, place } of ordered) {
    const at = `mentions/${place}`
    if (mention.start < 0 || mention.end <= mention.start || mention.end > text.length)
      throw bad(at, 'must be a stretch of the text: 0 <= start < end <= its length')
    if (mention.start < end) throw bad(at, 'must not overlap another mention')
    if (!members.has(mention.person)) throw bad(`${at}/person`, 'must be in the thread')
    end = mention.end
  }
  return ordered.map(({ mention: { person, start, end: stop } }) => ({ person, start, end: stop }))
}

function bad(at: string, problem: string): Problem {
  return new Problem('BAD_REQUEST', { errors: [{ at: `body/${at}`, problem }] })
}
