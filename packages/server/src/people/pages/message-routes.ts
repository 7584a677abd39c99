// Acts on messages: send, answer, change, delete, react. Each posts, then goes back to where the message is.
import type { MessageId, PersonId, ThreadId } from '@countersign/protocol'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { deleteMessage } from '../../acts/delete-message.ts'
import { editMessage } from '../../acts/edit-message.ts'
import { keepLinkCard } from '../../acts/keep-link-card.ts'
import { react, takeReactionBack } from '../../acts/react.ts'
import { restoreCard } from '../../acts/restore-placement.ts'
import { sendMessage } from '../../acts/send-message.ts'
import type { System } from '../../system.ts'
import { goOn, idIn, type PageScope, signedIn } from './scope.ts'

const threadParams = z.object({ thread: z.string() })
const messageParams = z.object({ thread: z.string(), message: z.string() })
const text = z.string().transform((typed) => typed.replaceAll('\r\n', '\n').trim())
const emoji = z.object({ emoji: z.string().max(32) })

/** Adds the acts on messages. */
export function messageActs({ http, system }: PageScope): void {
  const sending = z.object({ text, reply_to: z.string().optional() })
  http.post(
    '/threads/:thread/messages',
    { schema: { hide: true, params: threadParams, body: sending } },
    async (request, reply) => {
      const { id: person } = await signedIn(system, request)
      const thread = idIn('thread', request.params.thread)
      const { reply_to: answered, text } = request.body
      const message = await sendMessage(system, {
        person,
        thread,
        text,
        replyTo: answered === undefined ? undefined : idIn('message', answered),
      })
      await keepLinkCard(system, { thread, message, text })
      return goOn(reply, `/threads/${thread}`)
    },
  )
  http.post(
    '/threads/:thread/messages/:message/edit',
    { schema: { hide: true, params: messageParams, body: z.object({ text }) } },
    async (request, reply) => {
      const place = await placeOf(system, request, request.params)
      await editMessage(system, { ...place, text: request.body.text })
      return goOn(reply, pathOf(place))
    },
  )
  for (const [name, act] of [
    ['delete', deleteMessage],
    ['restore', restoreCard],
  ] as const)
    http.post(
      `/threads/:thread/messages/:message/${name}`,
      { schema: { hide: true, params: messageParams } },
      async (request, reply) => {
        const place = await placeOf(system, request, request.params)
        await act(system, place)
        return goOn(reply, pathOf(place))
      },
    )
  for (const [name, act] of [
    ['react', react],
    ['unreact', takeReactionBack],
  ] as const)
    http.post(
      `/threads/:thread/messages/:message/${name}`,
      { schema: { hide: true, params: messageParams, body: emoji } },
      async (request, reply) => {
        const place = await placeOf(system, request, request.params)
        await act(system, { ...place, emoji: request.body.emoji })
        return goOn(reply, pathOf(place))
      },
    )
}

interface MessagePlace {
  readonly person: PersonId
  readonly thread: ThreadId
  readonly message: MessageId
}

async function placeOf(
  system: System,
  request: FastifyRequest,
  params: z.infer<typeof messageParams>,
): Promise<MessagePlace> {
  const { id: person } = await signedIn(system, request)
  return { person, thread: idIn('thread', params.thread), message: idIn('message', params.message) }
}

/** The message in its thread; the fragment takes the reader back to it where it is on the newest page. */
function pathOf({ thread, message }: MessagePlace): string {
  return `/threads/${thread}#${message}`
}
