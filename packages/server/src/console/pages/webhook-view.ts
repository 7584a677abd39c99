// A company's webhook: where its events are sent, and the secret they are signed with, once.
import type { Instant } from '@countersign/protocol'
import { momentWords, time } from '../../http/dates.ts'
import { type Html, html } from '../../http/html.ts'
import type { Partner } from '../../store/partners.ts'
import type { Webhook } from '../../store/webhooks.ts'
import { companyPath } from './frame.ts'

/** What the page shows. */
export interface WebhookPage {
  readonly webhook: Webhook | undefined
  readonly wanted: string | undefined
  readonly secret: string | undefined
  readonly now: Instant
}

/** The page's body. */
export function webhookView(company: Partner, { webhook, wanted, secret, now }: WebhookPage): Html {
  const at = companyPath(company, '/webhook')
  return html`${
    secret !== undefined &&
    html`<div class="notice" role="status"><p>The secret that what we send is signed with. It is shown this once: keep it where your
      receiver finds it, and nowhere else.</p><p><code class="whole">${secret}</code></p></div>`
  }
    <section class="sheet" aria-labelledby="address-title">
      <h2 id="address-title">Address</h2>
      <p>${
        webhook === undefined
          ? 'What happens is told over a stream that your software opens. With an address here it is sent there instead.'
          : html`What happens is sent to <code>${webhook.url}</code> since ${time(webhook.setAt, momentWords(webhook.setAt, now))}. Nothing is told over the stream.`
      }
        The address is public in the register, and so is each change of it.</p>
      <form method="post" action="${at}/address">
        <label class="field"><span>An https address of a host by its name; it gets a new secret, and no older one is good any more</span>
          <input name="url" type="url" required maxlength="2000" spellcheck="false" autocomplete="off" value="${wanted ?? webhook?.url ?? ''}"
            placeholder="https://partner.example/countersign" /></label>
        <button>${webhook === undefined ? 'Set' : 'Set anew'}</button>
      </form>
      <p class="next"><a href="${at}/deliveries">Deliveries: how each went, and sending one again</a></p>
    </section>
    ${webhook !== undefined && secretView(at, webhook, now)}`
}

function secretView(at: string, { previous }: Webhook, now: Instant): Html {
  return html`<section class="sheet" aria-labelledby="secret-title">
      <h2 id="secret-title">Secret</h2>
      <p>A new secret signs beside the one before for a day, so that your receiver can change over.
        ${previous !== null && previous.until > now && html`The one before is good until ${time(previous.until, momentWords(previous.until, now))}.`}
        If a secret was stolen, set the address anew: that leaves one secret, the new one.</p>
      <form method="post" action="${at}/secret"><button class="plain">New secret</button></form>
    </section>
    <section class="sheet" aria-labelledby="remove-title">
      <h2 id="remove-title">Remove</h2>
      <p>Nothing is sent from then on. What was not taken is told over the stream, once your software opens one.</p>
      <form method="post" action="${at}/remove"><button class="plain">Remove the webhook</button></form>
    </section>`
}
