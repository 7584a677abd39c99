// Forgets calls of partners' software that are too old to be shown, also of those who call no more.
import { REQUESTS_KEPT_MS } from '../acts/request-log.ts'
import { deleteOldPartnerRequests } from '../store/partner-requests.ts'
import type { System } from '../system.ts'
import type { Job } from './runner.ts'

/** Every hour; the console shows nothing older meanwhile. */
export function forgetRequests({ app }: Pick<System, 'app'>): Job {
  return {
    name: 'forget requests',
    everyMs: 3_600_000,
    run: ({ at }) => deleteOldPartnerRequests(app, at - REQUESTS_KEPT_MS),
  }
}
