// The one shape in which a message leaves: the projection makes it, the partner API sends it, the sdk reads it.
import type { Card } from './cards.ts'

/** What leaves of a message. A key is absent when its field is not granted or there is nothing to say. */
export interface OutgoingMessage {
  readonly kind: 'message' | 'card' | 'forward'
  readonly id: string
  readonly text?: string
  readonly sent_at?: string
  readonly author?: string
  readonly edited_at?: string
  readonly reply_to?: string
  readonly reactions?: readonly { readonly emoji: string; readonly author: string }[]
  readonly attachments?: readonly { readonly name: string; readonly media_type: string }[]
  readonly card?: Card
}
