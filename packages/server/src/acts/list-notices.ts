// What a person is told: a partner got something of theirs, a thread is asked, a thread's sharing or a permission changed.
import type { NoticeId, PersonId } from '@countersign/protocol'
import { partnerNames } from '../store/names.ts'
import { noticesOf, type SeenNotice } from '../store/notices.ts'
import type { System } from '../system.ts'

/** A notice with the name of the partner it is about; null when it is about none. */
export interface ListedNotice extends SeenNotice {
  readonly partnerName: string | null
}

/** A person's notices, the newest first, below `before`. */
export async function listNotices(
  { app }: Pick<System, 'app'>,
  {
    person,
    ...page
  }: { readonly person: PersonId; readonly limit: number; readonly before: NoticeId | null },
): Promise<readonly ListedNotice[]> {
  return app.read(async (session) => {
    const notices = await noticesOf(session, person, page)
    const names = await partnerNames(session, [...new Set(notices.flatMap(({ partner }) => partner ?? []))])
    return notices.map((notice) => ({
      ...notice,
      partnerName: notice.partner === null ? null : (names.get(notice.partner) ?? ''),
    }))
  })
}
