// One thread: its messages, the ask cards, the quiet line about your own words, and the box to write in.
import type { GrantId, Instant, PersonId, ThreadId, ThreadSetting } from '@countersign/protocol'
import { MAX_TEXT_LENGTH } from '../../acts/send-message.ts'
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
  /** From when on; null for everything written so far too. */
  readonly since: Instant | null
  readonly until: Instant
}

/** A feature the reader gave a grant for in this thread, so that they may invite the others to countersign. */
export interface AskOffer {
  readonly grant: GrantId
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
    readonly setting: ThreadSetting
  }
  readonly quiet: readonly QuietLine[]
  /** The reader's master switch. */
  readonly restricted: boolean
  readonly messages: readonly MessageView[]
  /** Cursor of the page before this one; null at the beginning. */
  readonly older: string | null
  readonly atNewest: boolean
  readonly writing: Writing
  readonly asks: readonly AskView[]
  readonly offers: readonly AskOffer[]
  /** The reader has just asked the others. */
  readonly asked: boolean
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
          ${page.asked && html`<p class="notice" role="status">Asked. Each of the others sees a card here. You will not see who answers what.</p>`}
          ${page.atNewest ? html`${page.asks.map((ask) => askCard(ask, now))} ${page.offers.map((offer) => askOffer(thread.id, offer))}` : ''}
          ${page.atNewest ? '' : html`<p class="pager"><a class="button" href="/threads/${thread.id}">Jump to the newest</a></p>`}
        </div>
      </div>
      ${page.present ? writeBox(thread.id, page.writing) : html`<p class="left-note">You have left this thread.</p>`}
    </section>
  </div>`
}

function head(page: ThreadPage, now: Instant): Html {
  const { thread } = page
  return html`<header class="chat-head">
    <a class="back" href="/threads" aria-label="Back to all threads"><span aria-hidden="true">‹</span></a>
    ${threadMark(thread.other)}
    <div class="chat-names">
      <h1 id="thread-title">${thread.title}</h1>
      ${page.present && html`<p class="quiet">${quietWords(page, now)}</p>`}
    </div>
    ${page.present && html`<a class="about" href="/threads/${thread.id}/about">${countWords(thread.memberCount, 'member')}</a>`}
  </header>`
}

function quietWords({ thread, quiet, restricted }: ThreadPage, now: Instant): Html {
  if (restricted) return html`You share nothing with any company. <a href="/privacy">Your switch</a> is on.`
  if (thread.setting === 'closed') return html`This thread is closed to companies.`
  if (quiet.length === 0) return html`No company may have your words here.`
  const condition = thread.setting === 'all-parties' && ' Only while all here say yes.'
  return html`${quiet.map(
    ({ company, since, until }) => html`<a href="/privacy">${company}</a> may have your words here,
      ${since === null ? 'earlier ones too' : html`from ${time(since, dayWords(since, now))}`}, until
      ${time(until, dayWords(until, now))}. `,
  )}${condition}`
}

function askOffer(thread: ThreadId, offer: AskOffer): Html {
  return html`<form class="ask-offer" method="post" action="/threads/${thread}/asks">
    <input type="hidden" name="grant" value="${offer.grant}" />
    <p>You let ${offer.company} have your words here, for ${offer.purposeWords}. It gets nobody else's by that.</p>
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
    <a class="tray-link" href="/threads/${thread}/tray" aria-label="Send a card from a company"><span aria-hidden="true">+</span></a>
    ${textBox('Your message', '', writing.kind === 'reply')}<button>Send</button>
  </form>`
}

function textBox(label: string, value: string, focus: boolean): Html {
  return html`<label class="unseen" for="text">${label}</label>
    <textarea id="text" name="text" rows="1" maxlength="${MAX_TEXT_LENGTH}" required placeholder="${label}" ${focus ? html`autofocus` : ''}>${value}</textarea>`
}
