// What each feature of a company may ask for: held, used, unused; what nobody needs is given back with one click.
import type { Instant } from '@countersign/protocol'
import type { BudgetUsed } from '../../acts/budget-used.ts'
import type { FeaturePowers, Power } from '../../acts/list-powers.ts'
import { dayWords, time } from '../../http/dates.ts'
import { type Html, html } from '../../http/html.ts'
import { countWords, listWords, purposeWords, verbWords } from '../../http/words.ts'
import type { Partner } from '../../store/partners.ts'
import { budgetView } from './budget-view.ts'
import { companyPath } from './frame.ts'

/** What the page shows. */
export interface PowersView {
  readonly company: Partner
  readonly features: readonly FeaturePowers[]
  readonly budget: BudgetUsed
  readonly isOwner: boolean
}

/** The page's body. */
export function powersView({ company, features, budget, isOwner }: PowersView, now: Instant): Html {
  return html`<p>Each power is a promise people have to trust you with. One you do not use is better given back: it ends for
      everybody at once. To have it again, the feature is reviewed and people are asked anew.</p>
    ${
      features.length === 0
        ? html`<p class="empty">No feature that runs.</p>`
        : features.map(
            (one) => html`<section class="sheet" aria-labelledby="${one.feature}">
      <h2 id="${one.feature}">${one.manifest.texts['en']?.name ?? one.slug}</h2>
      <p class="soft">Version ${one.manifest.version}, ${one.manifest.reviewId === null ? 'not reviewed, asks' : 'reviewed'} for ${countWords(one.manifest.harvestBudget, 'account')}; a yes lasts ${countWords(one.manifest.termDays, 'day')} at most.</p>
      ${budgetView(budget)}
      <ul class="rows">${one.powers.map((power) => powerRow(company, one, power, isOwner, now))}</ul>
      ${isOwner && html`<p><a href="${companyPath(company, '/powers')}/${one.feature}/end">End this feature</a></p>`}</section>`,
          )
    }
    ${!isOwner && features.length > 0 && html`<p class="soft">An owner of ${company.name} gives powers back.</p>`}`
}

function powerRow(
  company: Partner,
  { feature, powers }: FeaturePowers,
  { verb, purposes, held, used, lastUsedAt }: Power,
  isOwner: boolean,
  now: Instant,
): Html {
  const when =
    lastUsedAt === null ? 'Never used' : html`Last used ${time(lastUsedAt, dayWords(lastUsedAt, now))}`
  return html`<li class="split"><span class="grow"><strong>To ${verbWords[verb]}</strong>, for ${listWords(purposes.map(purposeWords))}.<br />
      <span class="tag ${held && 'on'}">${held ? 'held' : 'held by nobody’s yes'}</span> <span class="tag ${used && 'on'}">${used ? 'used' : 'unused'}</span>
      <span class="soft">${when}.</span></span>
    ${
      isOwner &&
      powers.length > 1 &&
      html`<form method="post" action="${companyPath(company, '/powers')}/give-back">
        <input type="hidden" name="feature" value="${feature}" /><input type="hidden" name="verb" value="${verb}" />
        <button class="plain small" aria-label="Give back: to ${verbWords[verb]}">Give back</button></form>`
    }</li>`
}
