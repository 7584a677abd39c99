// The platform's share sheet: a person looks at what a partner proposes, picks the thread and confirms.
import { done, type Person } from './people.ts'

/** Confirms a draft in a thread, with a ticket for exactly the card that was shown. Resolves with the message it became. */
export async function confirmDraft({ browser }: Person, draft: string, thread: string): Promise<string> {
  const { card_hash } = await done<{ card_hash: string }>(browser.call('GET', `/api/v1/drafts/${draft}`))
  const { id } = await done<{ id: string }>(browser.call('POST', '/api/v1/tickets', { draft, thread }))
  const redeemed = browser.call('POST', `/api/v1/tickets/${id}/redeem`, { card_hash })
  return (await done<{ id: string }>(redeemed)).id
}
