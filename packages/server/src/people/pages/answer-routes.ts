// Changing an answer and taking it back, from the privacy page.
import { z } from 'zod'
import { answerAsk, takeAnswerBack } from '../../acts/answer-ask.ts'
import { Problem } from '../../problems.ts'
import { findCountersignature } from '../../store/countersignatures.ts'
import { answerBody, answerIn } from './answer-form.ts'
import { goOn, idIn, type PageScope, signedIn } from './scope.ts'

/** Adds the acts on answers. */
export function answerActs({ http, system }: PageScope): void {
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
      schema: { hide: true, params: z.object({ answer: z.string() }) },
    },
    async (request, reply) => {
      const { id: person } = await signedIn(system, request)
      const countersignature = idIn('countersignature', request.params.answer)
      await takeAnswerBack(system, { person, countersignature })
      return goOn(reply, '/privacy?done=taken-back')
    },
  )
}
