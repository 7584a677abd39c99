// Test people of a company, and what its software called lately.
import type { Instant } from '@countersign/protocol'
import { momentWords, time } from '../../http/dates.ts'
import { type Html, html } from '../../http/html.ts'
import { countWords } from '../../http/words.ts'
import type { PartnerRequest } from '../../store/partner-requests.ts'
import type { Partner } from '../../store/partners.ts'
import type { TestPerson } from '../../store/test-people.ts'
import { companyPath } from './frame.ts'

/** The body of the page of test people. */
export function testPeopleView(company: Partner, people: readonly TestPerson[]): Html {
  const here = companyPath(company, '/tests')
  return html`<p>Test people are made up, and yours alone. They meet only each other, so nothing you try reaches anybody real.
      Act as one of them to connect your software, answer its question and confirm a card, as people will.</p>
    ${
      people.length === 0
        ? html`<form method="post" action="${here}"><button>Make three test people and a thread</button></form>`
        : html`<ul class="rows">${people.map(
            ({ person, name }) => html`<li class="split"><strong>${name}</strong>
              <form method="post" action="${here}/act"><input type="hidden" name="person" value="${person}" />
                <button class="small">Act as ${name}</button></form></li>`,
          )}</ul>
          <div class="inline">
            <form method="post" action="${here}"><button class="plain">Make three more</button></form>
            <form method="post" action="${here}/close"><button class="plain">Close all of them</button></form>
          </div>
          <p class="soft">This console stays yours while you act as somebody. Closing ends all they had allowed.</p>`
    }`
}

/** The body of the page of calls. */
export function callsView(
  company: Partner,
  calls: readonly PartnerRequest[],
  { follows, now }: { readonly follows: boolean; readonly now: Instant },
): Html {
  const here = companyPath(company, '/calls')
  return html`<p>What your software called in the last week, the newest thousand at most. It holds nothing of what was answered, and
      names people as you know them.</p>
    <p>${
      follows
        ? html`This page loads itself every five seconds. <a href="${here}">Stop</a>`
        : html`<a class="button plain" href="${here}">Load again</a> <a href="${here}?follow=yes">Follow</a>`
    }</p>
    ${calls.length === 0 ? html`<p class="empty">No call yet.</p>` : callTable(calls, now)}`
}

function callTable(calls: readonly PartnerRequest[], now: Instant): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Calls"><table class="calls">
    <thead><tr><th scope="col">When</th><th scope="col">Call</th><th scope="col">Answer</th><th scope="col">Purpose</th><th scope="col">Person (sub)</th><th scope="col">Decision</th><th scope="col">ms</th></tr></thead>
    <tbody>${calls.map(
      (call) => html`<tr>
        <td>${time(call.at, momentWords(call.at, now))}</td>
        <td><code>${call.method} ${call.route}</code>
          ${call.leftOut > 0 && html`<br /><span class="soft">and ${countWords(call.leftOut, 'call')} more, too many at once to list</span>`}</td>
        <td><span class="tag ${call.status < 400 ? 'on' : 'bad'}">${call.status}</span> ${call.code !== null && html`<code>${call.code}</code>`}</td>
        <td>${call.purpose ?? '–'}</td>
        <td>${call.subject === null ? '–' : html`<code title="${call.subject}">${call.subject.slice(0, 8)}…</code>`}</td>
        <td>${call.decision === null ? '–' : html`<code title="${call.decision}">…${call.decision.slice(-8)}</code>`}</td>
        <td>${call.ms}</td></tr>`,
    )}</tbody></table></div>`
}
