// The people's JSON API: everything below /api/v1, for the person whose session cookie a request carries (design §13).
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { jsonOnly } from '../http/json-only.ts'
import { rateLimits } from '../http/rate-limit.ts'
import type { Http } from '../http/server.ts'
import type { System } from '../system.ts'
import { answerRoutes, askRoutes, previewRoutes } from './answer-routes.ts'
import { authenticate } from './authenticate.ts'
import { blockRoutes } from './block-routes.ts'
import { catalogueRoutes } from './catalogue-routes.ts'
import { contactRoutes } from './contact-routes.ts'
import { deletionRoutes } from './deletion-routes.ts'
import { deviceRoutes, proofRoutes } from './device-routes.ts'
import { exportRoutes } from './export-routes.ts'
import { fileRoutes } from './file-routes.ts'
import { friendRoutes } from './friend-routes.ts'
import { keyRoutes } from './key-routes.ts'
import { linkRoutes, openLinkRoutes } from './link-routes.ts'
import { liveRoutes } from './live-routes.ts'
import { messageRoutes, reactionRoutes } from './message-routes.ts'
import { noticeRoutes } from './notice-routes.ts'
import { openPasskeyRoutes, passkeyRoutes } from './passkey-routes.ts'
import { disclosureRoutes, grantRoutes, switchRoutes } from './permission-routes.ts'
import { privacyRoutes } from './privacy-routes.ts'
import { markRoutes, readingRoutes } from './reading-routes.ts'
import { openRecoveryRoutes, recoveryRoutes } from './recovery-routes.ts'
import { reportRoutes } from './report-routes.ts'
import { openRoutes, sessionRoutes } from './session-routes.ts'
import { shareRoutes } from './share-routes.ts'
import { memberRoutes, threadRoutes } from './thread-routes.ts'
import { openTourRoutes } from './tour-routes.ts'

const forPeople = [
  sessionRoutes,
  deviceRoutes,
  proofRoutes,
  passkeyRoutes,
  recoveryRoutes,
  keyRoutes,
  threadRoutes,
  memberRoutes,
  readingRoutes,
  markRoutes,
  messageRoutes,
  reactionRoutes,
  reportRoutes,
  friendRoutes,
  blockRoutes,
  linkRoutes,
  contactRoutes,
  grantRoutes,
  switchRoutes,
  disclosureRoutes,
  privacyRoutes,
  deletionRoutes,
  exportRoutes,
  askRoutes,
  answerRoutes,
  previewRoutes,
  shareRoutes,
  catalogueRoutes,
  noticeRoutes,
] as const

/**
 * Adds the people's API. Of every request it is asked first whether it comes from our own pages, if it could change
 * anything, and who is signed in; only then is it read.
 */
export async function peopleRoutes(http: Http, system: System): Promise<void> {
  await http.register(
    async (scope) => {
      const api: Http = scope.withTypeProvider<ZodTypeProvider>()
      jsonOnly(api, system)
      await rateLimits(api)
      openRoutes(api, system)
      openPasskeyRoutes(api, system)
      openRecoveryRoutes(api, system)
      openLinkRoutes(api, system)
      openTourRoutes(api, system)
      await api.register(async (inner) => {
        const signedIn: Http = inner.withTypeProvider<ZodTypeProvider>()
        signedIn.addHook('onRequest', (request) => authenticate(system, request))
        for (const routes of forPeople) routes(signedIn, system)
        await fileRoutes(signedIn, system)
        await liveRoutes(signedIn, system)
      })
    },
    { prefix: '/api/v1' },
  )
}
