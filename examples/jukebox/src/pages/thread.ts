// One thread as Jukebox received it.

import type { MemberItem, MessageItem } from '@countersign/sdk'
import { type Html, html, timeView } from '@countersign-examples/shared'
import type { ReceivedThread } from '../received.ts'

/** The received words of a thread, oldest first, as people read. */
export function threadView({ thread, members, messages }: ReceivedThread): Html {
  return html`<article class="thread">
    <h3>${thread.title ?? 'A thread without a title we may see'}</h3>
    ${members.length > 0 && html`<p class="soft">Members who let us see them: ${members.map(({ name }) => name ?? 'without a name').join(', ')}</p>`}
    ${
      messages.length === 0
        ? html`<p>No words for us here.</p>`
        : html`<ul class="messages">${messages.toReversed().map((message) => messageView(message, members))}</ul>`
    }
  </article>`
}

function messageView({ text, author, sent_at, card }: MessageItem, members: readonly MemberItem[]): Html {
  return html`<li>
    <p class="who"><bdi>${nameOf(author, members)}</bdi>${sent_at !== undefined && html` <span class="soft">${timeView(Date.parse(sent_at))}</span>`}</p>
    ${text && html`<p class="text" dir="auto">${text}</p>`}
    ${card !== undefined && html`<p class="text"><span class="soft">${card.type}</span> ${'title' in card && card.title}${'artist' in card && html`, ${card.artist}`}</p>`}
  </li>`
}

/** A name only if members.see gave one; otherwise the alias, which is nobody outside this thread. */
function nameOf(author: string | undefined, members: readonly MemberItem[]): string {
  if (author === undefined) return 'Someone'
  return members.find(({ id }) => id === author)?.name ?? `Alias ${author.slice(-6)}`
}
