// Connecting a person to Tunes: the SDK's authorization, and the person's own steps through the permission screen.
import type { Ask, Connection, Partner } from '@countersign/sdk'
import type { Landing } from './browser.ts'
import { type Form, formsOf } from './forms.ts'
import type { Person } from './people.ts'

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
  /** How many of them were on as it came. */
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
  const screen = permissionForm(await browser.open(authorizationUrl))
  const boxes = screen.fields.filter(({ type }) => type === 'checkbox')
  const ticked = boxes.filter(
    ({ name, value }) =>
      name === 'choice' ||
      (name === 'thread' && ticks.threads.includes(value)) ||
      (name === 'history' && ticks.history),
  )
  const rest = screen.fields.filter(({ type }) => type !== 'checkbox')
  const values = [...rest, ...ticked].map(({ name, value }) => [name, value] as const)
  const landing = await browser.submit(screen, [...values, ['answer', 'yes']])
  if (landing.left === null)
    throw new Error(`the permission screen did not take the answer (${landing.status})`)
  const connection = await partner.finish(landing.left, pending, { previous: () => previous ?? undefined })
  return { connection, offered: boxes.length, preselected: boxes.filter(({ checked }) => checked).length }
}

function permissionForm({ html, status }: Landing): Form {
  const form = formsOf(html).find(({ buttons }) =>
    buttons.some(({ name, value }) => name === 'answer' && value === 'yes'),
  )
  if (form === undefined) throw new Error(`the permission screen did not come (${status})`)
  return form
}
