// Asking the others of a thread, answering an ask, and taking an answer back.
import { z } from 'zod'
import { answerAsk, takeAnswerBack } from '../../acts/answer-ask.ts'
import { askThread } from '../../acts/ask-thread.ts'
import { listAsks } from '../../acts/list-asks.ts'
import { Problem } from '../../problems.ts'
import { findCountersignature } from '../../store/countersignatures.ts'
import { answerBody, answerIn } from './answer-form.ts'
import { goOn, idIn, type PageScope, signedIn } from './scope.ts'

const answering = answerBody.extend({ scope: z.enum(['thread', 'all']) })

/** Adds the acts on asks and answers. */
export function askActs(scope: PageScope): void {
  asking(scope)
  answered(scope)
}

function asking({ http, system }: PageScope): void {
  http.post(
    '/threads/:thread/asks',
    {
      schema: { hide: true, params: z.object({ thread: z.string() }), body: z.object({ grant: z.string() }) },
    },
    async (request, reply) => {
      const { id: person } = await signedIn(system, request)
      const thread = idIn('thread', request.params.thread)
      await askThread(system, { person, thread, grant: idIn('grant', request.body.grant) })
      return goOn(reply, `/threads/${thread}?done=asked`)
    },
  )
  http.post(
    '/threads/:thread/asks/:ask',
    { schema: { hide: true, params: z.object({ thread: z.string(), ask: z.string() }), body: answering } },
    async (request, reply) => {
      const { id: person } = await signedIn(system, request)
      const thread = idIn('thread', request.params.thread)
      const id = idIn('ask', request.params.ask)
      const ask = (await listAsks(system, { person, thread })).find((listed) => listed.ask === id)
      if (ask === undefined) throw new Problem('NOT_FOUND')
      const { partner, feature, manifestVersion, purpose } = ask
      const asked = { person, partner, feature, manifestVersion, purpose }
      const { scope, ...given } = request.body
      await answerAsk(system, { ...asked, ...answerIn(given, scope === 'all' ? null : thread) })
      return goOn(reply, `/threads/${thread}#${id}`)
    },
  )
}

function answered({ http, system }: PageScope): void {
  http.post(
    '/privacy/answers/:answer/change',
    { schema: { hide: true, params: z.object({ answer: z.string() }), body: answerBody } },
    async (request, reply) => {
      const { id: person } = await signedIn(system, request)
      const id = idIn('countersignature', request.params.answer)
      const known = await findCountersignature(system.app, person, id)
      if (known === undefined) throw new Problem('NOT_FOUND')
      const { partner, feature, manifestVersion, purpose, thread } = known
      const asked = { person, partner, feature, manifestVersion, purpose }
      await answerAsk(system, { ...asked, ...answerIn(request.body, thread) })
      return goOn(reply, '/privacy?done=changed')
    },
  )
  http.post(
    '/privacy/answers/:answer/end',
    {
      schema: {
        hide: true,
        params: z.object({ answer: z.string() }),
        body: z.object({ thread: z.string().optional() }).optional(),
      },
    },
    async (request, reply) => {
      const { id: person } = await signedIn(system, request)
      const countersignature = idIn('countersignature', request.params.answer)
      const { thread } = request.body ?? {}
      const back = thread === undefined ? undefined : idIn('thread', thread)
      await takeAnswerBack(system, { person, countersignature })
      return goOn(reply, back === undefined ? '/privacy?done=taken-back' : `/threads/${back}`)
    },
  )
}
