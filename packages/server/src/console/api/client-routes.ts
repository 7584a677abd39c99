// The client of a company: its public keys and redirect addresses.

import { parsePublicKeys } from '@countersign/protocol'
import { z } from 'zod'
import { declared } from '../../acts/declared.ts'
import { addKeys, removeKey, saveRedirectUris } from '../../acts/save-client.ts'
import type { Http } from '../../http/server.ts'
import type { System } from '../../system.ts'
import { atCompany } from '../scope.ts'
import { companyJson } from './company-routes.ts'
import * as wire from './wire.ts'

const shared = { tags: ['console: client'], params: wire.ofCompany, response: { 200: wire.company } }

/** Adds them. */
export function clientRoutes(api: Http, system: System): void {
  api.post(
    '/partners/:partner/keys',
    {
      schema: {
        ...shared,
        summary: 'Add public keys beside those there are',
        body: z.strictObject({ keys: z.array(z.unknown()).min(1).max(10) }),
      },
    },
    async (request) => {
      const here = await atCompany(system, request)
      await addKeys(system, here.staff, declared(parsePublicKeys(request.body)))
      return companyJson(system, here)
    },
  )
  api.delete(
    '/partners/:partner/keys',
    {
      schema: {
        ...shared,
        summary: 'Remove the public key with this `kid`',
        querystring: z.strictObject({ kid: z.string().min(1).max(200) }),
      },
    },
    async (request) => {
      const here = await atCompany(system, request)
      await removeKey(system, here.staff, request.query.kid)
      return companyJson(system, here)
    },
  )
  api.put(
    '/partners/:partner/redirect_uris',
    {
      schema: {
        ...shared,
        summary: 'Say where the client is',
        body: z.strictObject({ redirect_uris: z.array(wire.text).max(20) }),
      },
    },
    async (request) => {
      const here = await atCompany(system, request)
      await saveRedirectUris(system, here.staff, request.body.redirect_uris)
      return companyJson(system, here)
    },
  )
}
