// Copies of pictures on link cards: for members who can read the message, from here alone, and nothing but a picture.
import { z } from 'zod'
import { Problem } from '../../problems.ts'
import { findPicture } from '../../store/link-cards.ts'
import { findReadableMessage } from '../../store/messages.ts'
import { idIn, type PageScope, signedIn } from './scope.ts'

const params = z.object({ thread: z.string(), message: z.string(), key: z.string().regex(/^[\w-]{43}$/) })

/** Adds them. */
export function picturePages({ http, system }: PageScope): void {
  http.get(
    '/threads/:thread/messages/:message/picture/:key',
    { schema: { hide: true, params } },
    async (request, reply) => {
      const { id: person } = await signedIn(system, request)
      const thread = idIn('thread', request.params.thread)
      const message = idIn('message', request.params.message)
      const readable = await findReadableMessage(system.app, thread, person, message)
      const picture = readable && (await findPicture(system.app, thread, message, request.params.key))
      if (picture === undefined) throw new Problem('NOT_FOUND')
      return reply
        .headers({
          'content-security-policy': "default-src 'none'; sandbox",
          'cache-control': 'private, max-age=3600, immutable',
          'cross-origin-resource-policy': 'same-origin',
          'x-content-type-options': 'nosniff',
        })
        .type('image/webp')
        .send(Buffer.from(picture))
    },
  )
}
