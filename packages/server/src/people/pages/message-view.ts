// One message as members see it: words, card, what it answers, reactions, and the acts open to the reader.
import {
  type Card,
  DAY_MS,
  type Instant,
  type MessageId,
  type PersonId,
  type ThreadId,
} from '@countersign/protocol'
import { dayWords, momentWords, time, timeWords } from '../../http/dates.ts'
import { type Html, html } from '../../http/html.ts'
import { listWords } from '../../http/words.ts'
import type { LinkCard } from '../../store/link-cards.ts'
import { cardView, linkTo } from './card-view.ts'
import { personMark } from './person-mark.ts'

/** A message with the names a reader sees. A deleted one keeps its place and nothing else. */
export interface MessageView {
  readonly id: MessageId
  readonly author: { readonly id: PersonId; readonly name: string; readonly mine: boolean }
  readonly sentAt: Instant
  /** The words; names of mentioned people are already in them. */
  readonly text: string
  readonly edited: boolean
  readonly deleted: boolean
  /** Not null when the company it came through took it away: until then its author can bring it back. */
  readonly restorableUntil: Instant | null
  /** What it answers; `excerpt` is null when that was deleted or lies outside the reader's stay. */
  readonly answers: {
    readonly id: MessageId
    readonly author: string
    readonly excerpt: string | null
  } | null
  /** Who wrote a forwarded message. */
  readonly forwardedFrom: string | null
  readonly card: Card | null
  /** What the page behind its link said of itself when it was sent. */
  readonly linkCard: LinkCard | null
  /** The company it came through; null for a person's own message. */
  readonly via: string | null
  readonly attachments: readonly { readonly name: string }[]
  readonly reactions: readonly {
    readonly emoji: string
    readonly people: readonly string[]
    readonly mine: boolean
  }[]
}

/** Reactions offered in one tap. */
const offeredReactions = ['👍', '❤️', '😂', '😮', '🎵'] as const

/** Messages of one author closer than this stand under one name. */
const RUN_MS = 5 * 60_000

/** Messages in order, oldest first, parted by day and gathered by author. */
export function messageList(
  messages: readonly MessageView[],
  place: { readonly thread: ThreadId; readonly now: Instant; readonly mayAct: boolean },
): Html {
  return html`<ol class="messages">
    ${messages.map((message, i) => {
      const before = messages[i - 1]
      const newDay = before === undefined || day(before.sentAt) !== day(message.sentAt)
      const follows =
        !newDay && before.author.id === message.author.id && message.sentAt - before.sentAt < RUN_MS
      return html`${newDay ? html`<li class="day"><span>${dayWords(message.sentAt, place.now)}</span></li>` : ''}
        ${messageView(message, { ...place, follows })}`
    })}
  </ol>`
}

const day = (at: Instant) => Math.floor(at / DAY_MS)

function messageView(
  message: MessageView,
  place: {
    readonly thread: ThreadId
    readonly now: Instant
    readonly mayAct: boolean
    readonly follows: boolean
  },
): Html {
  const { author } = message
  return html`<li class="message${author.mine ? ' mine' : ''}${place.follows ? ' follows' : ''}" id="${message.id}">
    ${personMark(author.id, author.name)}
    <article class="bubble-line" aria-label="${author.mine ? 'You' : author.name}, ${timeWords(message.sentAt)}">
      <header><span class="author">${author.mine ? 'You' : author.name}</span></header>
      <div class="bubble${message.card === null ? '' : ' holds-card'}">${message.deleted ? gone(message, place) : content(message)}</div>
      <footer>
        ${time(message.sentAt, timeWords(message.sentAt))} ${message.edited && !message.deleted ? html`<span>edited</span>` : ''}
        ${message.deleted ? '' : reactions(message, place)}
        ${place.mayAct && !message.deleted ? menu(message, place.thread) : ''}
      </footer>
    </article>
  </li>`
}

