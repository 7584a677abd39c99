// A person's own words as a preview shows them: what would go of each message, and of others nothing.
import type { OutgoingMessage } from '@countersign/protocol'
import type { preview } from '@countersign/protocol/people-api'
import type { z } from 'zod'

/** The messages of a preview. */
export function presentOwnWords(messages: readonly OutgoingMessage[]): z.infer<typeof preview>['items'] {
  return messages.map(({ sent_at, text, card, attachments = [] }) => ({
    sent_at: sent_at ?? null,
    text: text ?? null,
    card: card ?? null,
    attachments: attachments.map(({ name }) => name),
  }))
}
