// The stream of events of 2014 mode: whatever was ever put into it goes out, whether or not its feature has ended since.
import { setTimeout as pause } from 'node:timers/promises'
import { followEvents, nextEvents } from '../../../server/src/acts/follow-events.ts'
import type { Http } from '../../../server/src/http/server.ts'
import { findEventsToken } from '../../../server/src/oauth/access-token.ts'
import { Problem } from '../../../server/src/problems.ts'
import type { StoredEvent } from '../../../server/src/store/events.ts'
import type { System } from '../../../server/src/system.ts'

const LOOK_EVERY_MS = 250

/** Adds `GET /partner/v1/events`. Nothing is asked of the gate, and nothing is entered. */
export function weakEvents(api: Http, system: System): void {
  api.get('/partner/v1/events', async (request, reply) => {
    const token = / ([A-Za-z0-9._~+/-]+=*)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
    const client = await findEventsToken(system, token)
    if (client === undefined) throw new Problem('BAD_TOKEN')
    const last = request.headers['last-event-id']
    let place = await followEvents(system, client.partner, typeof last === 'string' ? last : undefined)
    const { raw } = reply.hijack()
    raw.writeHead(200, { 'content-type': 'text/event-stream' })
    raw.write(':\n\n')
    while (!raw.destroyed && !api.stopping.aborted) {
      const events = await nextEvents(system, client.partner, place, 100)
      for (const event of events) raw.write(`id: ${event.id}\ndata: ${textOf(event)}\n\n`)
      place = events.at(-1)?.n ?? place
      if (events.length === 0) await pause(LOOK_EVERY_MS)
    }
    raw.end()
    return reply
  })
}

function textOf({ id, type, madeAt, data }: StoredEvent): string {
  return JSON.stringify({ id, type, timestamp: new Date(madeAt).toISOString(), data })
}
