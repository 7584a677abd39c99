// Forgets what has run out: challenges nobody answered, codes nobody used, links that made friends or none.
import { deleteExpiredChallenges } from '../store/challenges.ts'
import { deleteExpiredLinks } from '../store/friend-links.ts'
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
      await deleteExpiredLinks(app, at)
    },
  }
}
