// What a partner holds of a person and what it may do: every answer exactly as it came, and every power.
import { type Connection, purposes, type Verb } from '@countersign/sdk'
import { type Html, html } from '../html.ts'
import { powersIn } from '../received.ts'
import type { Round } from '../store.ts'
import { roundView } from './round.ts'
import { timeView } from './time.ts'

/** What the sections show. */
export interface Held {
  readonly feature: string
  readonly connection: Connection
  readonly rounds: readonly Round[]
  readonly issuer: string
}

/** "Exactly what we received" and "What you let us do", for the foot of a page about a connected person. */
export function exactly({ feature, connection, rounds, issuer }: Held): Html {
  const { last } = connection.deliveries
  return html`<section aria-labelledby="exact" class="exact">
      <h2 id="exact">Exactly what we received</h2>
      <p class="soft">Every request we made for you, newest first, and each answer byte for byte. Delivered to us for you so far: ${last} ${last === 1 ? 'disclosure' : 'disclosures'}, each with its number. You can compare them with your own list in the <a href="${issuer}/privacy">privacy centre</a>.</p>
      ${rounds.length === 0 ? html`<p>Nothing yet.</p>` : rounds.map((each, i) => roundView(each, i === 0))}
    </section>
    ${powersView(rounds, feature)}`
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

function powersView(rounds: readonly Round[], feature: string): Html {
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
    <form method="post" action="/connect"><button name="feature" value="${feature}">Change it on Countersign</button></form>
    <form method="post" action="/disconnect"><button class="quiet">Disconnect and forget me</button></form>
  </section>`
}
