// What became of a draft, and taking back what a partner placed: neither says anything of the thread (WRT-03).
import { parseId } from '@countersign/protocol'
import { readDraftState } from '../acts/read-draft-state.ts'
import { removePlacement } from '../acts/remove-placement.ts'
import { openOpaqueIds } from '../gate/opaque-ids.ts'
import type { Http } from '../http/server.ts'
import { Problem } from '../problems.ts'
import type { System } from '../system.ts'
import { type Caller, callerOf } from './authenticate.ts'
import { withCall } from './call.ts'
import * as shapes from './schemas.ts'

const common = {
  tags: ['cards'],
  security: shapes.security,
  headers: shapes.purposeHeader,
  querystring: shapes.noQuery,
}

/** Registers them. */
export function placementRoutes(api: Http, system: System): void {
  api.get(
    '/partner/v1/drafts/:draft',
    {
      exposeHeadRoute: false,
      schema: {
        ...common,
        summary: 'Whether a draft waits, was placed or ran out',
        params: shapes.draftPath,
        response: { 200: shapes.draftState, ...shapes.problems },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const draft = parseId('draft', request.params.draft)
      const { found, decision } = await withCall(system, caller, request, null, async (call) => ({
        // Read before it is decided whether it may be told: what is told is never newer than the decision.
        found: draft && (await readDraftState(system, { ...call, draft })),
        decision: await system.gate.permitDraft(call),
      }))
      if (found === undefined) throw new Problem('NOT_FOUND', { decision })
      return reply
        .headers({ 'countersign-decision': decision, 'cache-control': 'no-store' })
        .send(
          found.state === 'placed'
            ? { state: found.state, placement: idsFor(system, caller).placement(found.placement) }
            : { state: found.state },
        )
    },
  )
  api.delete(
    '/partner/v1/placements/:placement',
    {
      schema: {
        ...common,
        summary: 'Take back a card of your own; a tombstone stays, and its author can bring it back',
        params: shapes.placementPath,
        response: { 204: shapes.nothing, ...shapes.problems },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const placement = idsFor(system, caller).openPlacement(request.params.placement)
      const decision = await withCall(system, caller, request, null, (call) =>
        removePlacement(system, { ...call, placement }),
      )
      return reply.code(204).headers({ 'countersign-decision': decision }).send(null)
    },
  )
}

function idsFor({ keys }: Pick<System, 'keys'>, caller: Caller): ReturnType<typeof openOpaqueIds> {
  return openOpaqueIds(keys.cursorKey('opaque ids'), caller)
}
