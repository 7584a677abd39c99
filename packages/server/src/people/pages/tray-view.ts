// The composer's tray: pick a company, search what it has, send one card here. It learns the query and nothing of the thread.
import type { Card, GrantId, ThreadId } from '@countersign/protocol'
import { MAX_QUERY_LENGTH } from '../../acts/search-catalogue.ts'
import { type Html, html } from '../../http/html.ts'
import { cardView } from './card-view.ts'

/** A catalogue the reader may send from. */
export interface TrayCatalogue {
  readonly grant: GrantId
  readonly company: string
  readonly feature: string
}

/** What the tray shows: the thread it is open in, and what was searched. */
export interface Tray {
  readonly thread: { readonly id: ThreadId; readonly title: string }
  readonly catalogues: readonly TrayCatalogue[]
  readonly search: {
    readonly catalogue: TrayCatalogue
    readonly query: string
    /** Undefined when the company gave no usable answer. */
    readonly found: readonly { readonly card: Card; readonly pick: string }[] | undefined
  } | null
}

/** The page of the tray. */
export function trayPage({ thread, catalogues, search }: Tray): Html {
  return html`<h1>Send to ${thread.title}</h1>
    <p><a href="/threads/${thread.id}">Back to the thread</a></p>
    ${catalogues.length === 0 ? noCatalogue() : catalogues.map((one) => searchForm(thread.id, one, search?.catalogue.grant === one.grant ? search.query : ''))}
    ${search === null ? '' : results(thread.id, search)}`
}

function noCatalogue(): Html {
  return html`<p class="notice">No company you let send cards has a catalogue to search. <a href="/register">The register</a> says what each company does.</p>`
}

function searchForm(thread: ThreadId, { grant, company, feature }: TrayCatalogue, query: string): Html {
  return html`<form class="tray-search" method="get" action="/threads/${thread}/tray" role="search" aria-label="${company}">
    <input type="hidden" name="from" value="${grant}" />
    <label for="q-${grant}">${company}: ${feature}</label>
    <div class="tray-line">
      <input id="q-${grant}" type="search" name="q" value="${query}" maxlength="${MAX_QUERY_LENGTH}" required autocomplete="off" />
      <button>Search</button>
    </div>
    <p class="soft">${company} gets what you type here. It does not get who you are, nor anything of this thread.</p>
  </form>`
}

function results(thread: ThreadId, { catalogue, query, found }: NonNullable<Tray['search']>): Html {
  if (found === undefined)
    return html`<p class="notice" role="status">${catalogue.company} gave no answer that could be used. Try again later.</p>`
  if (found.length === 0)
    return html`<p class="notice" role="status">${catalogue.company} found nothing for “${query}”.</p>`
  return html`<h2>From ${catalogue.company}</h2>
    <ul class="tray-found">
      ${found.map(
        ({ card, pick }, i) => html`<li>
          ${cardView(card, catalogue.company)}
          <form method="post" action="/threads/${thread}/tray">
            <input type="hidden" name="from" value="${catalogue.grant}" />
            <input type="hidden" name="pick" value="${pick}" />
            <button >Send this<span class="unseen">, number ${i + 1}</span></button>
          </form>
        </li>`,
      )}
    </ul>`
}
