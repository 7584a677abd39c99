// The privacy centre: the switch, each company with what it may and what it got, and the notices (TRN-01, 02, 04).
import type { Field, Instant, PartnerId, ThreadId } from '@countersign/protocol'
import { dayWords, momentWords, time } from '../../http/dates.ts'
import { type Html, html } from '../../http/html.ts'
import { countWords, fieldWords, listWords, purposeWords } from '../../http/words.ts'
import { type AnswerView, answerView, type PermissionView, permissionView } from './permission-view.ts'
import { timelineView } from './timeline-view.ts'

/** One disclosure about the reader, from the ledger. */
export interface DisclosureView {
  readonly at: Instant
  readonly company: string
  readonly purpose: string
  readonly items: number
  readonly fields: readonly Field[]
  /** Through the reader's own connection or somebody else's; never whose. */
  readonly through: 'own' | 'other'
  /** The reader's own yes it stands on: a permission or an answer. */
  readonly under: { readonly anchor: string; readonly kind: 'permission' | 'answer' }
  /** False when it was entered and then dropped before any of it left. */
  readonly delivered: boolean
  /** Its place in the log, which pages of the list go by. */
  readonly leafIndex: number
}

/** Everything about the reader and one company. */
export interface CompanyView {
  readonly id: PartnerId
  readonly name: string
  readonly homepage: string
  readonly permissions: readonly PermissionView[]
  readonly answers: readonly AnswerView[]
  /** Those the time line draws. */
  readonly drawn: readonly DisclosureView[]
  /** The newest ones, for the list. */
  readonly disclosures: readonly DisclosureView[]
  readonly totals: { readonly reads: number; readonly items: number; readonly itemsThroughOthers: number }
  /** The last time it was refused, and why. */
  readonly refused: { readonly at: Instant; readonly words: string } | null
}

/** What the page shows. */
export interface PrivacyPage {
  readonly restricted: boolean
  readonly companies: readonly CompanyView[]
  readonly notices: readonly {
    readonly at: Instant
    readonly words: string
    readonly thread: ThreadId | null
    readonly seen: boolean
  }[]
  /** What was just done. */
  readonly done: 'withdrawn' | 'taken-back' | 'changed' | 'switch' | null
}

/** The page of `/privacy`. */
export function privacyPage(page: PrivacyPage, now: Instant): Html {
  const live = page.companies.filter(isLive)
  const over = page.companies.filter((company) => !isLive(company))
  return html`<h1>Privacy</h1>
    ${page.done !== null && html`<p class="notice" role="status">${doneWords[page.done]}</p>`}
    ${masterSwitch(page.restricted)}
    <p><a href="/contact">How to reach you</a>: addresses that are yours, which no company gets unless you say so.</p>
    ${page.companies.length === 0 ? nobodyYet() : ''}
    ${live.map((company) => companyView(company, page.restricted, now))}
    ${over.length > 0 ? html`<h2>Over</h2>${over.map((company) => companyView(company, page.restricted, now))}` : ''}
    ${notices(page.notices, now)}
    <p class="soft">This list is made from the record that is written before anything leaves. It covers all that went
      through Countersign. A company keeps what it got until it deletes it, and people you write with can copy what they read.</p>
    <p><a href="/account/close">Close your account</a></p>`
}

const doneWords = {
  withdrawn: 'Withdrawn. It holds from now on: the next read is refused.',
  'taken-back': 'Taken back. It holds from now on.',
  changed: 'Changed. It holds from now on.',
  switch: 'Your switch is set. It holds from now on.',
} as const

const isLive = ({ permissions, answers }: CompanyView) =>
  [...permissions, ...answers].some(({ ended }) => ended === null)

function masterSwitch(restricted: boolean): Html {
  return html`<section class="sheet switch${restricted ? ' is-on' : ''}" aria-labelledby="switch-title">
    <div>
      <h2 id="switch-title">${restricted ? 'You share nothing with any company' : 'Share nothing with any company'}</h2>
      <p>${
        restricted
          ? 'No company gets anything of yours, whatever you or others allowed before. Your permissions rest below.'
          : 'One switch that beats everything below, and what others connect. Nobody is told.'
      }</p>
    </div>
    <form method="post" action="/privacy/switch">
      <input type="hidden" name="on" value="${restricted ? 'no' : 'yes'}" />
      <button class="plain">${restricted ? 'Switch off again' : 'Switch on'}</button>
    </form>
  </section>`
}

function nobodyYet(): Html {
  return html`<section class="sheet empty-sheet">
    <h2>No company has anything of yours</h2>
    <p>When you connect one, or answer when a company asks, it shows up here: what it may have, until when, and each time it got something.</p>
    <p><a href="/register">See which companies there are</a></p>
  </section>`
}

