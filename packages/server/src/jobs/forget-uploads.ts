// Takes away files that were begun and not sent within a day, and forgets how much was sent on days that are over.
import { DAY_MS } from '@countersign/protocol'
import { deleteDays, deleteUploads } from '../store/uploads.ts'
import type { System } from '../system.ts'
import type { Job } from './runner.ts'

/** Every hour. */
export function forgetUploads({ app }: Pick<System, 'app'>): Job {
  return {
    name: 'forget uploads',
    everyMs: 3_600_000,
    async run({ at }) {
      await deleteUploads(app, at - DAY_MS)
      await deleteDays(app, Math.floor(at / DAY_MS))
    },
  }
}
