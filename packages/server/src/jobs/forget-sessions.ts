// Forgets sessions that have run out, of people who never came back to have their own forgotten.
import { deleteAllExpiredSessions } from '../store/sessions.ts'
import type { System } from '../system.ts'
import type { Job } from './runner.ts'

/** Every hour. A session that has run out opens nothing, whether it was forgotten or not. */
export function forgetSessions({ app }: Pick<System, 'app'>): Job {
  return {
    name: 'forget sessions',
    everyMs: 3_600_000,
    run: ({ at }) => deleteAllExpiredSessions(app, at),
  }
}
