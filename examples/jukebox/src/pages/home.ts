// The first page: the catalogue as title strips, a search, and a way to send each song or a whole shelf.
import { failedErrand, type Html, html, type Round } from '@countersign-examples/shared'
import type { Shelf, Work } from '../catalogue.ts'
import { catalogueSource } from '../catalogue.ts'

/** What the first page shows. */
export interface Home {
  readonly shelves: readonly Shelf[]
  readonly query: string
  readonly connected: boolean
  /** What the person last asked for: a sending that was refused is told here. */
  readonly lastRound: Round | undefined
}

/** The errand of sending, as the person's page names it. */
export const SEND = 'Send a song'

/** The body of the first page. */
export function homeBody({ shelves, query, connected, lastRound }: Home): Html {
  return html`<section class="hero arch">
        <h1>Pick a song. Send it to a friend.</h1>
        <p>Sending reads nothing: you choose the thread on Countersign, and we never learn which one it was.</p>
        ${connected ? connectedWords : connectForm}
      </section>
      ${failedErrand(lastRound, { what: SEND, title: 'The song was not sent' })}
      <form id="search" class="search" role="search" method="get" action="/#search">
        <label for="q">Title or composer</label>
        <input id="q" name="q" type="search" value="${query}" maxlength="100" autocomplete="off">
        <button>Search</button>
      </form>
      ${shelves.length === 0 ? html`<p class="notice" role="status">Nothing here is called “${query}”. <a href="/">See everything</a>.</p>` : shelves.map((shelf) => shelfView(shelf, query === ''))}
      <p class="soft source">${catalogueSource}</p>`
}

const connectForm = html`<form method="post" action="/connect"><button class="big">Connect Countersign</button></form>
  <p class="small">You choose each power for itself on the next page, and may choose none.</p>`

const connectedWords = html`<p class="lamp">Connected. <a href="/group">What is my group listening to?</a></p>
  <form method="post" action="/disconnect"><button class="quiet">Disconnect and forget me</button></form>`

function shelfView({ letter, name, works }: Shelf, whole: boolean): Html {
  return html`<section aria-labelledby="shelf-${letter}">
    <div class="shelf"><h2 id="shelf-${letter}"><span class="letter" aria-hidden="true">${letter}</span> ${name}</h2>
    ${whole && html`<form method="post" action="/send"><button name="code" value="${letter}" aria-label="Send all ${works.length} of ${name}">Send all ${works.length}</button></form>`}</div>
    <ul class="strips">${works.map(stripView)}</ul>
  </section>`
}

function stripView({ code, title, artist, year, link }: Work): Html {
  return html`<li class="strip">
    <span class="code" aria-hidden="true">${code}</span>
    <p class="title"><a href="${link}" rel="noreferrer">${title}</a></p>
    <p class="artist">${artist} <span class="year">${year}</span></p>
    <form method="post" action="/send"><button name="code" value="${code}" aria-label="Send ${title} by ${artist}">Send</button></form>
  </li>`
}
