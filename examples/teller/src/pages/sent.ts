// What was placed for a person: what became of each, and a button that takes it back.
import { failedErrand, type Html, html, type Round } from '@countersign-examples/shared'
import { type Sent, TAKE_BACK } from '../sent.ts'

const stateWords: Readonly<Record<Sent['state'], string>> = {
  waiting: 'You have not confirmed it yet, as far as we know.',
  placed: 'It is in a chat. We do not know which.',
  expired: 'It was never confirmed, and cannot be any more.',
  'taken back': 'Taken back. You can bring it back on Countersign for thirty days.',
}

/** The body of the page. @param lastRound what the person last asked for */
export function sentBody(sent: readonly Sent[], lastRound: Round | undefined): Html {
  return html`<section class="hero note">
      <h1>What we placed for you</h1>
      <p>Taking back is a power of its own. It reaches the cards we placed, by an id that says nothing about the chat, and nothing else.</p>
      ${sent.length > 0 && html`<form method="post" action="/sent/follow"><button class="big">See what became of it</button></form>`}
    </section>
    ${failedErrand(lastRound, { what: TAKE_BACK, title: 'It was not taken back' })}
    ${sent.length === 0 ? html`<p class="notice">Nothing yet. <a href="/">Send a receipt</a> first.</p>` : html`<ul class="ledger">${sent.map(sentView)}</ul>`}`
}

function sentView({ draft, words, state }: Sent): Html {
  return html`<li>
    <p class="to">${words}</p>
    <p class="reference soft">${stateWords[state]}</p>
    ${state === 'placed' && html`<form method="post" action="/sent/take-back"><button name="draft" value="${draft}" aria-label="Take it back: ${words}">Take it back</button></form>`}
  </li>`
}
