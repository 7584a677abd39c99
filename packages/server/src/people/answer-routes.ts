// Asks and countersignatures: ask a thread, read the card, answer, change the answer, take it back.
import { fieldsOf } from '@countersign/protocol'
import * as wire from '@countersign/protocol/people-api'
import { signed } from '@countersign/protocol/signing-api'
import { z } from 'zod'
import { answerAsk, takeAnswerBack } from '../acts/answer-ask.ts'
import { askCard } from '../acts/ask-card.ts'
import { askThread } from '../acts/ask-thread.ts'
import { listAnswers } from '../acts/list-answers.ts'
import { listAsks, openAsks } from '../acts/list-asks.ts'
import { receiptsOf } from '../acts/list-receipts.ts'
import { previewAnswer } from '../acts/preview-answer.ts'
import { threadSharing } from '../acts/thread-sharing.ts'
import type { Http } from '../http/server.ts'
import { Problem } from '../problems.ts'
import type { System } from '../system.ts'
import { personOf } from './authenticate.ts'
import {
  presentAnswer,
  presentAsk,
  presentCard,
  presentPreview,
  presentReceipt,
  presentSharing,
} from './present.ts'
import { id, instant, instantOf, purpose, sha256 } from './schemas.ts'

const tags = ['answers']
const inThread = z.strictObject({ thread: id('thread') })
const version = z.coerce.number().int().min(1)
const asked = { partner: id('partner'), feature: id('feature'), purpose }

/** Asks: make one, see those of a thread, see my open ones. */
export function askRoutes(api: Http, system: System): void {
  api.post(
    '/threads/:thread/asks',
    {
      schema: {
        tags,
        summary: 'Ask the others of a thread, for a permission of mine',
        params: inThread,
        body: z.strictObject({ grant: id('grant') }),
        response: { 201: z.object({ id: z.string() }) },
      },
    },
    async (request, reply) => {
      const ask = await askThread(system, { person: personOf(request), ...request.params, ...request.body })
      return reply.code(201).send({ id: ask })
    },
  )
  api.get(
    '/threads/:thread/asks',
    {
      schema: {
        tags,
        summary: 'What this thread is asked',
        params: inThread,
        response: { 200: wire.listOf(wire.ask) },
      },
    },
    async (request) => {
      const asks = await listAsks(system, { person: personOf(request), thread: request.params.thread })
      return { items: asks.map(presentAsk), next: null }
    },
  )
  api.get(
    '/threads/:thread/sharing',
    {
      schema: {
        tags,
        summary: 'What companies may have of my own words in this thread',
        params: inThread,
        response: { 200: wire.sharing },
      },
    },
    async (request) =>
      presentSharing(await threadSharing(system, { person: personOf(request), ...request.params })),
  )
  api.get(
    '/asks/mine',
    { schema: { tags, summary: 'What I have not answered', response: { 200: wire.listOf(wire.ask) } } },
    async (request) => {
      const asks = await openAsks(system, { person: personOf(request) })
      return { items: asks.map(presentAsk), next: null }
    },
  )
}

/** Answers: see mine, read a card, answer, take back. */
export function answerRoutes(api: Http, system: System): void {
  api.get(
    '/answers',
    {
      schema: {
        tags,
        summary: 'My answers, standing and ended',
        response: { 200: wire.listOf(wire.answer) },
      },
    },
    async (request) => {
      const answers = await listAnswers(system, { person: personOf(request) })
      return { items: answers.map(presentAnswer), next: null }
    },
  )
  api.get(
    '/answers/card',
    {
      schema: {
        tags,
        summary: 'The exact words an answer is given on',
        querystring: z.strictObject({ ...asked, manifest_version: version }),
        response: { 200: wire.askCard },
      },
    },
    async (request) => {
      const { manifest_version: manifestVersion, ...named } = request.query
      const card = { ...named, manifestVersion }
      const { text, partnerName } = await askCard(system.app, { person: personOf(request), ...card })
      return presentCard(card, partnerName, text)
    },
  )
  api.put(
    '/answers',
    {
      schema: {
        tags,
        summary: 'Answer for what is mine: allow or never, for one thread or all',
        body: z.strictObject({
          ...asked,
          manifest_version: z.int().min(1),
          thread: id('thread').nullable().meta({ description: 'Null for all of my threads.' }),
          answer: z.enum(['allow', 'never']),
          history: z.boolean().optional(),
          contact_fields: z.array(z.enum(fieldsOf['friends.contact'])).optional().meta({
            description: 'With allow, for all threads: what friends let pass; of the card’s choices.',
          }),
          ends_at: instant.optional(),
          screen_hash: sha256,
          signed: signed.optional(),
        }),
        response: { 200: wire.answer },
      },
    },
    async (request) => {
      const person = personOf(request)
      const { manifest_version, ends_at, screen_hash, contact_fields, ...given } = request.body
      const made = await answerAsk(system, {
        ...given,
        person,
        manifestVersion: manifest_version,
        screenHash: screen_hash,
        contactFields: contact_fields,
        endAt: ends_at === undefined ? undefined : instantOf(ends_at),
      })
      const listed = (await listAnswers(system, { person })).find((one) => one.countersignature.id === made)
      if (listed === undefined) throw new Problem('NOT_FOUND')
      return presentAnswer(listed)
    },
  )
  const oneAnswer = z.strictObject({ countersignature: id('countersignature') })
  api.get(
    '/answers/:countersignature/receipts',
    {
      schema: {
        tags,
        summary: 'A signed receipt of each thing that happened to an answer, the oldest first',
        params: oneAnswer,
        response: { 200: wire.listOf(wire.receipt) },
      },
    },
    async (request) => {
      const of = request.params.countersignature
      const receipts = await receiptsOf(system, { person: personOf(request), of })
      return { items: receipts.map(presentReceipt), next: null }
    },
  )
  api.delete(
    '/answers/:countersignature',
    {
      schema: {
        tags,
        summary: 'Take an answer back',
        params: oneAnswer,
        body: z.strictObject({ signed: signed.optional() }).nullish(),
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      await takeAnswerBack(system, { person: personOf(request), ...request.params, ...request.body })
      return reply.code(204).send()
    },
  )
}

/** What an answer would mean, before it is given. */
export function previewRoutes(api: Http, system: System): void {
  api.get(
    '/answers/preview',
    {
      schema: {
        tags,
        summary: 'Which of my own words of a thread a yes could give, before I answer',
        querystring: z.strictObject({
          ...asked,
          manifest_version: version,
          thread: id('thread'),
          scope: z.enum(['thread', 'all']).default('thread'),
          history: z.enum(['true', 'false']).default('false'),
        }),
        response: { 200: wire.preview },
      },
    },
    async (request) => {
      const { manifest_version: manifestVersion, history, ...named } = request.query
      const thought = { ...named, manifestVersion, history: history === 'true', person: personOf(request) }
      return presentPreview(await previewAnswer(system, thought))
    },
  )
}
