// The read a bank once had: tried here by a button, and shown as it was refused.
import { type Html, html, type Round, refusalView, refusedIn, roundView } from '@countersign-examples/shared'

/** The body of the page. @param tried the last try; undefined before the first */
export function refusedBody(connected: boolean, tried: Round | undefined): Html {
  return html`<section class="hero note">
      <h1>What we may not do</h1>
      <p>In 2018 a bank could read the private messages of people who sent a receipt. Press the button: we ask for your threads and for the words in one, as that bank could.</p>
      ${
        connected
          ? html`<form method="post" action="/refused/try"><button class="big">Try to read the thread</button></form>`
          : html`<form method="post" action="/connect"><button class="big">Connect Countersign</button></form>`
      }
    </section>
    ${
      tried !== undefined &&
      html`<section aria-labelledby="tried">
      <h2 id="tried">What came back, as it came</h2>
      ${refusedIn(tried).map(refusalView)}
      ${roundView(tried, true)}
      <p class="soft">The refusal is in your record too: each try of ours is entered before it is answered.</p>
    </section>`
    }`
}
