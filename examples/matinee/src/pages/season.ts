// The winter season: a feature of its own, with an end that is part of every permission for it.
import { failedErrand, type Html, html, type Round } from '@countersign-examples/shared'
import { season } from '../catalogue.ts'
import { posterView } from './home.ts'

/** The errand of inviting, as the person's page names it. */
export const INVITE = 'Invite to the season'

/** The body of the page. @param lastRound what the person last asked for */
export function seasonBody(lastRound: Round | undefined): Html {
  return html`<section class="hero title-card">
      <h1>The silent winter season</h1>
      <p>Six films, until the end of February 2027. Inviting somebody is a permission of its own: it ends with the season, whatever you chose, and nothing here can prolong it.</p>
    </section>
    ${failedErrand(lastRound, { what: INVITE, title: 'The invitation was not sent' })}
    <section aria-labelledby="programme">
      <h2 id="programme">The programme</h2>
      <ul class="posters">${season.map((work) => posterView(work, '/season/invite'))}</ul>
    </section>`
}
