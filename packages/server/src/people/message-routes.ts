// Messages: send, forward, edit, delete, react.
import type { MessageId, PersonId, ThreadId } from '@countersign/protocol'
import * as wire from '@countersign/protocol/people-api'
import { z } from 'zod'
import { deleteMessage } from '../acts/delete-message.ts'
import { editMessage } from '../acts/edit-message.ts'
import { forwardMessage } from '../acts/forward-message.ts'
import { keepLinkCard } from '../acts/keep-link-card.ts'
import { react, takeReactionBack } from '../acts/react.ts'
import { readMessage } from '../acts/read-messages.ts'
import { restoreCard } from '../acts/restore-placement.ts'
import { sendMessage } from '../acts/send-message.ts'
import type { Http } from '../http/server.ts'
import { Problem } from '../problems.ts'
import type { System } from '../system.ts'
import { personOf } from './authenticate.ts'
import { presentMessage } from './present-message.ts'
import { id } from './schemas.ts'

const tags = ['messages']
const inThread = z.strictObject({ thread: id('thread') })
const oneMessage = z.strictObject({ thread: id('thread'), message: id('message') })
const oneReaction = z.strictObject({ ...oneMessage.shape, emoji: z.string().min(1).max(64) })
// How long a text may be, the act says: one rule for every surface.
const words = {
  text: z.string(),
  mentions: z
    .array(z.strictObject({ person: id('person'), start: z.int(), end: z.int() }))
    .max(200)
    .optional()
    .meta({ description: 'Stretches of the text that name a member, in UTF-16 code units, [start, end).' }),
}

const file = z.strictObject({
  upload: id('upload'),
  alt: z.string().default('').meta({ description: 'What is in it, for who cannot see it.' }),
})

/** Writing messages. */
export function messageRoutes(api: Http, system: System): void {
  writeRoutes(api, system)
  changeRoutes(api, system)
  restoreRoute(api, system)
}

/** A message as its author sees it after an act on it. */
async function afterwards(system: System, person: PersonId, thread: ThreadId, message: MessageId) {
  const reading = await readMessage(system, { person, thread, message })
  const [found] = reading.messages
  if (found === undefined) throw new Problem('NOT_FOUND')
  return presentMessage(found, reading)
}

function writeRoutes(api: Http, system: System): void {
  api.post(
    '/threads/:thread/messages',
    {
      schema: {
        tags,
        summary: 'Send a message',
        params: inThread,
        body: z.strictObject({
          ...words,
          reply_to: id('message').optional(),
          key: z.uuid().optional().meta({
            description: 'Made by who sends: with the same one again, after a lost answer, it is sent once.',
          }),
          attachments: z.array(file).max(50).optional().meta({ description: 'Ten at most, in this order.' }),
        }),
        response: { 201: wire.message },
      },
    },
    async (request, reply) => {
      const person = personOf(request)
      const { thread } = request.params
      const { reply_to: replyTo, ...said } = request.body
      const { text } = said
      const message = await sendMessage(system, { person, thread, replyTo, ...said })
      await keepLinkCard(system, { thread, message, text })
      return reply.code(201).send(await afterwards(system, person, thread, message))
    },
  )
  api.post(
    '/threads/:thread/forwards',
    {
      schema: {
        tags,
        summary: 'Forward a message into this thread',
        params: inThread,
        body: z.strictObject({ from: id('thread'), message: id('message') }),
        response: { 201: wire.message },
      },
    },
    async (request, reply) => {
      const person = personOf(request)
      const { thread } = request.params
      const message = await forwardMessage(system, { person, ...request.body, to: thread })
      return reply.code(201).send(await afterwards(system, person, thread, message))
    },
  )
}

function changeRoutes(api: Http, system: System): void {
  api.patch(
    '/threads/:thread/messages/:message',
    {
      schema: {
        tags,
        summary: 'Change the words of my message',
        params: oneMessage,
        body: z.strictObject(words),
        response: { 200: wire.message },
      },
    },
    async (request) => {
      const person = personOf(request)
      const { thread, message } = request.params
      await editMessage(system, { person, thread, message, ...request.body })
      return afterwards(system, person, thread, message)
    },
  )
  api.delete(
    '/threads/:thread/messages/:message',
    { schema: { tags, summary: 'Delete my message', params: oneMessage, response: { 204: z.undefined() } } },
    async (request, reply) => {
      await deleteMessage(system, { person: personOf(request), ...request.params })
      return reply.code(204).send()
    },
  )
}

/** Bringing back what a partner took away. */
function restoreRoute(api: Http, system: System): void {
  api.post(
    '/threads/:thread/messages/:message/restore',
    {
      schema: {
        tags,
        summary: 'Bring back my card that the partner took away',
        params: oneMessage,
        response: { 200: wire.message },
      },
    },
    async (request) => {
      const person = personOf(request)
      const { thread, message } = request.params
      await restoreCard(system, { person, thread, message })
      return afterwards(system, person, thread, message)
    },
  )
}

/** Reactions: one emoji each. */
export function reactionRoutes(api: Http, system: System): void {
  const path = '/threads/:thread/messages/:message/reactions/:emoji'
  api.put(
    path,
    { schema: { tags, summary: 'React', params: oneReaction, response: { 204: z.undefined() } } },
    async (request, reply) => {
      await react(system, { person: personOf(request), ...request.params })
      return reply.code(204).send()
    },
  )
  api.delete(
    path,
    {
      schema: {
        tags,
        summary: 'Take a reaction back',
        params: oneReaction,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      await takeReactionBack(system, { person: personOf(request), ...request.params })
      return reply.code(204).send()
    },
  )
}
