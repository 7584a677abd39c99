// The list of threads: who, the last words, when; and the empty state of somebody new.
import type { Instant, PersonId, ThreadId } from '@countersign/protocol'
import { dayWords, time, timeWords } from '../../http/dates.ts'
import { type Html, html } from '../../http/html.ts'
import { personMark, threadMark } from './person-mark.ts'

/** One line of the list. */
export interface ThreadLine {
  readonly id: ThreadId
  /** The thread's own title, or the names of the others in it. */
  readonly title: string
  /** The other person of a direct thread. */
  readonly other: { readonly id: PersonId; readonly name: string } | null
  readonly last: { readonly author: string; readonly excerpt: string; readonly at: Instant } | null
}

/** A friend one can start a direct thread with. */
export interface FriendLine {
  readonly id: PersonId
  readonly name: string
}

/** The list, newest first; `current` is marked as the one open beside it. */
export function threadList(threads: readonly ThreadLine[], now: Instant, current: ThreadId | null): Html {
  if (threads.length === 0) return html`<p class="empty">No threads yet. Start one with a friend.</p>`
  return html`<ul class="thread-list">
    ${threads.map(
      (thread) => html`<li>
        <a href="/threads/${thread.id}" ${thread.id === current ? html`aria-current="page"` : ''}>
          ${threadMark(thread.other)}
          <span class="thread-title">${thread.title}</span>
          ${
            thread.last === null
              ? html`<span class="thread-last">Nothing written yet</span>`
              : html`<span class="thread-when">${time(thread.last.at, shortMoment(thread.last.at, now))}</span>
                <span class="thread-last">${thread.last.author}: ${thread.last.excerpt}</span>`
          }
        </a>
      </li>`,
    )}
  </ul>`
}

/** What the page of `/threads` shows. */
export interface ThreadsPage {
  readonly threads: readonly ThreadLine[]
  /** Where the list goes on; null at its end. */
  readonly next: ThreadId | null
  readonly friends: readonly FriendLine[]
}

/** The page of `/threads`: the list, a way to start a thread, and beside it room for one. */
export function threadsPage({ threads, next, friends }: ThreadsPage, now: Instant): Html {
  return html`<div class="chat list-only">
    <section class="chat-list" aria-labelledby="threads-title">
      <h1 id="threads-title">Threads</h1>
      ${threadList(threads, now, null)}
      ${next !== null && html`<p class="pager"><a class="button" href="/threads?before=${next}">More threads</a></p>`}
      ${startThread(friends)}
    </section>
    <div class="chat-room idle"><p>Pick a thread to read it here.</p></div>
  </div>`
}

function startThread(friends: readonly FriendLine[]): Html {
  if (friends.length === 0)
    return html`<p class="soft">You have no friends here yet. <a href="/friends">Find some</a>.</p>`
  return html`<details class="start-thread">
    <summary>Start a thread</summary>
    <form method="post" action="/threads" class="stack">
      <fieldset class="people-choice">
        <legend>With whom?</legend>
        ${friends.map(
          ({ id, name }) =>
            html`<label><input type="checkbox" name="person" value="${id}" /> ${personMark(id, name)} <span>${name}</span></label>`,
        )}
      </fieldset>
      <label>Name of the thread <span class="soft">(if you like)</span><input name="title" maxlength="100" autocomplete="off" /></label>
      <button>Start</button>
    </form>
  </details>`
}

function shortMoment(at: Instant, now: Instant): string {
  const day = dayWords(at, now)
  return day === 'today' ? timeWords(at) : day
}
