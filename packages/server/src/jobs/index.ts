// Every job of a server, by what it does.
import type { System } from '../system.ts'
import { auditDaily } from './audit-statements.ts'
import { eraseSealed } from './erase-sealed-cards.ts'
import { findEnded } from './find-ended.ts'
import { findNews } from './find-news.ts'
import { forgetChallenges } from './forget-challenges.ts'
import { forgetExports } from './forget-exports.ts'
import { forgetRequests } from './forget-requests.ts'
import { forgetSessions } from './forget-sessions.ts'
import { forgetUploads } from './forget-uploads.ts'
import { reconcileDaily } from './reconcile.ts'
import { mailOften, remindDaily, warnOfEndsDaily } from './remind.ts'
import type { Job } from './runner.ts'
import { suspendSilentOften } from './suspend-silent.ts'
import { forgetTold, tellDuties } from './tell-duties.ts'
import { warnDaily } from './warn-of-certification.ts'

/** The jobs of a system. One that is added here runs on every server from its next start. */
export function allJobs(system: System): readonly Job[] {
  return [
    findNews(system),
    findEnded(system),
    tellDuties(system),
    forgetTold(system),
    forgetSessions(system),
    forgetChallenges(system),
    forgetRequests(system),
    forgetExports(system),
    forgetUploads(system),
    eraseSealed(system),
    reconcileDaily(system),
    auditDaily(system),
    suspendSilentOften(system),
    warnDaily(system),
    remindDaily(system),
    warnOfEndsDaily(system),
    mailOften(system),
  ]
}
