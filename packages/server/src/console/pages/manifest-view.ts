// A company's declaration: its text, what a reviewer would say of it, what it would change in plain words, where reviews stand.
import type { Instant } from '@countersign/protocol'
import type { CheckedFile, ComparedFeature } from '../../acts/submit-partner-file.ts'
import { dayWords, time } from '../../http/dates.ts'
import { type Html, html } from '../../http/html.ts'
import { FILE_FIELD } from '../../http/uploaded-text.ts'
import type { Partner } from '../../store/partners.ts'
import type { ReviewLine } from '../model.ts'
import { companyPath } from './frame.ts'

/** What the page shows. */
export interface ManifestView {
  readonly company: Partner
  readonly text: string
  /** Null before it was checked. */
  readonly checked: CheckedFile | null
  readonly reviews: readonly ReviewLine[]
}

const effects = {
  unchanged: 'Nothing changes.',
  narrows: 'It only takes less, so it is in force for everybody as soon as you submit it.',
  review:
    'Test people have it as soon as you submit it, everybody else after a review. Who said yes before is asked again for what is new.',
} as const

const states = {
  waiting: 'waits',
  approved: 'approved',
  rejected: 'rejected',
  replaced: 'set aside for a newer one',
} as const

/** The page's body. */
export function manifestView({ company, text, checked, reviews }: ManifestView, now: Instant): Html {
  const here = companyPath(company, '/manifest')
  return html`<p>One file says what each feature may ask for, for what, in which words. Permission screens and the register are made
      from it. Taking less is in force at once, and an owner submits it; taking more needs a review, and then a new yes of each person.</p>
    ${checked && checkedView(checked)}
    <form method="post" action="${here}">
      <label class="field"><span>countersign.partner.yaml</span>
        <textarea name="text" rows="22" required maxlength="100000" spellcheck="false" autocapitalize="none">${text}</textarea></label>
      <div class="inline"><button class="plain" formaction="${here}/check">Check and compare</button> <button>Submit for review</button></div>
    </form>
    <form class="sheet" method="post" action="${here}/file" enctype="multipart/form-data">
      <label class="field"><span>Or take it from a file, of 100 kB at most</span>
        <input type="file" name="${FILE_FIELD}" accept=".yaml,.yml,.json" required /></label>
      <button class="plain">Read and check the file</button>
      <p class="soft">It is read into the field above, in place of what is there. Nothing is submitted yet.</p>
    </form>
    ${
      reviews.length > 0 &&
      html`<h2>Reviews</h2><ul class="rows">${reviews.map(
        (one) => html`<li><p class="split"><strong>${one.slug}, version ${one.version}</strong>
          <span class="tag ${one.state === 'approved' && 'on'} ${one.state === 'rejected' && 'bad'}">${states[one.state]}</span></p>
          <p class="soft">Submitted ${time(one.submittedAt, dayWords(one.submittedAt, now))}; ${one.approvals} of ${one.needed} approved.</p>
          ${one.notes.map((note) => html`<p>“${note}”</p>`)}</li>`,
      )}</ul>`
    }`
}

function checkedView({ findings, features }: CheckedFile): Html {
  return html`<section class="sheet" aria-labelledby="checked-title"><h2 id="checked-title">What a reviewer would say</h2>
      ${
        findings.length === 0
          ? html`<p>Nothing. It can be submitted.</p>`
          : html`<ul class="plain-list">${findings.map(
              ({ level, line, column, problem }) =>
                html`<li><span class="tag ${level === 'error' && 'bad'}">${level}</span> line ${line}, column ${column}: ${problem}</li>`,
            )}</ul>`
      }</section>
    ${features.map(comparedView)}`
}

function comparedView({
  slug,
  effect,
  needsOwner,
  diff: { widens, narrows, rewords },
}: ComparedFeature): Html {
  const part = (title: string, lines: readonly string[]) =>
    lines.length > 0 && html`<h3>${title}</h3><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`
  return html`<section class="sheet" aria-labelledby="compared-${slug}"><h2 id="compared-${slug}">What changes in ${slug}</h2>
    <p>${effects[effect]}</p>
    ${needsOwner && html`<p>It takes something away from everybody, so only an owner can submit it.</p>`}
    ${effect !== 'unchanged' && [part('It takes more', widens), part('It takes less', narrows), part('It says differently', rewords)]}</section>`
}
