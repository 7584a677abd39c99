// "What is my group listening to": the songs, the words they came from, and every answer exactly as it came.
import { type Connection, purposes, type Verb } from '@countersign/sdk'
import { type Html, html } from '../html.ts'
import { powersIn, type Received, type Refused, receivedIn, refusalIn } from '../received.ts'
import type { Round } from '../store.ts'
import { layout } from './layout.ts'
import { roundView } from './round.ts'
import { threadView } from './thread.ts'
import { timeView } from './time.ts'

/** What the page shows. */
export interface Group {
  /** Undefined for who is not connected. */
  readonly connection: Connection | undefined
  readonly rounds: readonly Round[]
  readonly issuer: string
}

/** The page. */
export function groupPage({ connection, rounds, issuer }: Group): Html {
  const body = connection === undefined ? notConnected : connected(connection, rounds, issuer)
  return layout({ title: 'What is my group listening to?', at: 'group', body })
}

const notConnected = html`<section class="arch">
  <h1>What is my group listening to?</h1>
  <p>Connect Countersign and choose a thread. We get the words of the people who said yes, and of nobody else.</p>
  <form method="post" action="/connect"><button class="big">Connect Countersign</button></form>
</section>`

function connected(connection: Connection, rounds: readonly Round[], issuer: string): Html {
  const round = rounds.find(({ what }) => what === 'read')
  return html`<section class="arch">
      <h1>What is my group listening to?</h1>
      ${round === undefined ? html`<p>Nothing has been read yet.</p>` : outcome(round)}
      ${round !== undefined && refusedIn(round).length > 0 && html`<form method="post" action="/connect"><button class="big">Ask on Countersign</button></form>`}
      <form method="post" action="/group/read"><button class="big">${round === undefined ? 'Read my group' : 'Read again'}</button></form>
    </section>
    ${round !== undefined && brought(receivedIn(round), rounds.length)}
    <section aria-labelledby="exact" class="exact">
      <h2 id="exact">Exactly what we received</h2>
      <p class="soft">Every request we made for you, newest first, and each answer byte for byte. Delivered to us for you so far: ${connection.deliveries.last} ${connection.deliveries.last === 1 ? 'disclosure' : 'disclosures'}, each with its number. You can compare them with your own list in the <a href="${issuer}/privacy">privacy centre</a>.</p>
      ${rounds.length === 0 ? html`<p>Nothing yet.</p>` : rounds.map((each, i) => roundView(each, i === 0))}
    </section>
    ${powers(rounds)}`
}

const verbWords: Readonly<Record<Verb, string>> = {
  'threads.list': 'see which threads you chose',
  'messages.read': 'read messages in them',
  'members.see': 'see who is in them',
  'messages.write': 'propose cards that you confirm',
  'messages.delete': 'delete cards it placed',
  'contact.own': 'get your address',
  'friends.list': 'see friends who allow it too',
  'friends.contact': 'get what friends gave it',
}

function powers(rounds: readonly Round[]): Html {
  const known = powersIn(rounds)
  const held = known?.powers.filter(({ state }) => state === 'held') ?? []
  return html`<section class="powers" aria-labelledby="powers">
    <h2 id="powers">What you let us do</h2>
    ${
      held.length === 0
        ? html`<p>Nothing, as far as we know.</p>`
        : html`<ul>${held.map(
            ({ purpose, verbs, until }) =>
              html`<li>${verbs.map((verb) => verbWords[verb]).join(', ')}: for ${purposes[purpose].words}, until ${timeView(Date.parse(until))}</li>`,
          )}</ul>`
    }
    <p class="soft">${known !== undefined && html`As Countersign said at ${timeView(known.at)}. `}What holds is decided anew at every request.</p>
    <form method="post" action="/connect"><button>Change it on Countersign</button></form>
    <form method="post" action="/disconnect"><button class="quiet">Disconnect and forget me</button></form>
  </section>`
}

/** The one sentence above the button: how much came, or why nothing did. */
function outcome(round: Round): Html {
  const { texts, aliases } = receivedIn(round)
  const refused = refusedIn(round)
  return html`<p class="counter" role="status">Texts received: <strong>${texts}</strong> from <strong>${aliases}</strong> ${aliases === 1 ? 'alias' : 'aliases'}</p>
    ${refused.map(({ code, words, next }) => html`<p class="notice bad"><strong>Refused: <code>${code}</code></strong> ${words} <span class="soft">${next}</span></p>`)}`
}

/** Each reason once; a power that was not granted is no failure but an answer. */
function refusedIn({ exchanges, trouble }: Round): readonly Refused[] {
  const refused = exchanges.flatMap((exchange) => refusalIn(exchange) ?? [])
  const all = trouble === null ? refused : [...refused, { ...trouble, next: '' }]
  return [...new Map(all.map((each) => [each.code, each])).values()]
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
