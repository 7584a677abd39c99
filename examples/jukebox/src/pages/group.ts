// "What is my group listening to": the songs, the words they came from, and every answer exactly as it came.

import type { Connection } from '@countersign/sdk'
import { exactly, type Html, html, type Round, refusalView, refusedIn } from '@countersign-examples/shared'
import { type Received, receivedIn } from '../received.ts'
import { threadView } from './thread.ts'

/** What the page shows. */
export interface Group {
  /** Undefined for who is not connected. */
  readonly connection: Connection | undefined
  readonly rounds: readonly Round[]
  readonly issuer: string
  /** Whether a reading would bring something newer. */
  readonly news: boolean
}

/** The body of the page. */
export function groupBody({ connection, ...held }: Group): Html {
  return connection === undefined ? notConnected : connected(connection, held)
}

const notConnected = html`<section class="hero arch">
  <h1>What is my group listening to?</h1>
  <p>Connect Countersign and choose a thread. We get the words of the people who said yes, and of nobody else.</p>
  <form method="post" action="/connect"><button class="big">Connect Countersign</button></form>
</section>`

function connected(connection: Connection, { rounds, issuer, news }: Omit<Group, 'connection'>): Html {
  const round = rounds.find(({ reads }) => reads)
  return html`<section class="hero arch">
      <h1>What is my group listening to?</h1>
      ${round === undefined ? html`<p>Nothing has been read yet.</p>` : outcome(round)}
      ${round !== undefined && refusedIn(round).length > 0 && html`<form method="post" action="/connect"><button class="big">Ask on Countersign</button></form>`}
      ${news && html`<p role="status">Something new was said.</p>`}
      <form method="post" action="/group/read"><button class="big">${round === undefined ? 'Read my group' : 'Read again'}</button></form>
    </section>
    ${round !== undefined && brought(receivedIn(round), rounds.length)}
    ${exactly({ feature: 'listen', connection, rounds, issuer })}`
}

/** The one sentence above the button: how much came, or why nothing did. */
function outcome(round: Round): Html {
  const { texts, aliases } = receivedIn(round)
  const refused = refusedIn(round)
  return html`<p class="counter" role="status">Texts received: <strong>${texts}</strong> from <strong>${aliases}</strong> ${aliases === 1 ? 'alias' : 'aliases'}</p>
    ${refused.map(refusalView)}`
}

function brought({ threads, songs, texts }: Received, rounds: number): Html {
  if (threads.length === 0) {
    return html`<p class="soft">${rounds === 1 ? 'We hold nothing of your threads. What an earlier reading brought has been deleted.' : 'This reading brought nothing.'}</p>`
  }
  return html`<section aria-labelledby="songs">
      <h2 id="songs">On the turntable</h2>
      ${
        songs.length === 0
          ? html`<p>${texts === 0 ? 'Nobody said anything to us yet.' : 'Nobody named a song from our catalogue.'}</p>`
          : html`<ol class="strips">${songs.map(({ title, artist, link, times }) => html`<li class="strip"><span class="code">${times}×</span><p class="title"><a href="${link}" rel="noreferrer">${title}</a></p><p class="artist">${artist}</p></li>`)}</ol>`
      }
    </section>
    <section aria-labelledby="words">
      <h2 id="words">The words we received</h2>
      <p class="soft">Every thread may be incomplete, always. We cannot tell who said no, who was not asked and who wrote nothing.</p>
      ${threads.map(threadView)}
    </section>`
}
