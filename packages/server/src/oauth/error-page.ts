// Errors of the authorization server a browser lands on: as a page of ours, with RFC 6749's code and nothing of the request.
import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider'
import { html } from '../http/html.ts'
import { page, pageHeaders } from '../http/page.ts'

/** Puts the page of an error on a response of oidc-provider. */
export function showError(ctx: KoaContextWithOIDC, out: ErrorOut): void {
  ctx.set(pageHeaders())
  ctx.type = 'html'
  ctx.body = page({
    title: 'That did not work',
    width: 'form',
    body: html`<h1>That did not work</h1>
      <p class="lead">The company that sent you here asked in a way we do not accept, or too much time has passed.
        Nothing was shared.</p>
      <p>Go back to the company and start again there. If it stays, tell them this:</p>
      <p class="sheet"><code>${out.error}</code>${out.error_description !== undefined && html`: ${out.error_description}`}</p>`,
  })
}
