// Threads: opening the one with a friend.
import type { thread } from '@countersign/protocol/people-api'
import type { z } from 'zod'
import { call } from './call.ts'

/** Opens the direct thread with somebody and goes there. */
export async function writeTo(person: string): Promise<void> {
  const { id } = await call<z.infer<typeof thread>>('POST', '/threads', { kind: 'direct', members: [person] })
  location.assign(`/threads/${id}`)
}
