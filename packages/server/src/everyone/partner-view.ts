// One company of the register: what each feature may take, for what, since when and until when, and what changed when.
import type { Instant, Manifest } from '@countersign/protocol'
import { localText } from '../acts/local-text.ts'
import { dayWords, momentWords, time } from '../http/dates.ts'
import { type Html, html } from '../http/html.ts'
import { countWords, fieldWords, listWords, purposeWords, verbWords } from '../http/words.ts'
import type { RegisterEntry } from '../store/register.ts'
import { entryWords } from './history-words.ts'
import { powerCells, powerHeads } from './powers-view.ts'
import type { RegisteredFeature, RegisteredPartner } from './register-model.ts'
import { reachWords, standingTag } from './register-view.ts'

/** What the page of a company shows. */
export interface PartnerPage {
  readonly partner: RegisteredPartner
  /** As many entries as a page shows. */
  readonly history: readonly RegisterEntry[]
  /** The leaf they are before; null for the newest. */
  readonly before: number | null
  /** The leaf before which the rest is; null when they are the last. */
  readonly next: number | null
  readonly versions: readonly Manifest[]
  /** Others of the same owner; they share one budget. */
  readonly siblings: readonly { readonly slug: string; readonly name: string }[]
  readonly now: Instant
}

/** The page of `/register/{slug}`. */
export function partnerPage(page: PartnerPage): Html {
  const { partner, history, versions, now } = page
  const { live, past } = partner.powers
  return html`<p><a href="/register">All companies</a></p>
    <h1>${partner.name} ${standingTag(partner)}</h1>
    ${facts(page)}
    <section aria-labelledby="powers"><h2 id="powers">Powers</h2>
      <p>${live.length === 0 ? 'It may ask for nothing now.' : `It may ask to ${listWords(live.map((verb) => verbWords[verb]))}.`}
        ${past.length > 0 && `What it may not ask for any more, or not now: to ${listWords(past.map((verb) => verbWords[verb]))}.`}</p>
      <table class="matrix alone"><thead><tr>${powerHeads()}</tr></thead><tbody><tr>${powerCells(partner)}</tr></tbody></table>
    </section>
    <section aria-labelledby="features"><h2 id="features">Features</h2>
      ${partner.features.length === 0 && html`<p class="empty">No feature yet, so it can ask for nothing.</p>`}
      ${partner.features.map((feature) => featureView(feature, now))}</section>
    <section aria-labelledby="history"><h2 id="history">What changed when</h2>
      <p class="soft">From the ledger's own entries about this company. The number is the leaf of the log.</p>
      <ol class="rows history">${history.map(
        (
          entry,
        ) => html`<li><p class="split">${time(entry.at, momentWords(entry.at, now))} <span class="soft">leaf ${entry.index}</span></p>
        <p>${entryWords(entry.record, { partner, versions }).join(' ')}</p></li>`,
      )}</ol>${historyPages(page)}</section>
    <p class="soft">The same <a href="/register/${partner.slug}.json">as data</a>.</p>`
}

/** Ways to what is older, and back to what is newest. */
function historyPages({ partner, before, next }: PartnerPage): Html | false {
  if (before === null && next === null) return false
  const here = `/register/${partner.slug}`
  return html`<nav class="inline" aria-label="More of what changed">
    ${before !== null && html`<a href="${here}#history">The newest</a>`}
    ${next !== null && html`<a href="${here}?before=${next}#history" rel="next">What came before</a>`}</nav>`
}

function facts({ partner, siblings, now }: PartnerPage): Html {
  const { homepage, ownershipGroup, registeredAt, certifiedUntil, reached, webhook } = partner
  return html`<dl class="facts sheet">
    <div><dt>Website</dt><dd><a href="${homepage}" rel="noreferrer">${new URL(homepage).host}</a></dd></div>
    <div><dt>Belongs to</dt><dd>${ownershipGroup}${
      siblings.length > 0 &&
      html`, like ${siblings.map(({ slug, name }, i) => html`${i > 0 && ', '}<a href="/register/${slug}">${name}</a>`)}`
    }</dd></div>
    <div><dt>Here since</dt><dd>${time(registeredAt, dayWords(registeredAt, now))}</dd></div>
    <div><dt>Yearly check good until</dt><dd>${time(certifiedUntil, dayWords(certifiedUntil, now))}</dd></div>
    <div><dt>What it is</dt><dd>${roleWords(partner)}</dd></div>
    <div><dt>What happens is sent to</dt><dd>${webhook === null ? 'no address' : html`<code>${webhook}</code>`}</dd></div>
    <div><dt>Asked to delete</dt><dd>${deletionWords(partner)}</dd></div>
    <div><dt>Everything of this owner has reached</dt><dd>${reachWords(reached)}</dd></div>
  </dl>`
}

