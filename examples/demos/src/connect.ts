// Connecting a person to Tunes: the SDK's authorization, and the person's own steps through the permission screen.
import type { Ask, Connection, Partner } from '@countersign/sdk'
import type { Browser } from './browser.ts'
import { done, type Person } from './people.ts'

/** What a person ticks on the permission screen, beside every power that is asked for. */
export interface Ticks {
  /** The threads it is for. */
  readonly threads: readonly string[]
  /** Also what is already written. */
  readonly history: boolean
}

/** A connection, and what the screen looked like before anybody touched it. */
export interface Connected {
  readonly connection: Connection
  /** How many choices the screen offered. */
  readonly offered: number
  /** How many of them a yes would have given as it came, with nothing ticked. */
  readonly preselected: number
}

/** Asks a signed-in person for permission and takes them through the screen to a connection. */
export async function connect(
  partner: Partner,
  { browser }: Person,
  asks: readonly Ask[],
  ticks: Ticks,
  previous: Connection | null,
): Promise<Connected> {
  const { authorizationUrl, pending } = await partner.connect({ asks })
  const address = await screenAt(browser, authorizationUrl)
  const screen = await done<Screen>(browser.call('GET', address))
  const { guard, screen_hash, until, purposes, history, own_threads } = screen
  const choices = purposes.flatMap((purpose) => purpose.choices.map(({ key }) => key))
  const answer = (ticked: object) =>
    browser.call('POST', address, {
      answer: 'yes',
      guard,
      screen_hash,
      choices: [],
      threads: [],
      history: false,
      until: until.unless_chosen,
      ...ticked,
    })
  // Were anything on as the screen comes, this would give it.
  const untouched = await answer({})
  const { next } = await done<{ next: string }>(answer({ ...ticks, choices }))
  const { left, status } = await browser.open(next)
  if (left === null) throw new Error(`the permission screen did not lead back (${status})`)
  const connection = await partner.finish(left, pending, { previous: () => previous ?? undefined })
  const offered = choices.length + own_threads.length + (history === null ? 0 : 1)
  return { connection, offered, preselected: untouched.status === 422 ? 0 : offered }
}

/** Signs a person in at a partner that asks for nothing more: a plain page with a yes and a no. */
export async function signInAt(partner: Partner, { browser }: Person): Promise<Connection> {
  const { authorizationUrl, pending } = await partner.connect({ asks: [] })
  const { html, url } = await browser.open(authorizationUrl)
  const guard = /name="guard" value="([^"]*)"/.exec(html)?.[1]
  if (guard === undefined) throw new Error('the page that asks for nothing more did not come')
  const action = `${new URL(url).pathname}/identity`
  const { left, status } = await browser.submit(action, { guard, answer: 'yes' })
  if (left === null) throw new Error(`the page that asks for nothing more did not lead back (${status})`)
  return partner.finish(left, pending)
}

/** What the demo reads of a permission screen. */
interface Screen {
  readonly guard: string
  readonly screen_hash: string
  readonly until: { readonly unless_chosen: string }
  readonly purposes: readonly { readonly choices: readonly { readonly key: string }[] }[]
  readonly history: object | null
  readonly own_threads: readonly object[]
}

/** Where the screen of an authorization is read and answered: below the page it leads to. */
async function screenAt(browser: Browser, authorizationUrl: string): Promise<string> {
  const { left, status, url } = await browser.open(authorizationUrl)
  if (left !== null || status !== 200) throw new Error(`the permission screen did not come (${status})`)
  return `${new URL(url).pathname}/permission`
}
