// A running platform with a partner whose keys the test holds, and that partner's client through openid-client.
import type { Offer, PersonId, ThreadId } from '@countersign/protocol'
import type { permissionScreen } from '@countersign/protocol/permission-api'
import { type TestSystem, testServer } from '@countersign/testkit'
import { type CryptoKey, exportJWK, generateKeyPair } from 'jose'
import * as client from 'openid-client'
import type { z } from 'zod'
import { createThread } from '../src/acts/create-thread.ts'
import { openAccount } from '../src/acts/open-account.ts'
import { type RegisteredPartner, registerPartner } from '../src/acts/register-partner.ts'
import { systemClock } from '../src/ports/clock.ts'
import { actionOf, Browser, filled, type Page } from './_browser.ts'

/** Where the partner is; nothing listens there. */
export const redirectUri = 'http://localhost:4799/callback'
/** Everybody's password. */
export const password = 'correct horse battery staple'

/** What the feature offers: two purposes, all that can be read of a thread. */
export const offers: Offer[] = [
  { purpose: 'group_activity', verb: 'threads.list', fields: ['thread.title', 'thread.kind'] },
  {
    purpose: 'group_activity',
    verb: 'messages.read',
    fields: ['message.text', 'message.sent_at', 'message.author'],
  },
  { purpose: 'group_activity', verb: 'members.see', fields: ['member.name'] },
  { purpose: 'share_content', verb: 'messages.write', fields: [] },
]

/** The details that ask for everything of `group_activity`. */
export const readDetails = [
  {
    type: 'countersign_feature',
    feature: 'songs',
    purpose: 'group_activity',
    actions: ['threads.list', 'messages.read'],
  },
]

/** A pair of keys of the partner's. */
export interface Keys {
  readonly publicKey: CryptoKey
  readonly privateKey: CryptoKey
}

/** The platform, its people, the partner. */
export interface Platform extends TestSystem {
  readonly url: string
  readonly partner: RegisteredPartner
  readonly keys: Keys
  readonly ana: PersonId
  readonly ben: PersonId
  readonly thread: ThreadId
  readonly elsewhere: ThreadId
}

/** Starts it, with the machine's own clock unless said. */
export async function startPlatform(
  options: Parameters<typeof testServer>[0] = { clock: systemClock },
): Promise<Platform> {
  const server = await testServer(options)
  const { system } = server
  const open = (name: string) =>
    openAccount(system, { login: name, password, displayName: `${name} Example` })
  const [ana, ben, chika] = [await open('ana'), await open('ben'), await open('chika')]
  const thread = await createThread(system, {
    by: ana,
    kind: 'group',
    others: [ben],
    title: 'Friday <songs>',
  })
  const elsewhere = await createThread(system, {
    by: ben,
    kind: 'group',
    others: [chika],
    title: 'Without Ana',
  })
  const keys = await generateKeyPair('ES256', { extractable: true })
  const partner = await registerPartner(system, {
    slug: 'jukebox',
    name: 'Jukebox',
    homepage: 'https://jukebox.example',
    client: {
      redirect_uris: [redirectUri],
      jwks: { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k1' } as never] },
    },
    features: [feature('songs', 90), feature('other', 365)],
  })
  return { ...server, partner, keys, ana, ben, thread, elsewhere }
}

function feature(slug: string, termDays: number) {
  return {
    slug,
    start_at: Date.UTC(2014, 0, 1),
    offers,
    harvest_budget: 1_000,
    term_days: termDays,
    texts: { en: { name: 'Songs of your group', summary: 'Shows the songs your group talks about.' } },
    review_id: 'review-1',
  }
}

/** The partner's client as openid-client configures it by discovery; `server` is where the issuer can be reached. */
export async function configured(
  { url, partner, keys }: Pick<Platform, 'url' | 'partner' | 'keys'>,
  auth: client.ClientAuth = client.PrivateKeyJwt({ key: keys.privateKey, kid: 'k1' }),
  server = url,
): Promise<client.Configuration> {
  const reach: client.CustomFetch = (address, options) => {
    const { pathname, search } = new URL(address)
    return fetch(new URL(pathname + search, server), options as RequestInit)
  }
  return client.discovery(new URL(url), partner.client, {}, auth, {
    [client.customFetch]: reach,
    // oxlint-disable-next-line typescript/no-deprecated -- deprecated to stand out; the test's server has no TLS
    execute: [client.allowInsecureRequests],
  })
}

/** One authorization on its way. */
export interface Attempt {
  readonly configuration: client.Configuration
  readonly DPoP: client.DPoPHandle
  readonly verifier: string
  readonly state: string
  readonly url: URL
}

/** Pushes an authorization request; `more` changes its parameters, undefined leaves one out. */
export async function begin(
  platform: Platform,
  details: readonly object[] | null,
  more: Readonly<Record<string, string | undefined>> = {},
  configuration?: client.Configuration,
  key?: Keys,
): Promise<Attempt> {
  const config = configuration ?? (await configured(platform))
  const DPoP = client.getDPoPHandle(config, key ?? (await client.randomDPoPKeyPair('ES256')))
  const verifier = client.randomPKCECodeVerifier()
  const state = client.randomState()
  const parameters: Record<string, string | undefined> = {
    redirect_uri: redirectUri,
    scope: 'openid',
    state,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(details && { authorization_details: JSON.stringify(details) }),
    ...more,
  }
  const given = Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined))
  const url = await client.buildAuthorizationUrlWithPAR(config, given as Record<string, string>, { DPoP })
  return { configuration: config, DPoP, verifier, state, url }
}

