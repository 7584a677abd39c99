// The frame of every page of a company: its name, where one can go, what was just done, what went wrong.
import { type Html, html } from '../../http/html.ts'
import type { Partner } from '../../store/partners.ts'

const places = [
  { path: '', label: 'Overview' },
  { path: '/client', label: 'Keys' },
  { path: '/manifest', label: 'Manifest' },
  { path: '/tests', label: 'Test people' },
  { path: '/calls', label: 'Calls' },
  { path: '/webhook', label: 'Webhook' },
  { path: '/powers', label: 'Powers' },
  { path: '/team', label: 'Team' },
] as const

/** A page of a company, below its address. */
export type CompanyPlace = (typeof places)[number]['path']

/** Where a company's page is. */
export function companyPath({ id }: Pick<Partner, 'id'>, place: CompanyPlace = ''): string {
  return `/console/${id}${place}`
}

/** What went wrong with the form just sent; it quotes nothing of it. */
export interface Trouble {
  readonly title: string
  readonly errors: readonly { readonly at: string; readonly problem: string }[]
}

/** The page: `done` is what was just done, in a sentence. */
export function companyFrame(
  company: Partner,
  here: CompanyPlace,
  parts: { readonly done?: string | undefined; readonly trouble?: Trouble | null; readonly body: Html },
): Html {
  return html`<p class="crumb"><a href="/console">Console</a></p>
    <h1>${company.name} ${company.suspended && html`<span class="tag bad">suspended</span>`}</h1>
    <nav class="places" aria-label="${company.name}">${places.map(
      ({ path, label }) =>
        html`<a href="${companyPath(company, path)}" ${path === here && html`aria-current="page"`}>${label}</a>`,
    )}</nav>
    ${parts.done !== undefined && html`<p class="notice" role="status">${parts.done}</p>`}
    ${parts.trouble && troubleView(parts.trouble)} ${parts.body}`
}

/** What went wrong, place by place. */
export function troubleView({ title, errors }: Trouble): Html {
  return html`<div class="notice bad" role="alert"><p>${title}</p>
    ${errors.length > 0 && html`<ul>${errors.map(({ at, problem }) => html`<li><code>${at}</code> ${problem}.</li>`)}</ul>`}</div>`
}
