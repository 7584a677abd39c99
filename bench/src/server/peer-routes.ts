// The peers of the protected page: the same order of work up to the page itself, then less and less of what protects it.
import { createHash } from 'node:crypto'
import type { ThreadId } from '@countersign/protocol'
import { uuidOf } from '@countersign/protocol'
import type { FastifyRequest } from 'fastify'
import { createExitCheck, type ExitCheckContext } from '../../../packages/server/src/gate/exit-check.ts'
import type { Answer, Call, Page } from '../../../packages/server/src/gate/gate.ts'
import { keepFacts } from '../../../packages/server/src/gate/kept-facts.ts'
import { type Known, look } from '../../../packages/server/src/gate/look.ts'
import { type OpaqueIds, opaqueIdsUnder } from '../../../packages/server/src/gate/opaque-ids.ts'
import { readMessages } from '../../../packages/server/src/gate/read-messages.ts'
import { rateLimits } from '../../../packages/server/src/http/rate-limit.ts'
import type { Http } from '../../../packages/server/src/http/server.ts'
import { authenticate, type Caller } from '../../../packages/server/src/partners/authenticate.ts'
import { fieldsOf, withCall } from '../../../packages/server/src/partners/call.ts'
import * as shapes from '../../../packages/server/src/partners/schemas.ts'
import { sendAnswer } from '../../../packages/server/src/partners/send-answer.ts'
import { makeId } from '../../../packages/server/src/ports/random.ts'
import { Problem } from '../../../packages/server/src/problems.ts'
import type { Database } from '../../../packages/server/src/store/database.ts'
import type { ExitFacts } from '../../../packages/server/src/store/exit-facts.ts'
import type { System } from '../../../packages/server/src/system.ts'
import { pathOf, type VariantName } from '../variants.ts'
import { plainPage } from './plain-page.ts'

type Peer = Exclude<VariantName, 'protected' | 'sql'>

/** For so many calls facts are kept, as in the gate: more than there are measured threads. */
const KEPT = 4_096

/** How one peer makes the bytes of a page. @throws {Problem} where there is no such thread */
type MakeBody = (call: Call, thread: ThreadId, ids: OpaqueIds, page: Page) => Promise<string>

/** What look and exit check need around them; what they keep is the peer's own. */
type Around = Omit<ExitCheckContext, 'keptByExit'>

/** Adds the peers' routes. They are built like the route they stand beside; they exist in the bench's server only. */
export async function peerRoutes(http: Http, system: System, gate: Database, around: Around): Promise<void> {
  const idsOf = opaqueIdsUnder(system.keys.cursorKey('opaque ids'))
  const bodies = bodiesOf(system, gate, around)
  await http.register(async (api: Http) => {
    const callers = new WeakMap<FastifyRequest, Caller>()
    const callerOf = (request: FastifyRequest): Caller => {
      const caller = callers.get(request)
      if (caller === undefined) throw new Problem('BAD_TOKEN')
      return caller
    }
    api.addHook('onRequest', async (request, reply) => {
      callers.set(request, await authenticate(system, request, reply))
    })
    await rateLimits(api)
    const keyGenerator = (request: FastifyRequest): string =>
      `${callerOf(request).client} ${callerOf(request).person}`
    api.addHook('onRequest', api.rateLimit({ max: 6_000, timeWindow: 60_000, keyGenerator }))
    for (const [peer, makeBody] of Object.entries(bodies) as [Peer, MakeBody][]) {
      api.get(
        pathOf(peer, ':thread'),
        {
          exposeHeadRoute: false,
          schema: {
            headers: shapes.purposeHeader,
            querystring: shapes.listQuery,
            params: shapes.threadPath,
            response: { 200: shapes.messagesPage },
          },
        },
        async (request, reply) => {
          const { fields, limit, cursor = null } = request.query
          const body = await withCall(system, callerOf(request), request, fieldsOf(fields), (call) => {
            const ids = idsOf(call)
            const thread = ids.openThread(request.params.thread)
            if (thread === undefined) throw new Problem('NOT_FOUND')
            return makeBody(call, thread, ids, { limit, cursor })
          })
          await sendAnswer(reply, answerOf(system, body))
          return reply
        },
      )
    }
  })
}

/** An answer that leaves as soon as it is there. */
function answerOf({ clock, random }: System, body: string): Answer {
  const decision = makeId('decision', clock.now(), random)
  return { decision, body, release: async (write) => void (await write(body)) }
}

function bodiesOf(system: System, gate: Database, around: Around): Readonly<Record<Peer, MakeBody>> {
  const { app, clock, random } = system
  // As the gate puts them together: facts and keys are kept between calls.
  const looking = { ...around, keptByLook: keepFacts<Known>(KEPT) }
  const exitCheck = createExitCheck({ ...around, keptByExit: keepFacts<ExitFacts>(KEPT) })
  const open: MakeBody = async (_, thread, ids, { limit }) =>
    JSON.stringify({ ...(await plainPage(app, ids, thread, limit)), disclosures: [] })
  return {
    async looked(call, thread, ids, page) {
      return gate.read(async (session) => {
        const looked = await look(session, looking, call, readMessages(ids, thread), page)
        if (looked.decision.outcome === 'refuse') throw new Problem('NO_GRANT')
        const { outgoing } = await exitCheck(session, call.at, looked, ids)
        const items = outgoing.map(({ object }) => object)
        return JSON.stringify({ items, next: looked.next, disclosures: [] })
      })
    },
    open,
    async 'open-commit'(call, thread, ids, page) {
      const body = await open(call, thread, ids, page)
      const at = clock.now()
      const bodyHash = createHash('sha256').update(body).digest()
      await app.query(
        `insert into bench.accesses (access_id, person_id, partner_id, thread_id, at, body_hash)
         values ($1, $2, $3, $4, $5, $6)`,
        [
          uuidOf(makeId('decision', at, random)),
          uuidOf(call.person),
          uuidOf(call.partner),
          uuidOf(thread),
          at,
          bodyHash,
        ],
      )
      return body
    },
  }
}
