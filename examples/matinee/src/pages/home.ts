// The first page: films and serials, a search, and a way to send each one into a chat.
import { failedErrand, type Html, html, type Round } from '@countersign-examples/shared'
import { catalogueSource, films, search, shows, type Work } from '../catalogue.ts'

/** What the first page shows. */
export interface Home {
  readonly query: string
  readonly connected: boolean
  /** What the person last asked for: a sending that was refused is told here. */
  readonly lastRound: Round | undefined
}

/** The errand of sending, as the person's page names it. */
export const SEND = 'Send a film'

/** The body of the first page. */
export function homeBody({ query, connected, lastRound }: Home): Html {
  const found = { Films: search(films, query), Serials: search(shows, query) }
  const nothing = found.Films.length + found.Serials.length === 0
  return html`<section class="hero title-card">
        <h1>Tonight, something from before the talkies.</h1>
        <p>Send a film to a friend. You choose the chat on Countersign; we never learn which one it was.</p>
        ${connected ? connectedWords : connectForm}
      </section>
      ${failedErrand(lastRound, { what: SEND, title: 'The film was not sent' })}
      <form id="search" class="search" role="search" method="get" action="/#search">
        <label for="q">Title, director or year</label>
        <input id="q" name="q" type="search" value="${query}" maxlength="100" autocomplete="off">
        <button>Search</button>
      </form>
      ${nothing && html`<p class="notice" role="status">Nothing here is called “${query}”. <a href="/">See everything</a>.</p>`}
      ${Object.entries(found).map(([name, works]) => works.length > 0 && shelfView(name, works))}
      <p class="soft source">${catalogueSource}</p>`
}

const connectForm = html`<form method="post" action="/connect"><button class="big">Connect Countersign</button></form>
  <p class="small">You choose each power for itself on the next page, and may choose none.</p>`

const connectedWords = html`<p>Connected. <a href="/friends">Recommend to friends who are here too</a></p>
  <form method="post" action="/disconnect"><button class="quiet">Disconnect and forget me</button></form>`

function shelfView(name: string, works: readonly Work[]): Html {
  return html`<section aria-labelledby="${name}">
    <h2 id="${name}">${name}</h2>
    <ul class="posters">${works.map((work) => posterView(work, '/send'))}</ul>
  </section>`
}

/** One work with its button. */
export function posterView({ code, title, director, year, link }: Work, action: string): Html {
  return html`<li class="poster">
    <p class="year">${year}</p>
    <p class="title"><a href="${link}" rel="noreferrer">${title}</a></p>
    <p class="director">${director ?? 'A serial in episodes'}</p>
    <form method="post" action="${action}"><button name="code" value="${code}" aria-label="Send ${title}, ${year}">Send</button></form>
  </li>`
}
