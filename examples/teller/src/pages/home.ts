// The first page: the made-up account, a receipt for each payment, and asking for money.
import { failedErrand, type Html, html, type Round, timeView } from '@countersign-examples/shared'
import { amountWords, type Payment, payments, paymentsSource } from '../payments.ts'
import { SEND } from '../sent.ts'

/** What the first page shows. */
export interface Home {
  readonly connected: boolean
  /** What the person last asked for: a sending that was refused is told here. */
  readonly lastRound: Round | undefined
}

/** The body of the first page. */
export function homeBody({ connected, lastRound }: Home): Html {
  return html`<section class="hero note">
        <h1>A receipt in the chat. Nothing read.</h1>
        <p>You pick a payment here and the chat on Countersign. We never learn which chat it was, and cannot read a word of it.</p>
        ${connected ? connectedWords : connectForm}
      </section>
      ${failedErrand(lastRound, { what: SEND, title: 'It was not sent' })}
      <p class="notice"><strong>A demo bank.</strong> ${paymentsSource}</p>
      <section aria-labelledby="account">
        <h2 id="account">Demo account 1042</h2>
        <ul class="ledger">${payments.map(paymentView)}</ul>
      </section>
      ${askForm}`
}

const connectForm = html`<form method="post" action="/connect"><button class="big">Connect Countersign</button></form>
  <p class="small">You choose each power for itself on the next page, and may choose none.</p>`

const connectedWords = html`<p>Connected. <a href="/sent">What we placed for you</a> · <a href="/refused">What we may not do</a></p>
  <form method="post" action="/disconnect"><button class="quiet">Disconnect and forget me</button></form>`

function paymentView({ code, to, amount, reference, paidAt }: Payment): Html {
  return html`<li>
    <p class="to">${to}</p>
    <p class="reference soft">${reference}, ${timeView(paidAt)}</p>
    <p class="amount">${amountWords(amount)}</p>
    <form method="post" action="/send"><button name="code" value="${code}" aria-label="Send receipt: ${reference}">Send receipt</button></form>
  </li>`
}

const askForm = html`<section aria-labelledby="ask">
    <h2 id="ask">Ask for money nobody has</h2>
    <form class="ask" method="post" action="/ask">
      <label for="amount">Amount in XTS</label>
      <input id="amount" name="amount" required inputmode="decimal" pattern="[0-9]{1,6}([.][0-9]{2})?" maxlength="9" autocomplete="off">
      <label for="reference">For what</label>
      <input id="reference" name="reference" maxlength="140" autocomplete="off">
      <button>Ask in a chat</button>
    </form>
  </section>`
