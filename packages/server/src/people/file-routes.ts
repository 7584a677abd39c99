// Files: announced, sent in pieces, finished; and read by who can read their message, as a picture or as something to save.
import { Readable } from 'node:stream'
import type { ThreadId, UploadId } from '@countersign/protocol'
import * as wire from '@countersign/protocol/people-api'
import { create as contentDisposition } from 'content-disposition'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { openFile } from '../acts/read-file.ts'
import { beginUpload, cancelUpload, finishUpload, keepPiece, type OwnUpload } from '../acts/upload-file.ts'
import { fileLimit } from '../http/rate-limit.ts'
import type { Http } from '../http/server.ts'
import { Problem } from '../problems.ts'
import { PIECE_BYTES } from '../store/files.ts'
import type { System } from '../system.ts'
import { personOf } from './authenticate.ts'
import { presentUpload } from './present-message.ts'
import { id } from './schemas.ts'

const tags = ['files']
const BYTES = 'application/octet-stream'
const inThread = z.strictObject({ thread: id('thread') })
const oneUpload = z.strictObject({ thread: id('thread'), upload: id('upload') })
const onePiece = z.strictObject({
  ...oneUpload.shape,
  n: z
    .string()
    .regex(/^(0|[1-9]\d{0,5})$/, { error: 'must be a whole number from 0' })
    .transform(Number),
})
const oneFile = z.strictObject({
  thread: id('thread'),
  message: id('message'),
  attachment: id('attachment'),
  form: z.enum(['file', 'whole', 'medium', 'small']),
})
const bytes = z.any().meta({ type: 'string', format: 'binary' })

/** Files on their way, and files there. */
export async function fileRoutes(api: Http, system: System): Promise<void> {
  uploadRoutes(api, system)
  fileRoute(api, system)
  await api.register(async (scope) => pieceRoute(scope as Http, system))
}

function uploadRoutes(api: Http, system: System): void {
  api.post(
    '/threads/:thread/uploads',
    {
      config: { rateLimit: fileLimit(system.settings) },
      schema: {
        tags,
        summary: 'Announce a file; a day later, what was not sent is gone',
        params: inThread,
        body: z.strictObject({ name: z.string().max(1_000), size: z.int().min(1) }),
        response: { 201: wire.beginning },
      },
    },
    async (request, reply) => {
      const made = await beginUpload(system, {
        person: personOf(request),
        ...request.params,
        ...request.body,
      })
      return reply.code(201).send({ id: made, piece_bytes: PIECE_BYTES })
    },
  )
  api.post(
    '/threads/:thread/uploads/:upload/finish',
    {
      schema: {
        tags,
        summary: 'All of the file is there: find what it is, and make a picture ready',
        params: oneUpload,
        response: { 200: wire.upload },
      },
    },
    async (request) => presentUpload(await finishUpload(system, own(request, request.params))),
  )
  api.delete(
    '/threads/:thread/uploads/:upload',
    { schema: { tags, summary: 'Give a file up', params: oneUpload, response: { 204: z.undefined() } } },
    async (request, reply) => {
      await cancelUpload(system, own(request, request.params))
      return reply.code(204).send()
    },
  )
}

function own(
  request: FastifyRequest,
  { thread, upload }: { readonly thread: ThreadId; readonly upload: UploadId },
): OwnUpload {
  return { person: personOf(request), thread, upload }
}

/** The only route that takes bytes, a piece at a time: none is larger in memory than that. */
function pieceRoute(api: Http, system: System): void {
  api.removeAllContentTypeParsers()
  api.addContentTypeParser(BYTES, { parseAs: 'buffer' }, (_, body, done) => done(null, body))
  api.put(
    '/threads/:thread/uploads/:upload/pieces/:n',
    {
      bodyLimit: PIECE_BYTES,
      schema: {
        tags,
        summary: 'A piece of a file, counted from 0; the same one again changes nothing',
        params: onePiece,
        consumes: [BYTES],
        body: bytes,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { n, ...params } = request.params
      if (!(request.body instanceof Uint8Array)) throw new Problem('WRONG_TYPE')
      await keepPiece(system, own(request, params), { n, bytes: request.body })
      return reply.code(204).send()
    },
  )
}

/**
 * What a reader's browser gets. Nothing of it is ever a page: pictures were written anew as WebP, and whatever else there is
 * comes as bytes to be saved, whatever its name or its content say.
 */
function fileRoute(api: Http, system: System): void {
  api.get(
    '/threads/:thread/messages/:message/files/:attachment/:form',
    {
      schema: {
        tags,
        summary: 'A file: `file` to be saved; of a picture also `whole`, `medium` and `small` to be shown',
        params: oneFile,
        produces: [BYTES, 'image/webp'],
        response: { 200: bytes },
      },
    },
    async (request, reply) => {
      const { form, ...params } = request.params
      const part = form === 'file' ? 'whole' : form
      const file = await openFile(system, { person: personOf(request), ...params, part })
      const shown = form !== 'file'
      if (shown && !file.isPicture) throw new Problem('NOT_FOUND')
      return reply
        .headers({
          'content-security-policy': "default-src 'none'; sandbox",
          'cache-control': shown ? 'private, max-age=3600, immutable' : 'no-store',
          'cross-origin-resource-policy': 'same-origin',
          'x-content-type-options': 'nosniff',
          'content-disposition': shown ? 'inline' : contentDisposition(file.name),
          'content-length': file.size,
        })
        .type(shown ? 'image/webp' : BYTES)
        .send(Readable.from(file.pieces, { objectMode: false }))
    },
  )
}
