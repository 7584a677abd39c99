// Reading a thread: a stretch from any place, words in it, one message; how far everybody has read.
import * as wire from '@countersign/protocol/people-api'
import { z } from 'zod'
import { listMarks, markRead, setReadingShown, showsReading } from '../acts/mark-read.ts'
import { readMessage, readMessages, searchThread, type Where } from '../acts/read-messages.ts'
import { readPicture } from '../acts/read-picture.ts'
import type { Http } from '../http/server.ts'
import { Problem } from '../problems.ts'
import type { System } from '../system.ts'
import { personOf } from './authenticate.ts'
import { isNumber, makeCursor, readCursor } from './cursor.ts'
import { presentMessage } from './present-message.ts'
import { id, instant, instantOf, page } from './schemas.ts'

const tags = ['messages']
const inThread = z.strictObject({ thread: id('thread') })
const oneMessage = z.strictObject({ thread: id('thread'), message: id('message') })
const places = ['cursor', 'after', 'around', 'at'] as const
const stretch = z
  .strictObject({
    ...page.shape,
    after: id('message').optional().meta({ description: 'What was said next after this message.' }),
    around: id('message')
      .optional()
      .meta({ description: 'This message and what was said before and after.' }),
    at: instant.optional().meta({ description: 'What was said around this time.' }),
  })
  .refine((query) => places.filter((place) => query[place] !== undefined).length <= 1, {
    error: `must have one of ${places.join(', ')} at most`,
  })

/** Reading messages. */
export function readingRoutes(api: Http, system: System): void {
  stretchRoute(api, system)
  searchRoute(api, system)
  oneRoute(api, system)
  pictureRoute(api, system)
}

function stretchRoute(api: Http, system: System): void {
  api.get(
    '/threads/:thread/messages',
    {
      schema: {
        tags,
        summary: 'What was said while I was there, the newest first',
        params: inThread,
        querystring: stretch,
        response: { 200: wire.stretch },
      },
    },
    async (request) => {
      const person = personOf(request)
      const { thread } = request.params
      const { limit, cursor, after, around, at } = request.query
      const scope = { person, list: `messages ${thread}` }
      const where: Where =
        after !== undefined
          ? { kind: 'after', message: after }
          : around !== undefined
            ? { kind: 'around', message: around }
            : at !== undefined
              ? { kind: 'at', at: instantOf(at) }
              : { kind: 'before', position: readCursor(system, scope, cursor, isNumber) }
      const read = await readMessages(system, { person, thread, limit, where })
      const [newest, oldest] = [read.messages[0], read.messages.at(-1)]
      return {
        items: read.messages.map((message) => presentMessage(message, read)),
        next: read.older && oldest !== undefined ? makeCursor(system, scope, oldest.position) : null,
        newer: read.newer && newest !== undefined ? newest.id : null,
      }
    },
  )
}

function searchRoute(api: Http, system: System): void {
  api.get(
    '/threads/:thread/search',
    {
      schema: {
        tags,
        summary: 'Find words in a thread; a page can be short and still not be the last',
        params: inThread,
        querystring: z.strictObject({ ...page.shape, q: z.string().trim().min(1).max(200) }),
        response: { 200: wire.listOf(wire.message) },
      },
    },
    async (request) => {
      const person = personOf(request)
      const { thread } = request.params
      const { limit, cursor, q: text } = request.query
      const scope = { person, list: `search ${thread} ${text}` }
      const before = readCursor(system, scope, cursor, isNumber)
      const found = await searchThread(system, { person, thread, text, before, limit })
      return {
        items: found.messages.map((message) => presentMessage(message, found)),
        next: found.before === null ? null : makeCursor(system, scope, found.before),
      }
    },
  )
}

function oneRoute(api: Http, system: System): void {
  api.get(
    '/threads/:thread/messages/:message',
    { schema: { tags, summary: 'One message', params: oneMessage, response: { 200: wire.message } } },
    async (request) => {
      const reading = await readMessage(system, { person: personOf(request), ...request.params })
      const [found] = reading.messages
      if (found === undefined) throw new Problem('NOT_FOUND')
      return presentMessage(found, reading)
    },
  )
}

/** The copy of a link card's picture: its address comes with the message, from here alone, and is nothing but a picture. */
function pictureRoute(api: Http, system: System): void {
  api.get(
    '/threads/:thread/messages/:message/picture/:key',
    {
      schema: {
        hide: true,
        params: z.strictObject({ ...oneMessage.shape, key: z.string().regex(/^[\w-]{43}$/) }),
      },
    },
    async (request, reply) => {
      const picture = await readPicture(system, { person: personOf(request), ...request.params })
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

/** Read marks, and whether others see mine. */
export function markRoutes(api: Http, system: System): void {
  api.put(
    '/threads/:thread/mark',
    {
      schema: {
        tags,
        summary: 'I have read up to a message; a mark never goes back',
        params: inThread,
        body: z.strictObject({ message: id('message') }),
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      await markRead(system, { person: personOf(request), ...request.params, ...request.body })
      return reply.code(204).send()
    },
  )
  api.get(
    '/threads/:thread/marks',
    {
      schema: { tags, summary: 'How far members have read', params: inThread, response: { 200: wire.marks } },
    },
    async (request) => ({
      items: [...(await listMarks(system, { person: personOf(request), ...request.params }))],
    }),
  )
  api.get(
    '/reading',
    {
      schema: { tags, summary: 'Whether others see how far I have read', response: { 200: wire.reading } },
    },
    async (request) => ({ shown: await showsReading(system, personOf(request)) }),
  )
  api.put(
    '/reading',
    {
      schema: {
        tags,
        summary: 'Let others see how far I have read, or neither see theirs nor show mine',
        body: z.strictObject({ shown: z.boolean() }),
        response: { 200: wire.reading },
      },
    },
    async (request) => {
      await setReadingShown(system, { person: personOf(request), ...request.body })
      return request.body
    },
  )
}
