// The people of a demo, each at their own browser, doing what the platform's own pages do through its JSON API.
import type { Purpose } from '@countersign/sdk'
import { type ApiAnswer, type Browser, openBrowser } from './browser.ts'
import type { Street } from './streets.ts'

/** A person with an account, signed in. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly login: string
  readonly browser: Browser
}

/** The words somebody answers an ask on, and what they are about. */
export interface AskCard {
  readonly partner: { readonly id: string }
  readonly feature: string
  readonly manifest_version: number
  readonly purpose: string
  readonly screen_hash: string
}

/** An answer for what is one's own. */
export interface OwnAnswer {
  readonly id: string
  readonly standing: string
  readonly ended_at: string | null
}

/** Something a person is told without asking. */
export interface Notice {
  readonly kind: string
}

/** One line of "who got what". */
export interface OwnDisclosure {
  readonly at: string
  readonly partner: { readonly name: string }
  readonly under: string
  readonly items: number
  readonly delivered: boolean
}

/** A message as a member reads it. */
export interface ReadMessage {
  readonly id: string
  readonly kind: string
  readonly text: string
  readonly author: { readonly id: string }
  readonly via: { readonly label: string } | null
  readonly card: object | null
  /** Until when a card that its partner took away can be brought back; null for what is there, and for what is not. */
  readonly restorable_until: string | null
}

/** A permission on its person's page. */
export interface Grant {
  readonly id: string
  readonly partner: { readonly id: string; readonly name: string }
  readonly purpose: string
  readonly standing: string
}

/** Opens an account and signs in with it. */
export async function signUp(
  platform: string,
  { login, name, street }: { readonly login: string; readonly name: string; readonly street?: Street },
): Promise<Person> {
  const browser = openBrowser(platform, street)
  const account = { login, display_name: name, password: passwordOf(login) }
  const { person } = await done<{ person: string }>(browser.call('POST', '/api/v1/accounts', account))
  return { id: person, name, login, browser }
}

/** Signs in again, after a session has run out. */
export async function signIn({ browser, login }: Pick<Person, 'browser' | 'login'>): Promise<void> {
  await done(browser.call('POST', '/api/v1/session', { login, password: passwordOf(login) }))
}

/** What somebody of a demo signs in with. */
export function passwordOf(login: string): string {
  return `only ${login} knows this`
}

/** Makes a group. Resolves with its id. */
export async function makeGroup(
  { browser }: Person,
  others: readonly Person[],
  title: string,
): Promise<string> {
  const group = { kind: 'group', members: others.map(({ id }) => id), title }
  return (await done<{ id: string }>(browser.call('POST', '/api/v1/threads', group))).id
}

/** Sends a message. Resolves with its id. */
export async function say({ browser }: Person, thread: string, text: string): Promise<string> {
  return (await done<{ id: string }>(browser.call('POST', `/api/v1/threads/${thread}/messages`, { text }))).id
}

/** What was said in a thread, the newest first, to the end. */
export function readThread({ browser }: Person, thread: string): Promise<readonly ReadMessage[]> {
  return allOf(browser, `/api/v1/threads/${thread}/messages`)
}

/** Sets how a thread shares with partners. */
export async function setSharing({ browser }: Person, thread: string, setting: string): Promise<void> {
  await done(browser.call('PATCH', `/api/v1/threads/${thread}`, { setting }))
}

/** A person's permissions, live and ended. */
export function grantsOf({ browser }: Pick<Person, 'browser'>): Promise<readonly Grant[]> {
  return allOf(browser, '/api/v1/grants', false)
}

/** The live permission for a purpose. @throws Error when there is none */
export async function liveGrant({ browser }: Person, purpose: Purpose): Promise<string> {
  const live = (await grantsOf({ browser })).find(
    (grant) => grant.purpose === purpose && grant.standing === 'live',
  )
  if (live === undefined) throw new Error(`there is no live permission for ${purpose}`)
  return live.id
}

/** Withdraws a permission: one tap. */
export async function withdraw({ browser }: Person, grant: string): Promise<void> {
  await done(browser.call('DELETE', `/api/v1/grants/${grant}`))
}

/** Asks the others of a thread, for a permission of one's own: one tap. */
export async function askOthers({ browser }: Person, thread: string, grant: string): Promise<void> {
  await done(browser.call('POST', `/api/v1/threads/${thread}/asks`, { grant }))
}

/** The cards a person is asked with and has not answered. */
export async function openAsks({ browser }: Person): Promise<readonly AskCard[]> {
  return (await allOf<{ card: AskCard }>(browser, '/api/v1/asks/mine', false)).map(({ card }) => card)
}

/** Answers a card for what is one's own, in one thread or all of them: one tap. */
export async function answerCard(
  { browser }: Person,
  { partner, feature, manifest_version, purpose, screen_hash }: AskCard,
  given: { readonly answer: 'allow' | 'never'; readonly thread: string | null; readonly history?: boolean },
): Promise<OwnAnswer> {
  const card = { partner: partner.id, feature, manifest_version, purpose, screen_hash }
  return done(browser.call('PUT', '/api/v1/answers', { ...card, ...given }))
}

/** What an answer is about. */
export type Asked = Omit<AskCard, 'partner' | 'screen_hash'> & { readonly partner: string }

/** Reads the card about something, unasked, and answers it for all threads: for those whom nobody asks in a thread. */
export async function answerFor(
  { browser }: Person,
  asked: Asked,
  given: { readonly answer: 'allow' | 'never'; readonly contact_fields?: readonly string[] },
): Promise<OwnAnswer> {
  const query = new URLSearchParams(
    Object.entries(asked).map(([name, value]): [string, string] => [name, String(value)]),
  )
  const card = await done<AskCard>(browser.call('GET', `/api/v1/answers/card?${query.toString()}`))
  const { screen_hash } = card
  return done(browser.call('PUT', '/api/v1/answers', { ...asked, ...given, screen_hash, thread: null }))
}

/** Takes an answer back: one tap. */
export async function takeBack({ browser }: Person, answer: string): Promise<void> {
  await done(browser.call('DELETE', `/api/v1/answers/${answer}`))
}

/** One's own answers, standing and ended. */
export function ownAnswers({ browser }: Person): Promise<readonly OwnAnswer[]> {
  return allOf(browser, '/api/v1/answers', false)
}

/** The master switch "share nothing of mine with partners": one tap. */
export async function setSwitch({ browser }: Person, on: boolean): Promise<void> {
  await done(browser.call('PUT', '/api/v1/switch', { on }))
}

/** Everything that left about a person, the newest first. */
export function ownDisclosures({ browser }: Person): Promise<readonly OwnDisclosure[]> {
  return allOf(browser, '/api/v1/disclosures')
}

/** What a person is told, the newest first. */
export function notices({ browser }: Person): Promise<readonly Notice[]> {
  return allOf(browser, '/api/v1/notices')
}

/** The body of an answer that must be a good one; its shape is the platform's own schema. @throws Error naming its code */
export async function done<T>(answering: Promise<ApiAnswer>): Promise<T> {
  const { status, body } = await answering
  if (status < 300) return body as T
  throw new Error(`the platform answered ${status}: ${JSON.stringify(body)}`)
}

async function allOf<T>(browser: Browser, path: string, paged = true): Promise<readonly T[]> {
  const found: T[] = []
  let cursor: string | null = null
  do {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const address = paged ? `${path}?limit=200${query}` : path
    const { items, next } = await done<{ items: readonly T[]; next: string | null }>(
      browser.call('GET', address),
    )
    found.push(...items)
    cursor = next
  } while (cursor !== null)
  return found
}
