// Who is signed in, and the way out.
import type { me } from '@countersign/protocol/people-api'
import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { call, leaveBy } from './call.ts'
import { forgetDrafts } from './drafts.ts'

/** The person signed in. */
export type Me = z.infer<typeof me>

/** The query for them. */
export const meQuery = queryOptions({ queryKey: ['me'], queryFn: () => call<Me>('GET', '/session') })

/** Signs out and leaves the app. */
export function signOut(): Promise<void> {
  return leaveBy(async () => {
    await call('DELETE', '/session')
    forgetDrafts()
  }, '/')
}
