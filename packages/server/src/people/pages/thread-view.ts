// One thread: its messages, the ask cards, the quiet line about your own words, and the box to write in.
import type { FeatureId, Instant, PersonId, ThreadId } from '@countersign/protocol'
import { dayWords, time } from '../../http/dates.ts'
import { type Html, html } from '../../http/html.ts'
import { countWords } from '../../http/words.ts'
import { type AskView, askCard } from './ask-view.ts'
import { type MessageView, messageList } from './message-view.ts'
import { threadMark } from './person-mark.ts'
import { type ThreadLine, threadList } from './thread-list-view.ts'

/** A company that can have the reader's own words here: never anything about others (design §4 "no trace"). */
export interface QuietLine {
  readonly company: string
  readonly since: Instant
  readonly until: Instant
}

/** A feature the reader gave a grant for in this thread, so that they may invite the others to countersign. */
export interface AskOffer {
  readonly feature: FeatureId
  readonly purpose: string
  readonly company: string
  readonly purposeWords: string
}

/** What the box at the foot does: write, answer a message or change one. */
export type Writing =
  | { readonly kind: 'new' }
  | { readonly kind: 'reply'; readonly to: MessageView }
  | { readonly kind: 'edit'; readonly message: MessageView }

/** Everything the page of a thread shows. */
export interface ThreadPage {
  readonly thread: {
    readonly id: ThreadId
    readonly title: string
    readonly other: { readonly id: PersonId; readonly name: string } | null
    readonly memberCount: number
    readonly closed: boolean
  }
  readonly quiet: readonly QuietLine[]
  readonly messages: readonly MessageView[]
  /** Cursor of the page before this one; null at the beginning. */
  readonly older: string | null
  readonly atNewest: boolean
  readonly writing: Writing
  readonly asks: readonly AskView[]
  readonly offers: readonly AskOffer[]
  /** Whether the reader is a member now; one who left still reads their own stay. */
  readonly present: boolean
}

/** The page of a thread, with the list of threads beside it where there is room. */
export function threadPage(page: ThreadPage, threads: readonly ThreadLine[], now: Instant): Html {
  const { thread } = page
  return html`<div class="chat">
    <nav class="chat-list" aria-label="Threads">${threadList(threads, now, thread.id)}</nav>
    <section class="chat-room" aria-labelledby="thread-title">
      ${head(page, now)}
      <div class="chat-scroll" tabindex="0" role="region" aria-label="Messages">
        <div class="chat-content">
          ${
            page.older === null
              ? html`<p class="beginning">The beginning of what you can read here.</p>`
              : html`<p class="pager"><a class="button" href="/threads/${thread.id}?before=${page.older}">Older messages</a></p>`
          }
          ${page.messages.length === 0 ? html`<p class="empty">Nothing written yet. Say hello.</p>` : ''}
          ${messageList(page.messages, { thread: thread.id, now, mayAct: page.present })}
          ${page.atNewest ? html`${page.asks.map((ask) => askCard(ask, now))} ${page.offers.map((offer) => askOffer(thread.id, offer))}` : ''}
          ${page.atNewest ? '' : html`<p class="pager"><a class="button" href="/threads/${thread.id}">Jump to the newest</a></p>`}
        </div>
      </div>
      ${page.present ? writeBox(thread.id, page.writing) : html`<p class="left-note">You have left this thread.</p>`}
    </section>
  </div>`
}

function head({ thread, quiet }: ThreadPage, now: Instant): Html {
  return html`<header class="chat-head">
    <a class="back" href="/threads" aria-label="Back to all threads"><span aria-hidden="true">‹</span></a>
    ${threadMark(thread.other)}
    <div class="chat-names">
      <h1 id="thread-title">${thread.title}</h1>
      <p class="quiet">${quietWords(thread.closed, quiet, now)}</p>
    </div>
    <a class="about" href="/threads/${thread.id}/about">${countWords(thread.memberCount, 'member')}</a>
  </header>`
}

function quietWords(closed: boolean, quiet: readonly QuietLine[], now: Instant): Html {
  if (closed) return html`This thread is closed to companies.`
  if (quiet.length === 0) return html`No company may have your words here.`
  return html`${quiet.map(
    (
      { company, since, until },
      i,
    ) => html`${i > 0 ? ' ' : ''}<a href="/privacy">${company}</a> may have your words here, from
      ${time(since, dayWords(since, now))} until ${time(until, dayWords(until, now))}.`,
  )}`
}

function askOffer(thread: ThreadId, offer: AskOffer): Html {
  return html`<form class="ask-offer" method="post" action="/threads/${thread}/asks">
    <input type="hidden" name="feature" value="${offer.feature}" /><input type="hidden" name="purpose" value="${offer.purpose}" />
    <p>You let ${offer.company} have your words here, for ${offer.purposeWords}. It gets nobody else's.</p>
    <button class="plain">Ask the others</button>
    <p class="soft">One card for everyone, once in twelve months. You will not see who answers what.</p>
  </form>`
}

function writeBox(thread: ThreadId, writing: Writing): Html {
  const cancel = html`<a href="/threads/${thread}">Cancel</a>`
  if (writing.kind === 'edit') {
    return html`<form class="write" id="write" method="post" action="/threads/${thread}/messages/${writing.message.id}/edit">
      <p class="write-note">You are changing a message. ${cancel}</p>
      ${textBox('Your changed message', writing.message.text, true)}<button>Save</button>
    </form>`
  }
  return html`<form class="write" id="write" method="post" action="/threads/${thread}/messages">
    ${
      writing.kind === 'reply'
        ? html`<p class="write-note">Answering ${writing.to.author.mine ? 'yourself' : writing.to.author.name}. ${cancel}</p>
          <input type="hidden" name="reply_to" value="${writing.to.id}" />`
        : ''
    }
    ${textBox('Your message', '', writing.kind === 'reply')}<button>Send</button>
  </form>`
}

function textBox(label: string, value: string, focus: boolean): Html {
  return html`<label class="unseen" for="text">${label}</label>
    <textarea id="text" name="text" rows="1" maxlength="20000" required placeholder="${label}" ${focus ? html`autofocus` : ''}>${value}</textarea>`
}
