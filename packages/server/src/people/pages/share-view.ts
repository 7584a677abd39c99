// The share sheet (design §7, WRT-01): the card as we draw it, whom it goes to, and a second step that confirms.
import type { Card, DraftId, PersonId, ThreadId, TicketId } from '@countersign/protocol'
import { type Html, html } from '../../http/html.ts'
import { cardView } from './card-view.ts'
import { personMark, threadMark } from './person-mark.ts'
import type { FriendLine, ThreadLine } from './thread-lines.ts'

/** A company's proposal, as the person it was made for sees it. */
export interface DraftView {
  readonly id: DraftId
  readonly card: Card
  readonly company: { readonly name: string; readonly homepage: string }
}

/** Where a card can go. */
export interface ShareTarget {
  readonly thread: ThreadId
  readonly title: string
  readonly other: { readonly id: PersonId; readonly name: string } | null
}

/** The first step: pick a thread or a friend. */
export function pickTarget(
  draft: DraftView,
  threads: readonly ThreadLine[],
  friends: readonly FriendLine[],
): Html {
  const noun = draft.card.type
  return html`<h1>Send this ${noun}</h1>
    ${cardView(draft.card, draft.company.name)}
    <p class="soft">${draft.company.name} learns nothing about your threads: not who is in them, not which one you pick.</p>
    <form method="post" action="/share/${draft.id}" class="targets">
      ${
        threads.length === 0
          ? ''
          : html`<h2>To a thread</h2><ul class="rows">
        ${threads.map(
          ({ id, title, other }) =>
            html`<li><button class="target" name="thread" value="${id}">${threadMark(other)} <span>${title}</span></button></li>`,
        )}
      </ul>`
      }
      ${
        friends.length === 0
          ? ''
          : html`<h2>To a friend</h2><ul class="rows">
        ${friends.map(
          ({ id, name }) =>
            html`<li><button class="target" name="friend" value="${id}">${personMark(id, name)} <span>${name}</span></button></li>`,
        )}
      </ul>`
      }
    </form>
    ${
      threads.length + friends.length === 0
        ? html`<p class="notice">There is nobody to send it to yet. <a href="/friends">Find a friend</a> first.</p>`
        : ''
    }
    <p><a href="${draft.company.homepage}" rel="noreferrer">Do not send, back to ${draft.company.name}</a></p>`
}

/** The second step: exactly this card, to exactly this thread, yes or no. */
export function confirmShare(
  draft: DraftView,
  target: ShareTarget,
  { ticket, cardHash }: { readonly ticket: TicketId; readonly cardHash: string },
): Html {
  return html`<h1>Send it to ${target.title}?</h1>
    ${cardView(draft.card, draft.company.name)}
    <p>Everyone in the thread sees it, and that it came through ${draft.company.name}.</p>
    <div class="answers">
      <form method="post" action="/share/${draft.id}/send"><input type="hidden" name="ticket" value="${ticket}" /><input type="hidden" name="card_hash" value="${cardHash}" />
        <button>Yes, send it</button></form>
      <form method="get" action="/share/${draft.id}"><button>No, go back</button></form>
    </div>
    <p class="soft">This can be used once, within five minutes.</p>`
}

/** After sending: where it went, and the way back. */
export function shareDone(target: ShareTarget, company: DraftView['company']): Html {
  return html`<h1>Sent</h1>
    <p class="notice">Your card is in ${target.title}. ${company.name} was not told: not where it went, not even that you sent it.</p>
    <p class="inline">
      <a class="button" href="/threads/${target.thread}">See it in ${target.title}</a>
      <a class="button plain" href="${company.homepage}" rel="noreferrer">Back to ${company.name}</a>
    </p>`
}
