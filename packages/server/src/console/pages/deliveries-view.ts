// Deliveries to a company's webhook: what was tried, how it went, what is tried again when, and what was given up.
import type { Instant } from '@countersign/protocol'
import { momentWords, time } from '../../http/dates.ts'
import { type Html, html } from '../../http/html.ts'
import { countWords } from '../../http/words.ts'
import type { Delivery } from '../../store/deliveries.ts'
import type { Partner } from '../../store/partners.ts'
import { companyPath } from './frame.ts'

/** What the page shows. */
export interface DeliveriesPage {
  readonly company: Partner
  readonly deliveries: readonly Delivery[]
  /** Only deliveries that stand so; null for all. */
  readonly state: Delivery['state'] | null
  /** Whether there is a webhook to send anything to. */
  readonly isOn: boolean
  /** More than so many are not shown. */
  readonly most: number
}

const kinds = [
  { state: null, label: 'All' },
  { state: 'waiting', label: 'Waiting' },
  { state: 'dead', label: 'Given up' },
] as const

/** The page's body. It names events and no person, thread or item: those are in the event, for who receives it. */
export function deliveriesView(view: DeliveriesPage, now: Instant): Html {
  const { company, deliveries, state, most } = view
  const here = `${companyPath(company, '/webhook')}/deliveries`
  return html`<p><a href="${companyPath(company, '/webhook')}">Address and secret</a></p>
    <h2>Deliveries</h2>
    <p>What was sent or tried, the newest first, ${countWords(most, 'event')} at most. An event that fails holds up what comes behind it, is tried
      again for three days, and is then given up. Told again it keeps its id; what may not be told any more is not told again.</p>
    <nav class="places" aria-label="Which deliveries">${kinds.map(
      (kind) =>
        html`<a href="${here}${kind.state !== null && `?state=${kind.state}`}" ${kind.state === state && html`aria-current="page"`}>${kind.label}</a>`,
    )}</nav>
    ${
      deliveries.length === 0
        ? html`<p class="empty">${state === null ? 'Nothing was sent yet.' : 'None.'}</p>`
        : html`<ul class="rows">${deliveries.map((one) => row(view, one, now))}</ul>`
    }`
}

const states = { waiting: 'waits', taken: 'taken', dead: 'given up' } as const

function row({ company, state, isOn }: DeliveriesPage, one: Delivery, now: Instant): Html {
  const action = `${companyPath(company, '/webhook')}/deliveries/replay`
  return html`<li class="split"><span class="grow"><strong>${one.type}</strong>
      <span class="tag ${one.state === 'taken' && 'on'} ${one.state === 'dead' && 'bad'}">${states[one.state]}</span><br />
      <span class="soft">${howItWent(one, now)} <code class="whole">${one.event}</code></span></span>
    ${
      isOn &&
      html`<form method="post" action="${action}"><input type="hidden" name="event" value="${one.event}" />
        <input type="hidden" name="state" value="${state ?? ''}" />
        <button class="plain small" aria-label="${again(one)}: ${one.event}">${again(one)}</button></form>`
    }</li>`
}

const again = ({ state }: Delivery): string => (state === 'waiting' ? 'Try now' : 'Send again')

function howItWent({ attempts, triedAt, answered, failure, state, nextAt }: Delivery, now: Instant): Html {
  const last = answered === null ? html`no answer, <code>${failure ?? 'none'}</code>` : html`HTTP ${answered}`
  // One that is to be told anew has no attempt yet: what is said of the last is from before.
  const tries =
    attempts === 0 ? 'To be sent again; last time' : `${countWords(attempts, 'attempt')}, the last`
  return html`${tries} ${time(triedAt, momentWords(triedAt, now))}: ${last}.
    ${state === 'waiting' && nextAt !== null && html`Again ${time(nextAt, momentWords(nextAt, now))}.`}`
}
