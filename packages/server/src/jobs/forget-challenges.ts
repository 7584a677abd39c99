// Forgets challenges nobody answered and codes nobody used: of browsers that went away, of mails that were not wanted.
import { deleteExpiredChallenges } from '../store/challenges.ts'
import { deleteExpiredResets } from '../store/recovery.ts'
import type { System } from '../system.ts'
import type { Job } from './runner.ts'

/** Every ten minutes. What has run out opens nothing, whether it was forgotten or not. */
export function forgetChallenges({ app }: Pick<System, 'app'>): Job {
  return {
    name: 'forget challenges',
    everyMs: 600_000,
    async run({ at }) {
      await deleteExpiredChallenges(app, at)
      await deleteExpiredResets(app, at)
    },
  }
}
