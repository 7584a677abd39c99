// A page that says one thing: what happened and where to go from here.
import { type Html, html } from '../html.ts'
import { layout } from './layout.ts'

/** A page with one message; `code` is the stable code of what went wrong. */
export function messagePage({
  title,
  words,
  code,
}: {
  title: string
  words: string
  code: string | undefined
}): Html {
  return layout({
    title,
    at: 'elsewhere',
    body: html`<section class="message">
      <h1>${title}</h1>
      <p>${words}</p>
      ${code !== undefined && html`<p class="soft">Code <code>${code}</code></p>`}
      <p><a class="button" href="/">To the catalogue</a></p>
    </section>`,
  })
}
