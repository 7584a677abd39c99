// Getting in: what this installation lets somebody do who is not signed in, and doing it.
import type { entrance, session } from '@countersign/protocol/people-api'
import {
  browserSupportsWebAuthnAutofill,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  WebAuthnError,
} from '@simplewebauthn/browser'
import { queryOptions, useMutation } from '@tanstack/react-query'
import type { z } from 'zod'
import { CallError, call } from './call.ts'
import { publicOf } from './key-list.ts'
import { dropKey, keepKey, makeKey } from './own-key.ts'

type Session = z.infer<typeof session>

/** The query for what is possible here. */
export const entranceQuery = queryOptions({
  queryKey: ['entrance'],
  queryFn: () => call<z.infer<typeof entrance>>('GET', '/entrance'),
})

/** What signs somebody in by typing. */
export interface Credentials {
  readonly login: string
  readonly password: string
}

/** Signs in with name and password. */
export function signIn(credentials: Credentials): Promise<Session> {
  return call<Session>('POST', '/session', credentials)
}

/** Signs in as somebody made up, in a demo. */
export function signInDemo(person: string): Promise<Session> {
  return call<Session>('POST', '/session/demo', { person })
}

/**
 * Signs in with a passkey the person picks: in a dialog of the browser, or, with `autofill`, among what it offers to fill in
 * at the name's field. Undefined when they picked none.
 */
export async function signInWithPasskey({
  autofill,
}: {
  readonly autofill: boolean
}): Promise<Session | undefined> {
  const answer = await answerOf(autofill)
  // The field and the button can both have been answered; a second sign-in would end the session of the first.
  if (answer === undefined || entering) return undefined
  entering = true
  try {
    return await call<Session>('POST', '/session/passkey', answer)
  } catch (error) {
    entering = false
    throw error
  }
}

async function answerOf(autofill: boolean) {
  try {
    const optionsJSON = await call<PublicKeyCredentialRequestOptionsJSON>('POST', '/session/passkey/options')
    return await picked(() => startAuthentication({ optionsJSON, useBrowserAutofill: autofill }))
  } catch (error) {
    // What the field offers nobody has asked for: that it cannot be offered here is no news to them.
    if (autofill) return undefined
    throw error
  }
}

/** From the first answer of an authenticator until it was refused; who is in leaves the page. */
let entering = false

/** Whether the browser offers passkeys among what it fills in. */
export const canAutofill = browserSupportsWebAuthnAutofill

/**
 * What a dialog of the browser gave; undefined when the person closed it, or it made way for another.
 * @throws {CallError} NO_PASSKEYS where the browser has no way to keep one
 */
export async function picked<T>(dialog: () => Promise<T>): Promise<T | undefined> {
  try {
    return await dialog()
  } catch (error) {
    const named = error instanceof WebAuthnError ? error.cause : error
    const gone = named instanceof Error && ['AbortError', 'NotAllowedError'].includes(named.name)
    if (gone) return undefined
    if (named instanceof Error && named.name === 'NotSupportedError')
      throw new CallError('NO_PASSKEYS', 0, '', { cause: error })
    throw error
  }
}

/** What a new account starts with. */
export interface NewAccount extends Credentials {
  readonly display_name: string
  readonly invitation?: string
}

/** Opens an account, in the language of the page, and signs in; the account begins with a key of this browser. */
export function signUp(account: NewAccount): Promise<Session> {
  const locale = document.documentElement.lang
  return withFirstKey((key) => call<Session>('POST', '/accounts', { locale, ...account, key }))
}

/** Claims an imported account and signs in; from then on it has a key of this browser. */
export function claim(given: Credentials & { readonly code: string }): Promise<Session> {
  return withFirstKey((key) => call<Session>('POST', '/accounts/claim', { ...given, key }))
}

/** Kept before the account is there, so that no key of an account is ever nobody's. */
async function withFirstKey(open: (key: ReturnType<typeof publicOf>) => Promise<Session>): Promise<Session> {
  const key = await makeKey(null)
  try {
    const session = await open(publicOf(key))
    await keepKey({ ...key, person: session.person })
    return session
  } catch (error) {
    // Whether it was opened cannot be told where no answer came: then the key is kept for the next time somebody signs in.
    if (error instanceof CallError && error.code !== 'UNREACHABLE') await dropKey(key.name)
    throw error
  }
}

/** Who gave a link. */
export function useLinkMaker(code: string | null) {
  return {
    queryKey: ['friend-link', code],
    queryFn: () =>
      call<{ person: { id: string; name: string } }>('POST', '/friend-links/read', { code: code ?? '' }),
    retry: false,
  }
}

/** Becomes the friend of who gave a link. */
export function openLink(code: string): Promise<unknown> {
  return call('POST', '/friend-links/open', { code })
}

/** The ways back in; none signs in by itself. */
export const recovery = {
  askForMail: (login: string) => call('POST', '/recovery/mail', { login }),
  byCode: (given: Credentials & { readonly code: string }) => call('POST', '/recovery/code', given),
  byMail: (given: { readonly code: string; readonly password: string }) =>
    call('POST', '/recovery/password', given),
} as const

/** An act of a form, with how it stands. */
export function useForm<T>(act: (given: T) => Promise<unknown>, onSuccess: () => void) {
  return useMutation({ mutationFn: act, onSuccess })
}
