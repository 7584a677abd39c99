// Ending a feature: what ends with it, before it is done (SUN-01).
import { type Instant, reachBand } from '@countersign/protocol'
import { dayWords, time } from '../../http/dates.ts'
import { type Html, html } from '../../http/html.ts'
import { countWords } from '../../http/words.ts'
import type { HangsOnFeature } from '../../store/feature-use.ts'
import type { Feature } from '../../store/features.ts'
import type { Partner } from '../../store/partners.ts'
import { companyPath } from './frame.ts'

/** What the page shows. How many others answered stays out of it: nobody learns that (COP-01). */
export interface SunsetView {
  readonly company: Partner
  readonly feature: Feature
  readonly hangs: Pick<HangsOnFeature, 'people' | 'tokens' | 'drafts'>
}

/** The page's body. */
export function sunsetView({ company, feature, hangs }: SunsetView, now: Instant): Html {
  const { endAt, slug, id } = feature
  const action = `${companyPath(company, '/powers')}/${id}/end`
  const over = endAt !== null && endAt <= now
  return html`<h2>End ${slug}</h2>
    ${endAt !== null && html`<p class="notice">It ${over ? 'ended' : 'ends'} ${time(endAt, dayWords(endAt, now))}. An end once public only comes earlier.</p>`}
    <p>With it end, at that very instant:</p>
    <ul>
      <li>the permissions of people, who are ${reachBand(hangs.people)} in number, and every answer others gave for it</li>
      <li>${countWords(hangs.tokens, 'token')} of your software</li>
      <li>${countWords(hangs.drafts, 'card')} that wait to be confirmed</li>
    </ul>
    ${
      !over &&
      html`<form class="sheet" method="post" action="${action}">
      <label class="field"><span>The first day without it (UTC); leave it empty to end it now</span><input type="date" name="day" /></label>
      <button>End ${slug} for everybody</button>
      <p class="soft">This cannot be taken back. What comes after is a new feature, reviewed and asked for anew.</p></form>`
    }`
}
