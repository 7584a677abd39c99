// The first page: the catalogue as title strips, a search, and a way to send each song.
import type { Shelf, Work } from '../catalogue.ts'
import { catalogueSource } from '../catalogue.ts'
import { type Html, html } from '../html.ts'
import { refusalIn } from '../received.ts'
import type { Round } from '../store.ts'
import { layout } from './layout.ts'

/** What the first page shows. */
export interface Home {
  readonly shelves: readonly Shelf[]
  readonly query: string
  readonly connected: boolean
  /** What the person last asked for: a sending that was refused is told here. */
  readonly lastRound: Round | undefined
}

/** The first page. */
export function homePage({ shelves, query, connected, lastRound }: Home): Html {
  return layout({
    title: 'Pick a song',
    at: 'catalogue',
    body: html`<section class="arch">
        <h1>Pick a song. Send it to a friend.</h1>
        <p>Sending reads nothing: you choose the thread on Countersign, and we never learn which one it was.</p>
        ${connected ? connectedWords : connectForm}
      </section>
      ${sendingTrouble(lastRound)}
      <form id="search" class="search" role="search" method="get" action="/#search">
        <label for="q">Title or composer</label>
        <input id="q" name="q" type="search" value="${query}" maxlength="100" autocomplete="off">
        <button>Search</button>
      </form>
      ${shelves.length === 0 ? html`<p class="notice" role="status">Nothing here is called “${query}”. <a href="/">See everything</a>.</p>` : shelves.map(shelfView)}
      <p class="soft source">${catalogueSource}</p>`,
  })
}

const connectForm = html`<form method="post" action="/connect"><button class="big">Connect Countersign</button></form>
  <p class="small">You choose each power for itself on the next page, and may choose none.</p>`

const connectedWords = html`<p class="lamp">Connected. <a href="/group">What is my group listening to?</a></p>
  <form method="post" action="/disconnect"><button class="quiet">Disconnect and forget me</button></form>`

function shelfView({ letter, name, works }: Shelf): Html {
  return html`<section aria-labelledby="shelf-${letter}">
    <h2 id="shelf-${letter}"><span class="letter" aria-hidden="true">${letter}</span> ${name}</h2>
    <ul class="strips">${works.map(stripView)}</ul>
  </section>`
}

function stripView({ code, title, artist, year, card }: Work): Html {
  return html`<li class="strip">
    <span class="code" aria-hidden="true">${code}</span>
    <p class="title"><a href="${card.link}" rel="noreferrer">${title}</a></p>
    <p class="artist">${artist} <span class="year">${year}</span></p>
    <form method="post" action="/send"><button name="code" value="${code}" aria-label="Send ${title} by ${artist}">Send</button></form>
  </li>`
}

function sendingTrouble(round: Round | undefined): Html | undefined {
  if (round?.what !== 'send') return undefined
  const last = round.exchanges.at(-1)
  const refused = last && refusalIn(last)
  const { code, words } = refused ?? round.trouble ?? {}
  if (code === undefined) return undefined
  return html`<section class="notice bad" role="status">
    <h2>The song was not sent</h2>
    <p>${words}</p><p class="soft">Code <code>${code}</code>${last?.decision && html`, decision <code>${last.decision}</code>`}</p>
    <form method="post" action="/connect"><button>Ask again on Countersign</button></form>
  </section>`
}