function companyView(company: CompanyView, restricted: boolean, now: Instant): Html {
  const spans = [...company.permissions, ...company.answers.filter(({ answer }) => answer === 'allow')].map(
    ({ givenAt, endsAt, ended }) => ({ startAt: givenAt, endAt: ended?.at ?? endsAt }),
  )
  return html`<section class="sheet company" id="${company.id}" aria-labelledby="${company.id}-name">
    <h2 id="${company.id}-name">${company.name}</h2>
    <p class="lead">${summary(company, restricted)}</p>
    ${timelineView(company.name, { spans, disclosures: company.drawn }, now)}
    ${company.refused === null ? '' : html`<p class="notice">Last refused ${time(company.refused.at, momentWords(company.refused.at, now))}: ${company.refused.words}</p>`}
    ${listed('What you allowed', company.permissions, (one) => permissionView(company.name, one, now))}
    ${listed('What you answered when others asked', company.answers, (one) => answerView(company.name, one, now))}
    ${throughOthers(company)} ${got(company, now)}
  </section>`
}

/** What is in force in full view, what has ended folded below it: there, but not in the way. */
function listed<T extends { readonly ended: object | null }>(
  title: string,
  all: readonly T[],
  view: (one: T) => Html,
): Html {
  if (all.length === 0) return html``
  const live = all.filter(({ ended }) => ended === null)
  const over = all.filter(({ ended }) => ended !== null)
  return html`<h3>${title}</h3>
    ${live.length > 0 && html`<ul class="permissions">${live.map(view)}</ul>`}
    ${
      over.length > 0 &&
      html`<details class="ended" ${live.length === 0 && html`open`}><summary>Ended: ${over.length}</summary>
        <ul class="permissions">${over.map(view)}</ul></details>`
    }`
}

/** Whether the company may get something of the reader's now. */
const mayGet = ({ permissions, answers }: CompanyView): boolean =>
  permissions.some(({ ended }) => ended === null) ||
  answers.some(({ ended, answer }) => ended === null && answer === 'allow')

function summary(company: CompanyView, restricted: boolean): string {
  const { reads, items } = company.totals
  const had =
    items === 0
      ? 'It got nothing of yours so far.'
      : `It got ${countWords(items, 'item')} of yours, in ${countWords(reads, 'read')}.`
  if (restricted) return `${had} Your switch is on, so it gets nothing more.`
  return mayGet(company) ? had : `${had} It gets nothing more.`
}

function throughOthers(company: CompanyView): Html {
  const count = company.totals.itemsThroughOthers
  if (count === 0) return html``
  return html`<h3>Through somebody else's connection</h3>
    <p>${countWords(count, 'item')} of yours reached ${company.name} because somebody in a thread with you connected it, and you had said yes.
      To stop it, take your answer back above, or use the switch at the top.</p>`
}

function got(company: CompanyView, now: Instant): Html {
  if (company.disclosures.length === 0) return html``
  const more = company.totals.reads > company.disclosures.length
  return html`<details class="got-list">
    <summary>Each time it got something: ${countWords(company.totals.reads, 'read')}</summary>
    <ol class="rows">${company.disclosures.map((one) => disclosureRow(one, now))}</ol>
    ${more && html`<p><a href="/privacy/got">Every read of every company</a></p>`}
  </details>`
}

function disclosureRow(one: DisclosureView, now: Instant): Html {
  const { at, company, items, fields, purpose, through, under, delivered } = one
  return html`<li>
    <p class="split"><strong>${company}: ${countWords(items, 'item')}</strong> ${time(at, momentWords(at, now))}</p>
    ${!delivered && html`<p>It was dropped before any of it left.</p>`}
    <p class="soft">${sentence(listWords(fields.map((field) => fieldWords[field])))}. For ${purposeWords(purpose)}.
      ${through === 'own' ? 'Through your own connection' : "Through somebody else's connection"}, under
      <a href="/privacy#${under.anchor}">your ${under.kind}</a>.</p>
  </li>`
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** The page of `/privacy/got`: every disclosure of every company, the newest first. */
export function gotPage(
  { disclosures, older }: { readonly disclosures: readonly DisclosureView[]; readonly older: number | null },
  now: Instant,
): Html {
  return html`<p><a href="/privacy">‹ Back to privacy</a></p>
    <h1>Who got what</h1>
    ${disclosures.length === 0 ? html`<p class="empty">Nothing of yours went to any company.</p>` : html`<ol class="rows">${disclosures.map((one) => disclosureRow(one, now))}</ol>`}
    ${older !== null && html`<p class="pager"><a class="button" href="/privacy/got?before=${older}">Older</a></p>`}`
}

function notices(all: PrivacyPage['notices'], now: Instant): Html {
  if (all.length === 0) return html``
  return html`<section aria-labelledby="notices-title">
    <h2 id="notices-title">Notices</h2>
    <ul class="rows">${all.map(({ at, words, thread, seen }) => html`<li class="${seen ? '' : 'is-new'}">${words} ${thread !== null && html`<a href="/threads/${thread}">Open the thread</a>`} <span class="soft">${time(at, dayWords(at, now))}</span></li>`)}</ul>
  </section>`
}