/** What a permission screen says. */
export type Screen = z.infer<typeof permissionScreen>

/**
 * Opens an authorization and signs in where that is asked; ends at the screen. Of one that asks for permission it is what the app that
 * draws it reads, under the address where the answer goes.
 */
export async function toScreen(browser: Browser, url: URL, login = 'ana'): Promise<Page> {
  let page = await browser.open(url.href)
  if (page.text.includes('/sign-in"'))
    page = await browser.submit(actionOf(page), filled(page, ['login', login], ['password', password]))
  return screenAt(browser, page)
}

/** What the app reads where it stands on a page; any other page as it is. */
export async function screenAt(browser: Browser, page: Page): Promise<Page> {
  return page.text.includes('id="app"') ? browser.open(`${page.url}/permission`) : page
}

/** What a permission screen says, read. */
export function screenIn({ status, text }: Page): Screen {
  if (status !== 200) throw new Error(`no screen: ${status} ${text.slice(0, 2000)}`)
  return JSON.parse(text) as Screen
}

/** What is ticked, and whatever else a body says. */
export interface Ticked {
  readonly choices: readonly string[]
  readonly threads?: readonly string[]
  readonly history?: boolean
  readonly more?: Readonly<Record<string, unknown>>
}

/** The ticks as the app sends them. */
export function ticksOn(
  screen: Page,
  { choices, threads = [], history = false, more = {} }: Ticked,
): Record<string, unknown> {
  const { guard, screen_hash, until } = screenIn(screen)
  return { guard, screen_hash, choices, threads, history, until: until.unless_chosen, ...more }
}

/** Ticks and says yes; where the browser ends up, or the refusal. */
export function allow(browser: Browser, screen: Page, ticked: Ticked): Promise<Page> {
  return answer(browser, screen, { answer: 'yes', ...ticksOn(screen, ticked) })
}

/** Says no. */
export function refuse(browser: Browser, screen: Page): Promise<Page> {
  return answer(browser, screen, { answer: 'no', guard: screenIn(screen).guard })
}

/** Sends an answer, and goes where it leads. */
export async function answer(
  browser: Browser,
  { url }: Page,
  body: unknown,
  origin?: string | null,
): Promise<Page> {
  const answered = await browser.send(url, body, origin)
  return answered.status === 200
    ? browser.open((JSON.parse(answered.text) as { next: string }).next)
    : answered
}

/** Redeems the code of a callback. */
export function redeem(attempt: Attempt, callback: string): ReturnType<typeof client.authorizationCodeGrant> {
  return client.authorizationCodeGrant(
    attempt.configuration,
    new URL(callback),
    { expectedState: attempt.state, pkceCodeVerifier: attempt.verifier, idTokenExpected: true },
    undefined,
    { DPoP: attempt.DPoP },
  )
}

/** The whole way: ask, sign in, tick, yes, redeem. */
export async function connect(
  platform: Platform,
  choices: readonly string[] = ['group_activity/threads.list', 'group_activity/messages.read'],
  details: readonly object[] = readDetails,
  login = 'ana',
) {
  const attempt = await begin(platform, details)
  const browser = new Browser(platform.url)
  const screen = await toScreen(browser, attempt.url, login)
  const end = await allow(browser, screen, {
    choices,
    threads: screenIn(screen).threads === null ? [] : [platform.thread],
  })
  return { attempt, browser, callback: end.url, tokens: await redeem(attempt, end.url) }
}

/** A call of the partner API with a token and its key. */
export function call(
  { url }: Platform,
  { configuration, DPoP }: Pick<Attempt, 'configuration' | 'DPoP'>,
  token: string,
  path: string,
  {
    method = 'GET',
    purpose = 'group_activity',
    body,
  }: { method?: string; purpose?: string | null; body?: object } = {},
): Promise<Response> {
  const headers = new Headers(purpose === null ? {} : { 'countersign-purpose': purpose })
  if (body !== undefined) headers.set('content-type', 'application/json')
  const answered = client.fetchProtectedResource(
    configuration,
    token,
    new URL(path, url),
    method,
    body === undefined ? undefined : JSON.stringify(body),
    headers,
    { DPoP },
  )
  return answered.catch((error: unknown) => {
    // openid-client throws what a challenge says; the test wants to see the answer.
    if (error instanceof client.WWWAuthenticateChallengeError) return error.response
    throw error
  })
}
