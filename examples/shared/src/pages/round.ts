// One act of a person and every request it took, each with its answer byte for byte.
import { type Html, html } from '../html.ts'
import { disclosureNumbers, refusalIn } from '../received.ts'
import type { KeptExchange, Round } from '../store.ts'
import { timeView } from './time.ts'

/** A round; the newest is open. */
export function roundView({ id, at, what, trouble, exchanges }: Round, open: boolean): Html {
  return html`<details class="round" id="round-${id}"${open && html` open`}>
    <summary><span>${what}</span> <span class="soft">${timeView(at)}, ${exchanges.length} ${exchanges.length === 1 ? 'request' : 'requests'}</span></summary>
    ${trouble !== null && html`<p class="notice bad"><strong><code>${trouble.code}</code></strong> ${trouble.words}</p>`}
    <ol class="exchanges">${exchanges.map(exchangeView)}</ol>
  </details>`
}

function exchangeView(exchange: KeptExchange): Html {
  const { method, path, purpose, status, decision, at, raw } = exchange
  const refused = refusalIn(exchange)
  const numbers = disclosureNumbers(exchange)
  return html`<li class="exchange">
    <p class="request"><code>${method} ${path}</code></p>
    <dl>
      <div><dt>Time</dt><dd>${timeView(at)}</dd></div>
      <div><dt>Purpose</dt><dd><code>${purpose ?? 'none'}</code></dd></div>
      <div><dt>Decision</dt><dd><code>${decision ?? 'none named'}</code></dd></div>
      <div><dt>Answer</dt><dd>${status}${refused === undefined ? '' : html` <strong class="bad-text">${refused.code}</strong>`}</dd></div>
      ${numbers.length > 0 && html`<div><dt>Deliveries</dt><dd>${numbers.join(', ')}</dd></div>`}
    </dl>
    <pre tabindex="0" role="region" aria-label="Answer to ${method} ${path}">${raw}</pre>
  </li>`
}
