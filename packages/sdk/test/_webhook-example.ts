// The receiver of the README, word for word: compiled here, run and compared by readme.test.ts.
import { verifyWebhook } from '@countersign/sdk'

export async function receive(request: Request, secret: string, forget: (item: string) => Promise<void>) {
  const said = await verifyWebhook({ headers: request.headers, body: await request.text() }, { secret })
  if (said.outcome === 'refused') return new Response(said.why, { status: 400 })
  // Types newer than this SDK come as `unknown`: they are the platform's too.
  if (said.outcome === 'event' && said.event.type === 'item.deleted') await forget(said.event.data.item)
  return new Response(null, { status: 204 })
}
