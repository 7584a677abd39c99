// Who is signed in, and the way out.
import type { me } from '@countersign/protocol/people-api'
import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { call } from './call.ts'
import { forgetDrafts } from './drafts.ts'

/** The person signed in. */
export type Me = z.infer<typeof me>

/** The query for them. */
export const meQuery = queryOptions({ queryKey: ['me'], queryFn: () => call<Me>('GET', '/session') })

/** Signs out and leaves the app. */
export async function signOut(): Promise<void> {
  await call('DELETE', '/session')
  forgetDrafts()
  location.assign('/')
}
