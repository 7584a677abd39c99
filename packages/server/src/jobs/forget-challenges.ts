// Forgets what passkeys were asked to sign and nobody did: browsers that went away.
import { deleteExpiredChallenges } from '../store/challenges.ts'
import type { System } from '../system.ts'
import type { Job } from './runner.ts'

/** Every ten minutes. A challenge that has run out is answered by nobody, whether it was forgotten or not. */
export function forgetChallenges({ app }: Pick<System, 'app'>): Job {
  return {
    name: 'forget challenges',
    everyMs: 600_000,
    run: ({ at }) => deleteExpiredChallenges(app, at),
  }
}
