// One partner as a fetch handler: the testkit’s sdk-runtimes.test.ts runs this file, unchanged, in every runtime there is.
import {
  type Connection,
  createPartner,
  isCountersignError,
  type PartnerSettings,
  type PendingConnection,
  verifyWebhook,
  type WebhookRequest,
} from '@countersign/sdk'

/** What a request to this partner holds: its settings, and one step with what the step before gave. */
export interface Step {
  readonly settings: PartnerSettings
  readonly callback?: {
    readonly url: string
    readonly pending: PendingConnection
    readonly previous?: Connection
  }
  readonly connection?: Connection
  readonly hear?: string
  readonly webhook?: { readonly request: WebhookRequest; readonly secret: string }
}

/** Without more: begins. With a callback: finishes. With a connection: reads. With `hear`: waits for an event of that type. With a webhook: checks it. */
async function answer({ settings, callback, connection, hear, webhook }: Step) {
  if (webhook !== undefined) return verifyWebhook(webhook.request, { secret: webhook.secret })
  const partner = createPartner(settings)
  if (callback !== undefined) {
    const { url, pending, previous } = callback
    return partner.finish(url, pending, { previous: () => previous })
  }
  if (hear !== undefined) {
    const events: string[] = []
    for await (const { type } of partner.events()) {
      events.push(type)
      if (type === hear) break
    }
    return { events }
  }
  if (connection === undefined)
    return partner.connect({
      asks: [{ purpose: 'group_activity', actions: ['threads.list', 'messages.read'] }],
    })
  let kept = connection
  const client = await partner.client({
    connection,
    save: async (next) => {
      kept = next
    },
  })
  const texts: string[] = []
  for await (const { id } of client.threads('group_activity'))
    for await (const { text } of client.messages('group_activity', id, { limit: 1 })) texts.push(text ?? '')
  return { texts, connection: kept, refused: await refusal(client.draft('share_content', song)) }
}

const song = {
  type: 'song',
  title: 'Boléro',
  artist: 'Maurice Ravel',
  link: 'https://example.org/1',
} as const

async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return 'allowed'
  } catch (error) {
    if (!isCountersignError(error)) throw error
    return error.name === 'RefusalError' ? `${error.code} by ${error.decision}` : error.code
  }
}

export default {
  /** What Deno, Bun and edge runtimes call, and what Node and a page can call themselves. */
  async fetch(request: Request): Promise<Response> {
    try {
      return Response.json(await answer((await request.json()) as Step))
    } catch (error) {
      if (!isCountersignError(error)) throw error
      return Response.json({ code: error.code, message: error.message }, { status: 502 })
    }
  },
}
