// The one page that is Rolodex's own: the cards, and plainly who made each of them possible.
import {
  type Html,
  html,
  type Refused,
  type Round,
  refusalView,
  refusedIn,
} from '@countersign-examples/shared'
import { type Book, bookIn, type FriendCard } from './received.ts'

/** What the page shows. */
export interface BookPage {
  readonly connected: boolean
  /** The last reading; undefined before the first. */
  readonly reading: Round | undefined
}

/** The body of the page. */
export function bookBody({ connected, reading }: BookPage): Html {
  return html`<section class="hero desk">
      <h1>Who is here too?</h1>
      <p>A friend has a card here only if you said yes and they said yes. Their e-mail address is on it only if they gave it to us themselves. You cannot give us theirs, and they cannot give us yours.</p>
      ${connected ? connectedPart(reading) : connectForm}
    </section>
    ${reading !== undefined && bookView(bookIn(reading), refusalsOf(reading).length > 0)}
    ${bothSay}`
}

const connectForm = html`<form method="post" action="/connect"><button class="big">Connect Countersign</button></form>
  <p class="small">You choose each power for itself on the next page, and may choose none.</p>`

function connectedPart(reading: Round | undefined): Html {
  const refused = reading === undefined ? [] : refusalsOf(reading)
  return html`${refused.map(refusalView)}
    ${refused.length > 0 && html`<form method="post" action="/connect"><button class="big">Ask on Countersign</button></form>`}
    <form method="post" action="/read"><button class="big">${reading === undefined ? 'Look who is here' : 'Look again'}</button></form>
    <form method="post" action="/disconnect"><button class="quiet">Disconnect and forget me</button></form>`
}

/** What stands in the way of the book. A power the person kept to themselves is no failure but their answer. */
function refusalsOf(reading: Round): readonly Refused[] {
  const friends = reading.exchanges.filter(({ path }) => path.split('?')[0] === '/partner/v1/friends')
  const listed = friends.some(({ status }) => status === 200)
  return refusedIn(reading).filter(({ code }) => !(listed && code === 'VERB_NOT_GRANTED'))
}

function bookView({ friends, unnamed, own }: Book, refused: boolean): Html {
  return html`<section aria-labelledby="mine">
      <h2 id="mine">Your own card</h2>
      <p class="card mine">${own.length === 0 ? 'You gave us no address.' : own.join(', ')}</p>
    </section>
    <section aria-labelledby="cards">
      <h2 id="cards">Friends who are here too</h2>
      ${friends.length === 0 && html`<p class="notice">${refused ? 'This reading brought nobody.' : 'Nobody, or nobody yet. An empty book says nothing about how many friends you have.'}</p>`}
      <ul class="cards">${friends.map(cardView)}</ul>
      ${unnamed.length > 0 && html`<p>Given by friends you do not let us name: ${unnamed.join(', ')}</p>`}
    </section>`
}

function cardView({ name, emails }: FriendCard): Html {
  return html`<li class="card">
    <h3><bdi>${name}</bdi></h3>
    ${emails.length === 0 ? html`<p class="soft">Gave us no address.</p>` : emails.map((email) => html`<p class="email">${email}</p>`)}
    <p class="why">Here because you both said yes${emails.length > 0 && '; the address because they gave it'}.</p>
  </li>`
}

const bothSay = html`<section aria-labelledby="both">
  <h2 id="both">What each yes does</h2>
  <div class="scroll" role="region" aria-label="Who said what, and what we see" tabindex="0"><table>
    <thead><tr><th scope="col">You said</th><th scope="col">Your friend said</th><th scope="col">We see</th></tr></thead>
    <tbody>
      <tr><td>yes</td><td>nothing, or no</td><td>nothing at all; not even that there is somebody</td></tr>
      <tr><td>nothing, or no</td><td>yes</td><td>nothing of you</td></tr>
      <tr><td>yes</td><td>yes</td><td>their name here, and yours at theirs</td></tr>
      <tr><td>yes</td><td>yes, with their address</td><td>their name and that address</td></tr>
    </tbody>
  </table></div>
</section>`
