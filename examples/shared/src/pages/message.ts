// A page that says one thing: what happened and where to go from here.
import type { Message, SiteWords } from '../app.ts'
import { type Html, html } from '../html.ts'

/** The body of a page with one message. */
export function messageBody({ title, words, code }: Message, { home }: Pick<SiteWords, 'home'>): Html {
  return html`<section class="message">
      <h1>${title}</h1>
      <p>${words}</p>
      ${code !== undefined && html`<p class="soft">Code <code>${code}</code></p>`}
      <p><a class="button" href="/">${home}</a></p>
    </section>`
}
