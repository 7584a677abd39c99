// The pages of addresses: what a person has, which of them were proven, and the yes to a code.
import { type Html, html } from '../../http/html.ts'
import type { Contact } from '../../store/contacts.ts'

/** What the page shows. */
export interface ContactsPage {
  readonly contacts: readonly Contact[]
  /** What was just done. */
  readonly done: 'sent' | 'proven' | 'removed' | null
  /** It is a while since they showed that it is they: a mail to an address sets their password anew. */
  readonly asksPassword: boolean
}

const doneWords = {
  sent: 'A mail is on its way. Open the page it names within an hour; nothing is kept until you do.',
  proven: 'This address is yours. It goes to no company unless you tick it for one.',
  removed: 'Taken away. It leaves for nobody from now on.',
} as const

/** The page of `/contact`. */
export function contactsPage({ contacts, done, asksPassword }: ContactsPage): Html {
  return html`<h1>How to reach you</h1>
    ${done !== null && html`<p class="notice" role="status">${doneWords[done]}</p>`}
    <p>An address belongs to the person it reaches. It goes to a company only if you allow that company your own, or tick
      it for one that a friend uses. Nobody else can give it away.</p>
    ${contacts.length === 0 ? html`<p class="empty">No address yet.</p>` : list(contacts)}
    <form class="inline find" method="post" action="/contact">
      <label for="email">Add an e-mail address. We send a mail there to see that it reaches you.</label>
      <input id="email" name="email" type="email" required maxlength="254" autocomplete="email" />
      ${
        asksPassword &&
        html`<label for="password">Your password, as a password can be set anew from an address.</label>
      <input id="password" name="password" type="password" required maxlength="256" autocomplete="current-password" />`
      }
      <button>Send the mail</button>
    </form>
    <p><a href="/privacy">Back to privacy</a></p>`
}

function list(contacts: readonly Contact[]): Html {
  return html`<ul class="rows">
    ${contacts.map(
      ({ id, value, verified }) => html`<li>
        <span class="grow"><strong>${value}</strong><br /><span class="soft">${verified ? 'reaches you' : 'not proven: it leaves for nobody'}</span></span>
        <form method="post" action="/contact/${id}/remove"><button class="plain small" aria-label="Remove ${value}">Remove</button></form>
      </li>`,
    )}
  </ul>`
}

/** The page a mail leads to. Whether the code is good is said when it is used. */
export function confirmPage({ code, name }: { readonly code: string; readonly name: string }): Html {
  return html`<h1>Is this your address?</h1>
    <p>You are signed in as <strong>${name}</strong>. If you asked for the mail that led you here, the address it came to becomes yours.</p>
    <form method="post" action="/contact/confirm">
      <input type="hidden" name="code" value="${code}" />
      <button>Yes, it is mine</button>
    </form>
    <p><a href="/contact">No, go back</a></p>`
}