function deletionWords({ deletions: { asked, inTime, late, silent } }: RegisteredPartner): string {
  if (asked === 0) return 'never'
  const parts = [
    `${inTime} answered in time`,
    ...(late > 0 ? [`${late} late`] : []),
    ...(silent > 0 ? [`${silent} not at all, though the time passed`] : []),
  ]
  return `${countWords(asked, 'time')}: ${listWords(parts)}`
}

function roleWords({ role, declaredRole }: RegisteredPartner): string {
  const names = { processor: 'acts on instructions alone', third_party: 'a third party' }
  return role === declaredRole ? names[role] : `${names[role]}, though it calls itself otherwise`
}

function exceptionView({ exception }: RegisteredFeature, now: Instant): Html | false {
  if (exception === null) return false
  const { oldEndAt, newEndAt, reason, askedAt, agreedAt } = exception
  return html`<p class="notice warn">Asked ${time(askedAt, dayWords(askedAt, now))}: to end on ${time(newEndAt, dayWords(newEndAt, now))}
    instead of ${time(oldEndAt, dayWords(oldEndAt, now))}, because “${reason}”. ${
      agreedAt === null
        ? 'Nobody agreed.'
        : html`A second person agreed ${time(agreedAt, dayWords(agreedAt, now))}.`
    }</p>`
}

function featureView(feature: RegisteredFeature, now: Instant): Html {
  const { manifest, state } = feature
  if (manifest === null)
    return html`<article class="sheet feature"><h3>${feature.slug}</h3><p>Nothing published, so it can ask for nothing.</p></article>`
  const { name, summary } = localText(manifest.texts, 'en').text
  const may = state === 'ended' ? 'Could ask to' : 'May ask to'
  return html`<article class="sheet feature is-${state}">
    <h3>${name} <span class="tag">${stateWords(feature, now)}</span></h3>
    <p>${summary}</p>
    ${exceptionView(feature, now)}
    <ul class="powers">${manifest.offers.map(
      ({
        verb,
        purpose,
        fields,
      }) => html`<li><strong>${may} ${verbWords[verb]}</strong>, for ${purposeWords(purpose)}.
        <span class="soft">${fields.length === 0 ? 'It gets no data by this.' : `Data: ${listWords(fields.map((field) => fieldWords[field]))}.`}</span></li>`,
    )}</ul>
    ${state === 'ended' ? html`<p class="soft">${reviewWords(manifest, state)}</p>` : terms(manifest, state, now)}
  </article>`
}

function terms(manifest: Manifest, state: RegisteredFeature['state'], now: Instant): Html {
  const { version, publishedAt, termDays, harvestBudget } = manifest
  return html`<p class="soft">Version ${version}, published ${time(publishedAt, dayWords(publishedAt, now))}.
    A yes lasts ${countWords(termDays, 'day')} at most. May reach ${countWords(harvestBudget, 'account')} in all.
    ${reviewWords(manifest, state)}</p>`
}

function reviewWords({ reviewId }: Manifest, state: RegisteredFeature['state']): Html | string {
  if (reviewId !== null) return html`Review <code>${reviewId}</code>.`
  return state === 'ended' ? 'It was never reviewed.' : 'Not reviewed: test accounts only.'
}

function stateWords({ startAt, endAt, state }: RegisteredFeature, now: Instant): Html {
  const since = time(startAt, dayWords(startAt, now))
  if (state === 'coming') return html`starts ${since}`
  if (endAt === null) return html`since ${since}`
  return html`${since} to ${time(endAt, dayWords(endAt, now))}${state === 'ended' && ', ended'}`
}
