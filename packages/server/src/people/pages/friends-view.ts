// Friends: who they are, finding one by sign-in name, and ending a friendship.

import type { Instant, PersonId } from '@countersign/protocol'
import { MAX_LOGIN_LENGTH } from '../../acts/account-names.ts'
import { dayWords, time } from '../../http/dates.ts'
import { type Html, html } from '../../http/html.ts'
import { personMark } from './person-mark.ts'

/** A friend and since when. */
export interface FriendView {
  readonly id: PersonId
  readonly name: string
  readonly since: Instant
}

/** The page of `/friends`: those who ask, those who are, and a way to ask. */
export function friendsPage(
  page: {
    readonly friends: readonly FriendView[]
    readonly requests: readonly FriendView[]
    /** Just asked somebody; whether anybody has that name is not said. */
    readonly asked: boolean
  },
  now: Instant,
): Html {
  const { friends, requests, asked } = page
  return html`<h1>Friends</h1>
    ${asked && html`<p class="notice" role="status">If somebody here has that name, they were asked. They show up below once they accept.</p>`}
    <p>Companies never get your friends from you. A friend shows up at a company only when that friend said yes too.</p>
    ${requests.length > 0 && html`<section aria-labelledby="requests-title"><h2 id="requests-title">Would like to be friends</h2>${requestList(requests, now)}</section>`}
    <form class="inline find" method="post" action="/friends">
      <label for="login">Ask somebody by their sign-in name</label>
      <input id="login" name="login" required maxlength="${MAX_LOGIN_LENGTH}" autocomplete="off" autocapitalize="none" />
      <button>Ask</button>
    </form>
    ${friends.length === 0 ? html`<p class="empty">Nobody here yet. Ask somebody for their sign-in name.</p>` : list(friends, now)}`
}

function requestList(requests: readonly FriendView[], now: Instant): Html {
  return html`<ul class="rows people-rows">
    ${requests.map(
      ({ id, name, since }) => html`<li>
        ${personMark(id, name)}
        <span class="grow"><strong>${name}</strong><br /><span class="soft">asked ${time(since, dayWords(since, now))}</span></span>
        <form method="post" action="/friends/${id}/accept"><button class="plain small" aria-label="Accept ${name}">Accept</button></form>
        <form method="post" action="/friends/${id}/remove"><button class="plain small" aria-label="Decline ${name}">Decline</button></form>
      </li>`,
    )}
  </ul>`
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
