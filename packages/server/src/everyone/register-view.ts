// The page of the register (TRN-03): numbers, a picture of powers, a search that needs no script, and every company in a row.
import { type Instant, purposeNames, reachBand, type Verb, verbs } from '@countersign/protocol'
import { dayWords, time } from '../http/dates.ts'
import { type Html, html } from '../http/html.ts'
import { countWords, purposeWords, verbWords } from '../http/words.ts'
import { powerBars, powerCells, powerHeads } from './powers-view.ts'
import { type RegisterFilter, type State, states } from './register-filter.ts'
import type { Register, RegisteredPartner, Standing } from './register-model.ts'

/** The states a reader can choose, in words. */
const stateWords: Readonly<Record<State, string>> = {
  running: 'running now',
  testing: 'not reviewed, test accounts only',
  coming: 'not started yet',
  ended: 'with something that has ended',
  due: 'yearly check due within 60 days',
  overdue: 'yearly check overdue',
  suspended: 'suspended',
  exception: 'with a public exception',
}

/** What stands beside a company's name; nothing for one that just runs. */
const tagWords: Readonly<Record<Standing, string>> = {
  running: '',
  testing: 'test accounts only',
  coming: 'not started yet',
  ended: 'ended',
  overdue: 'yearly check overdue',
  suspended: 'suspended',
}

/** What the page of `/register` shows. */
export interface RegisterPage {
  readonly register: Register
  readonly filter: RegisterFilter
  readonly found: readonly RegisteredPartner[]
}

/** The page of `/register`. */
export function registerPage({ register, filter, found }: RegisterPage): Html {
  const { partners, at } = register
  return html`<h1>Companies</h1>
    <p class="lead">Every company that can connect here, and all each one may ask for. A company that is not on this list
      has no key, so it gets nothing. What has ended stays on the list.</p>
    <p class="soft">Do you build something for people here? Register your company in the <a href="/console">console</a>.</p>
    ${
      partners.length === 0
        ? html`<p class="empty">No company has been registered yet.</p>`
        : html`${numbers(partners)}
    <section aria-labelledby="powers"><h2 id="powers">What they may ask for</h2>
      <p class="soft">How many of the ${partners.length} may ask a person to let them. Each needs that person's own yes first.</p>
      ${powerBars(partners, (verb) => `/register?power=${verb}#list`)}</section>
    <section aria-labelledby="list"><h2 id="list">${listTitle(found.length, partners.length)}</h2>
      ${filterForm(filter)}
      ${found.length === 0 ? html`<p class="empty">No company is like that.</p>` : matrix(found, at)}</section>
    <p class="soft">People reached are counted for everything an owner has, and shown in bands. The same list <a href="/register.json">as data</a>.</p>`
    }`
}

function listTitle(found: number, all: number): string {
  if (found === all) return all === 1 ? 'One company' : `All ${all} companies`
  return `${found} of ${countWords(all, 'company').replace('companys', 'companies')}`
}

function numbers(partners: readonly RegisteredPartner[]): Html {
  const features = partners.flatMap((partner) => partner.features)
  const count = (state: State): number => filterCount(partners, state)
  const shown: readonly (readonly [number: number, what: string, href: string | null])[] = [
    [partners.length, 'companies', null],
    [
      features.filter(({ state }) => state === 'running').length,
      'features running',
      '/register?state=running#list',
    ],
    [
      features.filter(({ state }) => state === 'ended').length,
      'features ended',
      '/register?state=ended#list',
    ],
    [
      partners.filter(({ powers }) => powers.live.includes('messages.read')).length,
      'may ask to read',
      '/register?power=messages.read#list',
    ],
    [count('due'), 'yearly checks due soon', '/register?state=due#list'],
    [count('overdue'), 'overdue, so closed', '/register?state=overdue#list'],
  ]
  return html`<dl class="numbers">${shown.map(
    ([number, what, href]) =>
      html`<div><dt>${href === null ? what : html`<a href="${href}">${what}</a>`}</dt><dd>${number.toLocaleString('en-GB')}</dd></div>`,
  )}</dl>`
}

const filterCount = (partners: readonly RegisteredPartner[], state: State): number =>
  partners.filter(({ standing, dueSoon }) =>
    state === 'due' ? dueSoon && standing !== 'ended' : standing === state,
  ).length

function filterForm({ q, power, purpose, state }: RegisterFilter): Html {
  return html`<form class="filter" action="/register#list" method="get" role="search" aria-label="Companies">
    <label class="field"><span>Name or feature</span><input name="q" type="search" value="${q ?? ''}" maxlength="100" autocomplete="off"></label>
    ${choice(
      'power',
      'May ask to',
      power,
      verbs.map((verb: Verb) => [verb, verbWords[verb]]),
    )}
    ${choice(
      'purpose',
      'For',
      purpose,
      purposeNames.map((name) => [name, purposeWords(name)]),
    )}
    ${choice(
      'state',
      'That are',
      state,
      states.map((one) => [one, stateWords[one]]),
    )}
    <p class="inline"><button>Show</button> <a href="/register#list">Show all</a></p>
  </form>`
}

function choice(
  name: string,
  label: string,
  chosen: string | undefined,
  options: readonly (readonly [value: string, words: string])[],
): Html {
  return html`<label class="field"><span>${label}</span><select name="${name}"><option value="">any</option>${options.map(
    ([value, words]) =>
      html`<option value="${value}" ${value === chosen && html`selected`}>${words}</option>`,
  )}</select></label>`
}

function matrix(partners: readonly RegisteredPartner[], now: Instant): Html {
  return html`<p class="soft key"><svg class="dot may" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><circle cx="6" cy="6" r="4.5" /></svg> may ask for it now
      <svg class="dot was" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><circle cx="6" cy="6" r="4.5" /></svg> not now: the feature has ended, or the company is stopped</p>
    <table class="matrix"><thead><tr><th scope="col">Company</th>${powerHeads()}<th scope="col" class="more">Its owner has reached</th><th scope="col" class="more">Yearly check until</th></tr></thead>
    <tbody>${partners.map((partner) => row(partner, now))}</tbody></table>`
}

function row(partner: RegisteredPartner, now: Instant): Html {
  const { slug, name, features, certifiedUntil, standing, reached } = partner
  const ended = features.filter(({ state }) => state === 'ended').length
  const excepted = features.some(({ exception }) => exception !== null)
  const about = `${countWords(features.length, 'feature')}${ended > 0 ? `, ${ended} ended` : ''}${excepted ? ', a public exception' : ''}`
  return html`<tr id="${slug}" class="is-${standing}"><th scope="row"><a href="/register/${slug}">${name}</a> ${standingTag(partner)} <small>${about}</small></th>
    ${powerCells(partner)}
    <td class="more">${reachWords(reached)}</td>
    <td class="more">${time(certifiedUntil, dayWords(certifiedUntil, now))}</td></tr>`
}

/** How many people were reached, in a band and in words: "nobody", "1 to 10 people". */
export function reachWords(reached: number): string {
  return reached === 0 ? 'nobody' : `${reachBand(reached)} people`
}

/** The word beside a company's name that says what is not as usual with it. */
export function standingTag({
  standing,
  dueSoon,
}: Pick<RegisteredPartner, 'standing' | 'dueSoon'>): Html | false {
  const words = tagWords[standing]
  if (words !== '')
    return html`<span class="tag${(standing === 'suspended' || standing === 'overdue') && ' bad'}">${words}</span>`
  return dueSoon && html`<span class="tag warn">yearly check due soon</span>`
}
