// What the compiler promises a partner: a purpose with every call, typed items, errors told apart by code.
import type { Client, CountersignError, MessageItem, Partner } from '@countersign/sdk'

declare const client: Client
declare const partner: Partner

/** Every line below a directive must not compile; the others must. */
export async function promises(error: CountersignError): Promise<string> {
  // @ts-expect-error a purpose is required
  client.threads()
  // @ts-expect-error only purposes of the list
  client.threads('ads')
  // @ts-expect-error a thread is required
  client.messages('group_activity')
  // @ts-expect-error a card is data of a known type
  await client.draft('share_content', { type: 'video', title: 'T', link: 'https://example.org' })
  // @ts-expect-error a connection is not plain text
  await partner.client({ connection: 'token', save: async () => undefined })

  for await (const message of client.messages('group_activity', 'thread')) {
    const item: MessageItem = message
    // @ts-expect-error a field may not have been granted
    void item.text.length
  }
  switch (error.code) {
    case 'DELIVERY_GAP':
      return String(error.expected + error.received)
    case 'AUTHORIZATION_REFUSED':
      return error.oauthError
    case 'CONNECTION_ENDED':
    case 'UNREACHABLE':
    case 'UNEXPECTED_ANSWER':
      // @ts-expect-error these came with no problem document
      return error.problem.title
    default:
      return error.problem.title
  }
}
