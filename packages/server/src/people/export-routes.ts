// Taking everything along: ask for it, fetch it, see how far it has come (TRN-05).

import * as wire from '@countersign/protocol/people-api'
import { z } from 'zod'
import { exportOf, prepareExport } from '../acts/take-along.ts'
import { exportLimit } from '../http/rate-limit.ts'
import type { Http } from '../http/server.ts'
import type { System } from '../system.ts'
import { ownSessionOf, personOf } from './authenticate.ts'
import { exportFile } from './export-file.ts'
import { exportedFiles } from './export-parts.ts'
import { time } from './present.ts'
import { id } from './schemas.ts'

const tags = ['account']
const oneExport = z.strictObject({ export: id('export') })

/** Exports. */
export function exportRoutes(api: Http, system: System): void {
  api.post(
    '/exports',
    {
      schema: {
        tags,
        summary: 'Have everything of mine made ready, after showing that it is I',
        response: { 201: wire.preparedExport },
      },
    },
    async (request, reply) => {
      const made = await prepareExport(system, await ownSessionOf(system, request))
      return reply.code(201).send({ id: made.id, expires_at: time(made.expiresAt), counts: made.counts })
    },
  )
  api.get(
    '/exports/:export',
    {
      schema: {
        tags,
        summary: 'How far it has come',
        params: oneExport,
        response: { 200: wire.exportProgress },
      },
    },
    async (request) => {
      const found = await exportOf(system, { person: personOf(request), id: request.params.export })
      return { state: found.state, done: found.done, total: found.total, expires_at: time(found.expiresAt) }
    },
  )
  api.get(
    '/exports/:export/file',
    {
      config: { rateLimit: exportLimit(system.settings) },
      schema: {
        tags,
        summary: 'Everything of mine as one ZIP; again, after a lost connection, within the hour',
        params: oneExport,
        produces: ['application/zip'],
        response: { 200: z.any().meta({ description: 'A ZIP of JSON files, and of the files I sent.' }) },
      },
    },
    async (request, reply) => {
      const found = await exportOf(system, { person: personOf(request), id: request.params.export })
      const day = time(found.madeAt).slice(0, 10)
      return reply
        .header('cache-control', 'no-store')
        .header('content-disposition', `attachment; filename="countersign-${day}.zip"`)
        .type('application/zip')
        .send(exportFile(system, found, await exportedFiles(system, found.person)))
    },
  )
}
