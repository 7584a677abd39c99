// The words of closing an account: everything that ends, and everything that does not.
import { type Html, html } from '../../http/html.ts'
import { countWords } from '../../http/words.ts'

/** What the page shows. */
export interface ClosePage {
  readonly name: string
  /** Permissions in force now. */
  readonly permissions: number
  /** Whether a name or password was just wrong. */
  readonly wrong: boolean
}

/** The page of `/account/close`. */
export function closePage({ name, permissions, wrong }: ClosePage): Html {
  const ending = `${countWords(permissions, 'permission')} of yours ${permissions === 1 ? 'ends' : 'end'} at once, and the company is told.`
  return html`<h1>Close your account</h1>
    ${wrong && html`<p class="notice" role="alert">The name or the password is wrong. Nothing was closed.</p>`}
    <p>You are signed in as <strong>${name}</strong>. Closing cannot be undone.</p>
    <h2>What ends</h2>
    <ul>
      ${permissions > 0 && html`<li>${ending}</li>`}
      <li>No company gets anything of yours any more, also through others.</li>
      <li>You leave every thread, your friends lose you from their lists, and your addresses are deleted.</li>
      <li>Nobody signs in as you, and nobody else gets your sign-in name.</li>
    </ul>
    <h2>What stays</h2>
    <ul>
      <li>What you wrote stays with the people you wrote it to, under your name. To take it back, delete it first.</li>
      <li>The record of who got what stays, so that it can still be checked.</li>
      <li>A company keeps what it got before until it deletes it.</li>
    </ul>
    <form class="stack sheet" method="post" action="/account/close">
      <label class="field"><span>Your sign-in name</span>
        <input name="login" required maxlength="300" autocomplete="username" /></label>
      <label class="field"><span>Your password</span>
        <input name="password" type="password" required autocomplete="current-password" /></label>
      <button>Close my account</button>
    </form>
    <p><a href="/privacy">Keep it and go back</a></p>`
}

/** What is shown once it is done. */
export function closedPage(): Html {
  return html`<h1>Your account is closed</h1>
    <p>Nothing of yours reaches any company from now on.</p>
    <p><a href="/">To the start</a></p>`
}
