// Signing in on the way to a partner, and the small screen of a sign-in that asks for nothing else.
import { MAX_LOGIN_LENGTH } from '../acts/account-names.ts'
import { html } from '../http/html.ts'
import { page } from '../http/page.ts'

/** The sign-in page of an authorization. */
export function signInPage(parts: {
  readonly partnerName: string
  readonly action: string
  readonly guard: string
  /** The page this one is, for the other ways to sign in to come back to. */
  readonly here: string
  readonly login: string
  readonly problem: string | null
}): string {
  const next = encodeURIComponent(parts.here)
  return page({
    title: 'Sign in',
    width: 'form',
    body: html`<h1>Sign in to Countersign</h1>
      <p>${parts.partnerName} sent you here. It does not see what you type, and signing in allows it nothing.</p>
      ${parts.problem !== null && html`<p class="notice bad" role="alert">${parts.problem}</p>`}
      <form class="sheet" method="post" action="${parts.action}">
        <input type="hidden" name="guard" value="${parts.guard}">
        <label class="field"><span>Sign-in name</span>
          <input name="login" value="${parts.login}" required maxlength="${MAX_LOGIN_LENGTH}" autocomplete="username" autocapitalize="none"
            spellcheck="false"></label>
        <label class="field"><span>Password</span>
          <input name="password" type="password" required autocomplete="current-password"></label>
        <button>Sign in</button>
      </form>
      <p>Other ways: <a href="/sign-in?next=${next}">the sign-in page</a>, or
        <a href="/sign-up?next=${next}">make an account</a>.</p>`,
  })
}

/** The screen of a pure sign-in: it links an identity and cannot give anything else (PER-02). */
export function identityPage(parts: {
  readonly partnerName: string
  readonly homepage: string
  readonly personName: string
  readonly action: string
  readonly guard: string
}): string {
  const { partnerName } = parts
  return page({
    title: `Sign in to ${partnerName}`,
    width: 'form',
    body: html`<h1>Sign in to ${partnerName}?</h1>
      <p class="lead">${partnerName} (${parts.homepage}) would like to recognise you when you come back.</p>
      <p class="soft">You are signed in as ${parts.personName}.</p>
      <p class="notice">It gets a number made for it alone. It does not get your name, your address, your messages or
        your friends: signing in allows none of that.</p>
      <form method="post" action="${parts.action}">
        <input type="hidden" name="guard" value="${parts.guard}">
        <div class="answers">
          <button name="answer" value="no">No</button>
          <button name="answer" value="yes">Yes, sign me in</button>
        </div>
      </form>`,
  })
}
