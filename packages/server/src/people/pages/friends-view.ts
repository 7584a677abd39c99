// Friends: who they are, finding one by sign-in name, and ending a friendship.
import type { Instant, PersonId } from '@countersign/protocol'
import { dayWords, time } from '../../http/dates.ts'
import { type Html, html } from '../../http/html.ts'
import { personMark } from './person-mark.ts'

/** A friend and since when. */
export interface FriendView {
  readonly id: PersonId
  readonly name: string
  readonly since: Instant
}

/** The page of `/friends`. */
export function friendsPage(friends: readonly FriendView[], now: Instant): Html {
  return html`<h1>Friends</h1>
    <p>Companies never get your friends from you. A friend shows up at a company only when that friend said yes too.</p>
    <form class="inline find" method="post" action="/friends">
      <label for="login">Add somebody by their sign-in name</label>
      <input id="login" name="login" required maxlength="60" autocomplete="off" autocapitalize="none" />
      <button>Add</button>
    </form>
    ${friends.length === 0 ? html`<p class="empty">Nobody here yet. Ask somebody for their sign-in name.</p>` : list(friends, now)}`
}

function list(friends: readonly FriendView[], now: Instant): Html {
  return html`<ul class="rows people-rows">
    ${friends.map(
      ({ id, name, since }) => html`<li>
        ${personMark(id, name)}
        <span class="grow"><strong>${name}</strong><br /><span class="soft">friends since ${time(since, dayWords(since, now))}</span></span>
        <form method="post" action="/threads"><input type="hidden" name="person" value="${id}" />
          <button class="plain small" aria-label="Write to ${name}">Write</button></form>
        <form method="post" action="/friends/${id}/remove">
          <button class="plain small" aria-label="End the friendship with ${name}">End</button></form>
      </li>`,
    )}
  </ul>`
}
