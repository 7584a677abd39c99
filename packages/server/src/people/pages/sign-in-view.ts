// Signing in, making an account, claiming an imported one.
import { MAX_LOGIN_LENGTH, MAX_NAME_LENGTH } from '../../acts/account-names.ts'
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../../acts/password.ts'
import type { DemoPerson } from '../../acts/sign-in-demo.ts'
import { type Html, html } from '../../http/html.ts'
import { personMark } from './person-mark.ts'

/** What went wrong with the form just sent, in words for the person, and what they had typed (never a password). */
export interface FormState {
  readonly problem: string | null
  readonly login: string
  readonly name: string
  /** Where to go afterwards: a path of this site. */
  readonly next: string
}

/** The page of `/sign-in`. */
export function signInPage(form: FormState, demo: readonly DemoPerson[]): Html {
  return html`<h1>Sign in</h1>
    ${problem(form)} ${demo.length > 0 && demoPeople(demo, form.next)}
    <form class="stack sheet" method="post" action="/sign-in">
      <input type="hidden" name="next" value="${form.next}" />
      ${loginField(form.login)} ${passwordField('current-password')}
      <button>Sign in</button>
    </form>
    <p>New here? <a href="/sign-up?next=${encodeURIComponent(form.next)}">Make an account</a>.</p>`
}

/** One click for each made-up person; exists in a demo's data folder only. */
export function demoPeople(demo: readonly DemoPerson[], next: string): Html {
  return html`<section class="demo-people" aria-labelledby="demo-title">
    <h2 id="demo-title">Come in as somebody made up</h2>
    <p class="soft">This is a demo. These people do not exist, so one click is enough.</p>
    <form method="post" action="/demo/sign-in">
      <input type="hidden" name="next" value="${next}" />
      ${demo.map(({ id, name }) => html`<button class="plain" name="person" value="${id}">${personMark(id, name)} ${name}</button>`)}
    </form>
  </section>`
}

/** The page of `/sign-up`. */
export function signUpPage(form: FormState): Html {
  return html`<h1>Make an account</h1>
    ${problem(form)}
    <form class="stack sheet" method="post" action="/sign-up">
      <input type="hidden" name="next" value="${form.next}" />
      ${nameField(form.name)} ${loginField(form.login)} ${passwordField('new-password')}
      <button>Make the account</button>
    </form>
    <p>No company gets anything of yours until you say so.</p>
    <p>Here before? <a href="/sign-in?next=${encodeURIComponent(form.next)}">Sign in</a>.</p>`
}

/** The page of `/claim`: an imported account becomes the person's own. */
export function claimPage(form: FormState, code: string): Html {
  return html`<h1>Take over your account</h1>
    <p>Your threads came here from another place. Until you take the account over, nothing of yours goes to any company.</p>
    ${problem(form)}
    <form class="stack sheet" method="post" action="/claim">
      <label class="field"><span>Code from your invitation</span>
        <input name="code" value="${code}" required maxlength="200" autocomplete="off" autocapitalize="none" /></label>
      ${loginField(form.login)} ${passwordField('new-password')}
      <button>Take it over</button>
    </form>`
}

function problem({ problem: words }: FormState): Html {
  return html`${words !== null && html`<p class="notice bad" role="alert">${words}</p>`}`
}

function nameField(value: string): Html {
  return html`<label class="field"><span>Your name, as others see it</span>
    <input name="name" value="${value}" required maxlength="${MAX_NAME_LENGTH}" autocomplete="name" /></label>`
}

function loginField(value: string): Html {
  return html`<label class="field"><span>Sign-in name</span>
    <input name="login" value="${value}" required maxlength="${MAX_LOGIN_LENGTH}" autocomplete="username" autocapitalize="none" spellcheck="false" /></label>`
}

function passwordField(autocomplete: 'current-password' | 'new-password'): Html {
  return html`<label class="field"><span>Password</span>
    ${
      autocomplete === 'new-password'
        ? html`<input name="password" type="password" required minlength="${MIN_PASSWORD_LENGTH}" maxlength="${MAX_PASSWORD_LENGTH}" autocomplete="new-password" aria-describedby="password-help" />
          <span class="soft" id="password-help">${MIN_PASSWORD_LENGTH} characters or more.</span>`
        : html`<input name="password" type="password" required autocomplete="current-password" />`
    }</label>`
}
