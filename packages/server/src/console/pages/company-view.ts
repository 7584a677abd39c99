// The start of the console, and the overview of one company: the way to a first call, and what there is.
import type { Instant } from '@countersign/protocol'
import { dayWords, time } from '../../http/dates.ts'
import { type Html, html } from '../../http/html.ts'
import { countWords, verbWords } from '../../http/words.ts'
import type { Partner } from '../../store/partners.ts'
import type { CompanyState, FeatureState, Place, Progress } from '../model.ts'
import { companyPath, type Trouble, troubleView } from './frame.ts'

/** What the registering form holds. */
export interface CompanyForm {
  readonly slug: string
  readonly name: string
  readonly homepage: string
  readonly redirectUri: string
}

/** A form nobody has filled in. */
export const emptyForm: CompanyForm = { slug: '', name: '', homepage: '', redirectUri: '' }

/** The page of `/console`. */
export function startPage(places: readonly Place[], form: CompanyForm, trouble: Trouble | null): Html {
  return html`<h1>Console</h1>
    <p class="lead">Build something for people here. From nothing to a first card takes about ten minutes.</p>
    ${
      places.length > 0 &&
      html`<h2>Your companies</h2><ul class="rows">${places.map(
        ({
          company,
          role,
        }) => html`<li class="split"><a href="${companyPath(company)}"><strong>${company.name}</strong></a>
          <span class="soft">${company.slug}</span> <span class="tag">${role}</span></li>`,
      )}</ul>`
    }
    ${trouble && troubleView(trouble)}
    <section class="sheet" aria-labelledby="register-title">
      <h2 id="register-title">Register a company</h2>
      <p>It is in the <a href="/register">public register</a> at once. Until a review it reaches your own test people and nobody else.</p>
      <form method="post" action="/console/companies">
        ${field('name', 'Name, as people read it', form.name, 'Tunes')}
        ${field('slug', 'Short name, for good', form.slug, 'tunes')}
        ${field('homepage', 'Website', form.homepage, 'https://tunes.example')}
        ${field('redirect_uri', 'Where people come back to after they allowed something', form.redirectUri, 'http://localhost:4000/callback')}
        <button>Register</button>
      </form>
    </section>
    <p class="soft">Invited by a company? Open the address you were given while you are signed in here.</p>`
}

function field(name: string, label: string, value: string, example: string): Html {
  return html`<label class="field"><span>${label}</span>
    <input name="${name}" value="${value}" placeholder="${example}" required maxlength="500" autocomplete="off" autocapitalize="none" spellcheck="false" /></label>`
}

/** The page of `/console/join`. */
export function joinPage(code: string): Html {
  return html`<h1>Join a company</h1>
    <p>An invitation works once. Whoever works for a company can use its console.</p>
    <form class="sheet" method="post" action="/console/join">
      <label class="field"><span>Code from your invitation</span>
        <input name="code" value="${code}" required maxlength="200" autocomplete="off" autocapitalize="none" /></label>
      <button>Join</button>
    </form>`
}

/** What the overview shows. */
export interface Overview {
  readonly company: Partner
  readonly state: CompanyState
  readonly progress: Progress
  readonly isOwner: boolean
}

/** The overview of a company. */
export function overview({ company, state, progress, isOwner }: Overview, now: Instant): Html {
  return html`${steps(company, progress)}
    <section class="sheet" aria-labelledby="facts-title">
      <h2 id="facts-title">Facts</h2>
      <dl class="facts">
        <div><dt>Client id</dt><dd><code>${state.client?.id ?? 'none'}</code></dd></div>
        <div><dt>Short name</dt><dd>${company.slug}</dd></div>
        <div><dt>Website</dt><dd><a href="${company.homepage}" rel="noreferrer">${new URL(company.homepage).host}</a></dd></div>
        <div><dt>Yearly check good until</dt><dd>${time(company.certifiedUntil, dayWords(company.certifiedUntil, now))}</dd></div>
      </dl>
      ${isOwner && renameForm(company)}
    </section>
    <h2>Features</h2>
    ${
      state.features.length === 0
        ? html`<p class="empty">No feature yet, so nobody can be asked for anything.</p>`
        : html`<ul class="rows">${state.features.map((feature) => featureRow(feature, now))}</ul>`
    }`
}

function steps(company: Partner, done: Progress): Html {
  const all = [
    {
      done: done.key,
      href: companyPath(company, '/client'),
      label: 'Upload a public key',
      why: 'It proves that a call is yours.',
    },
    {
      done: done.feature,
      href: companyPath(company, '/manifest'),
      label: 'Submit a manifest',
      why: 'What your feature may ask people for, in words they understand.',
    },
    {
      done: done.testPeople,
      href: companyPath(company, '/tests'),
      label: 'Make test people',
      why: 'Three made-up people and a thread, to try everything with.',
    },
    {
      done: done.call,
      href: companyPath(company, '/calls'),
      label: 'Make a first call',
      why: 'It shows up in your calls within a second.',
    },
  ]
  if (all.every((step) => step.done)) return html``
  return html`<section class="sheet" aria-labelledby="steps-title"><h2 id="steps-title">On the way to a first call</h2>
    <ol class="steps">${all.map(
      (step) => html`<li class="${step.done ? 'is-done' : ''}"><a href="${step.href}">${step.label}</a>
        ${step.done && html`<span class="tag on">done</span>`} <span class="soft">${step.why}</span></li>`,
    )}</ol></section>`
}

function renameForm(company: Partner): Html {
  return html`<details><summary>Change name or website</summary>
    <form method="post" action="${companyPath(company)}">
      ${field('name', 'Name, as people read it', company.name, 'Tunes')}
      ${field('homepage', 'Website', company.homepage, 'https://tunes.example')}
      <button class="plain">Save</button>
    </form></details>`
}

function featureRow({ slug, newest, inForce, endAt }: FeatureState, now: Instant): Html {
  const powers = [...new Set((newest?.offers ?? []).map(({ verb }) => verbWords[verb]))]
  const reach = inForce === null ? 'test people only' : `reviewed, version ${inForce.version}`
  return html`<li><p class="split"><strong>${newest?.texts['en']?.name ?? slug}</strong> <span class="tag">${reach}</span></p>
    <p class="soft">${slug}, ${countWords(powers.length, 'power')}: ${powers.join('; ')}.
      ${endAt !== null && html`${endAt <= now ? 'Ended' : 'Ends'} ${time(endAt, dayWords(endAt, now))}.`}</p></li>`
}
