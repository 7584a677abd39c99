// A refusal as it is told to people: the platform's code and words, and what to do next.
import { type Html, html } from '../html.ts'
import { type Refused, refusedIn } from '../received.ts'
import type { Round } from '../store.ts'

/** One refusal. */
export function refusalView({ code, words, next }: Refused): Html {
  return html`<p class="notice bad"><strong>Refused: <code>${code}</code></strong> ${words} <span class="soft">${next}</span></p>`
}

/** What went wrong in the last errand, if it was of this kind; a button asks the platform again. */
export function failedErrand(
  round: Round | undefined,
  { what, title }: { readonly what: string; readonly title: string },
): Html | undefined {
  if (round?.what !== what) return undefined
  const [refused] = refusedIn(round)
  const decision = round.exchanges.at(-1)?.decision
  if (refused === undefined) return undefined
  return html`<section class="notice bad" role="status">
    <h2>${title}</h2>
    <p>${refused.words}</p><p class="soft">Code <code>${refused.code}</code>${decision && html`, decision <code>${decision}</code>`}</p>
    <form method="post" action="/connect"><button name="feature" value="${round.feature}">Ask again on Countersign</button></form>
  </section>`
}