/** What stands where something was: who took it away, and for a card of the reader's own how it comes back (WRT-04). */
function gone(
  { author, id, via, restorableUntil }: MessageView,
  { thread, now }: { readonly thread: ThreadId; readonly now: Instant },
): Html {
  if (restorableUntil === null || via === null) return html`<p class="gone">Deleted by its author.</p>`
  const mine = author.mine && now < restorableUntil
  return html`<p class="gone">Removed by ${via}.</p>
    ${
      mine
        ? html`<form method="post" action="${messagePath(thread, id)}/restore">
          <p class="gone">You can bring it back until ${time(restorableUntil, momentWords(restorableUntil, now))}.</p>
          <button class="link">Bring it back</button>
        </form>
        <form method="post" action="${messagePath(thread, id)}/delete"><button class="link">Delete it for good</button></form>`
        : ''
    }`
}

function content(message: MessageView): Html {
  return html`${message.answers === null ? '' : quote(message.answers)}
    ${message.forwardedFrom === null ? '' : html`<p class="forwarded">Forwarded from ${message.forwardedFrom}</p>`}
    ${message.text === '' ? '' : html`<p class="words" dir="auto">${message.text}</p>`}
    ${message.linkCard === null ? '' : linkCardView(message.linkCard)}
    ${message.card === null ? '' : cardView(message.card, message.via ?? 'a company')}
    ${message.card === null && message.via !== null ? html`<p class="via">sent through ${message.via}</p>` : ''}
    ${message.attachments.map(({ name }) => html`<p class="attachment">File: ${name}</p>`)}`
}

/** The title, the author and the picture are the page's words and copies of ours; a reader's browser asks the page nothing. */
function linkCardView({ thread, message, link, title, author, provider, pictureKey }: LinkCard): Html {
  return html`<div class="link-card">
    ${pictureKey === null ? '' : html`<img src="${picturePath(thread, message, pictureKey)}" alt="" loading="lazy" />`}
    <p class="card-kind">${provider}</p>
    <p class="card-title" dir="auto">${title}</p>
    ${author === null ? '' : html`<p class="card-more" dir="auto">${author}</p>`}
    <p>${linkTo(link)}</p>
  </div>`
}

/** Where the copy of a picture is: only for who can read the message, and only by who was told the key. */
function picturePath(thread: ThreadId, message: MessageId, key: string): string {
  return `/api/v1${messagePath(thread, message)}/picture/${key}`
}

function quote(answers: NonNullable<MessageView['answers']>): Html {
  return html`<a class="quote" href="#${answers.id}"
    ><span class="author">${answers.author}</span> ${answers.excerpt ?? 'A message that is not here'}</a
  >`
}

function reactions(
  message: MessageView,
  place: { readonly thread: ThreadId; readonly mayAct: boolean },
): Html {
  return html`${message.reactions.map(({ emoji, people, mine }) => {
    const label = `from ${listWords(people)}. ${mine ? 'Take yours back' : 'Add yours'}`
    if (!place.mayAct) return html`<span class="reaction">${emoji} ${people.length}</span>`
    return html`<form method="post" action="${messagePath(place.thread, message.id)}/${mine ? 'unreact' : 'react'}">
      <input type="hidden" name="emoji" value="${emoji}" />
      <button class="reaction${mine ? ' mine' : ''}" aria-pressed="${mine ? 'true' : 'false'}" title="${label}">
        ${emoji} ${people.length} <span class="unseen">${label}</span></button>
    </form>`
  })}`
}

function menu(message: MessageView, thread: ThreadId): Html {
  const path = messagePath(thread, message.id)
  const whose = message.author.mine ? 'your message' : `the message by ${message.author.name}`
  return html`<details class="menu">
    <summary aria-label="What to do with ${whose} of ${timeWords(message.sentAt)}"><span aria-hidden="true">⋯</span></summary>
    <div class="menu-sheet">
      <form method="post" action="${path}/react" class="emoji-row">
        ${offeredReactions.map((emoji) => html`<button name="emoji" value="${emoji}" aria-label="React with ${emoji}">${emoji}</button>`)}
      </form>
      <a href="/threads/${thread}?reply=${message.id}#write">Reply</a>
      ${
        message.author.mine && message.card === null
          ? html`<a href="/threads/${thread}?edit=${message.id}#write">Change</a>`
          : ''
      }
      ${
        message.author.mine
          ? html`<form method="post" action="${path}/delete"><button class="link">Delete</button></form>`
          : ''
      }
    </div>
  </details>`
}

/** Where the acts on one message are posted. */
function messagePath(thread: ThreadId, message: MessageId): string {
  return `/threads/${thread}/messages/${message}`
}
