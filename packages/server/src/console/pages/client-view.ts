// A company's client: its id, its public keys, where it is.
import { type Html, html } from '../../http/html.ts'
import type { Partner } from '../../store/partners.ts'
import type { CompanyState } from '../model.ts'
import { companyPath } from './frame.ts'

const kinds: Readonly<Record<string, string>> = { EC: 'P-256', OKP: 'Ed25519', RSA: 'RSA' }

/** The page's body. What was pasted into it before is not shown again: it could have been a private key. */
export function clientView(company: Partner, { client }: CompanyState): Html {
  const keys = client?.keys ?? []
  return html`<section class="sheet" aria-labelledby="keys-title">
      <h2 id="keys-title">Public keys</h2>
      <p>Your software signs with a private key that never leaves you. Here is its public half, so that we can tell it is you.
        We make no keys and fetch none. To rotate: add the new one, let your software use it, remove the old one.</p>
      ${
        keys.length === 0
          ? html`<p class="empty">No key yet, so your software gets no token.</p>`
          : html`<ul class="rows">${keys.map(
              (
                key,
              ) => html`<li class="split"><span><code>${key['kid'] ?? ''}</code> <span class="soft">${kinds[key['kty'] ?? ''] ?? ''}</span></span>
                <form method="post" action="${companyPath(company, '/client')}/remove-key"><input type="hidden" name="kid" value="${key['kid'] ?? ''}" />
                  <button class="plain small" aria-label="Remove the key ${key['kid'] ?? ''}">Remove</button></form></li>`,
            )}</ul>`
      }
      <form method="post" action="${companyPath(company, '/client')}/keys">
        <label class="field"><span>A public JWK, or a JWK set</span>
          <textarea name="keys" rows="6" required maxlength="20000" spellcheck="false" autocomplete="off"
            placeholder='{"kty": "EC", "crv": "P-256", "x": "…", "y": "…", "kid": "tunes-1"}'></textarea></label>
        <button>Add</button>
      </form>
    </section>
    <section class="sheet" aria-labelledby="place-title">
      <h2 id="place-title">Client</h2>
      <dl><dt>Client id</dt><dd><code>${client?.id ?? 'none'}</code></dd></dl>
      <form method="post" action="${companyPath(company, '/client')}/redirects">
        <label class="field"><span>Redirect addresses, one a line, all on one host</span>
          <textarea name="redirect_uris" rows="3" required maxlength="6000" spellcheck="false">${(client?.redirectUris ?? []).join('\n')}</textarea></label>
        <button class="plain">Save</button>
      </form>
    </section>`
}
