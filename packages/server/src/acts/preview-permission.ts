// What of a person's own words each thread would give by what they have ticked so far, before they say yes (PER-03).
import type { Purpose, ThreadId } from '@countersign/protocol'
import type { System } from '../system.ts'
import { decisionTime } from './decision-time.ts'
import { assertTheirThreads, grantFor, manifestShown, type PermissionAnswer } from './give-grant.ts'

/** Messages shown of each thread, and threads looked into at once. */
const MESSAGES_EACH = 5
const MOST_THREADS = 20

/** One thread's part of a preview. */
export interface ThreadPreview {
  readonly purpose: Purpose
  readonly thread: ThreadId
  readonly preview: Awaited<ReturnType<System['gate']['preview']>>
}

/**
 * What reading would give now, by thread; none where nothing ticked reads messages. It gives no permission, enters nothing and tells nothing
 * of anybody else.
 * @throws {Problem} what `giveGrant` throws for the same answer, but for an unwritable ledger
 */
export async function previewPermission(
  system: Pick<System, 'app' | 'gate' | 'random' | 'clock' | 'settings'>,
  answer: PermissionAnswer,
): Promise<readonly ThreadPreview[]> {
  const { grants, at } = await system.app.read(async (session) => {
    const now = await decisionTime(system, session)
    const manifest = await manifestShown(session, answer, now)
    await assertTheirThreads(session, answer)
    const reading = answer.choices.filter(({ verbs }) => verbs.includes('messages.read'))
    return { grants: reading.map((choice) => grantFor(system, manifest, answer, choice, now)), at: now }
  })
  const previews: ThreadPreview[] = []
  for (const grant of grants)
    for (const thread of grant.threads.slice(0, MOST_THREADS)) {
      const preview = await system.gate.preview({ grant, thread, at, limit: MESSAGES_EACH })
      previews.push({ purpose: grant.purpose, thread, preview })
    }
  return previews
}
