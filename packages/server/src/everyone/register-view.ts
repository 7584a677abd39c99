// The public register (TRN-03): every company, what each of its features may take, for what, since when and until when.
import type { FeatureId, Instant, ManifestText, Offer } from '@countersign/protocol'
import { dayWords, time } from '../http/dates.ts'
import { type Html, html } from '../http/html.ts'
import { countWords, fieldWords, listWords, purposeWords, verbWords } from '../http/words.ts'
import type { Partner } from '../store/partners.ts'

/** A feature with its published version in force. */
export interface RegisteredFeature {
  readonly id: FeatureId
  readonly slug: string
  readonly startAt: Instant
  readonly endAt: Instant | null
  /** Null before anything was published. */
  readonly manifest: {
    readonly version: number
    readonly text: ManifestText
    readonly offers: readonly Offer[]
    readonly harvestBudget: number
    readonly termDays: number
    readonly reviewId: string | null
    readonly publishedAt: Instant
  } | null
}

/** A partner as everybody may see it. */
export interface RegisteredPartner extends Partner {
  readonly features: readonly RegisteredFeature[]
}

/** The page of `/register`. */
export function registerPage(partners: readonly RegisteredPartner[], now: Instant): Html {
  return html`<h1>Companies</h1>
    <p class="lead">Every company that can connect here, and all each one may ask for. A company that is not on this list
      has no key, so it gets nothing.</p>
    <p class="soft">${partners.length === 1 ? 'One company' : `${partners.length} companies`}. The same <a href="/register.json">as data</a>.</p>
    ${partners.length === 0 ? html`<p class="empty">No company has been registered yet.</p>` : partners.map((partner) => partnerView(partner, now))}`
}

function partnerView(partner: RegisteredPartner, now: Instant): Html {
  const overdue = partner.certifiedUntil <= now
  return html`<section class="sheet company" id="${partner.slug}" aria-labelledby="${partner.slug}-name">
    <h2 id="${partner.slug}-name">${partner.name}
      ${partner.suspended && html`<span class="tag bad">suspended</span>`}
      ${overdue && html`<span class="tag bad">yearly check overdue</span>`}</h2>
    <dl class="facts">
      <div><dt>Website</dt><dd><a href="${partner.homepage}" rel="noreferrer">${new URL(partner.homepage).host}</a></dd></div>
      <div><dt>Belongs to</dt><dd>${partner.ownershipGroup}</dd></div>
      <div><dt>Here since</dt><dd>${time(partner.registeredAt, dayWords(partner.registeredAt, now))}</dd></div>
      <div><dt>Yearly check good until</dt><dd>${time(partner.certifiedUntil, dayWords(partner.certifiedUntil, now))}</dd></div>
    </dl>
    ${
      partner.features.length === 0
        ? html`<p class="empty">No feature yet, so it can ask for nothing.</p>`
        : partner.features.map((feature) => featureView(feature, now))
    }
  </section>`
}

function featureView(feature: RegisteredFeature, now: Instant): Html {
  const { manifest } = feature
  if (manifest === null)
    return html`<article class="feature"><h3>${feature.slug}</h3><p>Nothing published, so it can ask for nothing.</p></article>`
  return html`<article class="feature">
    <h3>${manifest.text.name} <span class="tag">${stateWords(feature, now)}</span></h3>
    <p>${manifest.text.summary}</p>
    <ul class="powers">
      ${manifest.offers.map(
        ({
          verb,
          purpose,
          fields,
        }) => html`<li><strong>May ask to ${verbWords[verb]}</strong>, for ${purposeWords(purpose)}.
          <span class="soft">${fields.length === 0 ? 'It gets no data by this.' : `Data: ${listWords(fields.map((field) => fieldWords[field]))}.`}</span></li>`,
      )}
    </ul>
    <p class="soft">Version ${manifest.version}, published ${time(manifest.publishedAt, dayWords(manifest.publishedAt, now))}.
      A yes lasts ${countWords(manifest.termDays, 'day')} at most. May reach ${countWords(manifest.harvestBudget, 'account')} in all.
      ${manifest.reviewId === null ? 'Not reviewed: test accounts only.' : html`Review <code>${manifest.reviewId}</code>.`}</p>
  </article>`
}

function stateWords({ startAt, endAt }: RegisteredFeature, now: Instant): string | Html {
  if (endAt !== null && endAt <= now) return html`ended ${time(endAt, dayWords(endAt, now))}`
  if (startAt > now) return html`starts ${time(startAt, dayWords(startAt, now))}`
  return endAt === null ? 'running' : html`runs until ${time(endAt, dayWords(endAt, now))}`
}
