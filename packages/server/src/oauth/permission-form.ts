// What a permission form says, checked against the screen it was shown on: nothing that was not offered can be ticked.
import { DAY_MS, type Instant, needsThread, parseId, type ThreadId } from '@countersign/protocol'
import type { PurposeChoice } from '../acts/give-grant.ts'
import { Problem } from '../problems.ts'
import type { Ticked } from './permission-page.ts'
import { choicesOf, type PermissionScreen, type ScreenChoice } from './permission-screen.ts'

/** A form as it arrived: each name with its values, in order. */
export type FormFields = ReadonlyMap<string, readonly string[]>

/** The fields of a form body. @throws {Problem} BAD_REQUEST for anything that is not a form */
export function formFields(body: unknown): FormFields {
  if (typeof body !== 'object' || body === null)
    throw new Problem('BAD_REQUEST', { detail: 'The form is empty.' })
  return new Map(
    Object.entries(body).map(([name, value]) => [name, (Array.isArray(value) ? value : [value]).map(String)]),
  )
}

/** The one value of a field, or undefined. */
export function oneValue(fields: FormFields, name: string): string | undefined {
  const values = fields.get(name) ?? []
  return values.length === 1 ? values[0] : undefined
}

/** What was ticked, as it came, for showing the form again. */
export function tickedIn(fields: FormFields): Ticked {
  return {
    choices: new Set(fields.get('choice')),
    threads: new Set(fields.get('thread')),
    history: fields.has('history'),
    until: oneValue(fields, 'until') ?? null,
  }
}

/** A yes, in the words of the acts. */
export interface Permitted {
  readonly chosen: readonly ScreenChoice[]
  readonly choices: readonly PurposeChoice[]
  readonly threads: readonly ThreadId[]
  readonly endAt: Instant
  readonly history: boolean
}

/**
 * What a person said yes to.
 * @throws {Problem} NOT_OFFERED for a tick the screen did not have; NOTHING_CHOSEN, THREADS_MISSING, TERM_TOO_LONG,
 * END_NOT_AFTER_START, BAD_REQUEST for a day that is none
 */
export function permittedBy(ticked: Ticked, screen: PermissionScreen, now: Instant): Permitted {
  const all = choicesOf(screen)
  const offered = new Set(all.map(({ key }) => key))
  const chosen = all.filter(({ key }) => ticked.choices.has(key))
  if ([...ticked.choices].some((key) => !offered.has(key))) throw new Problem('NOT_OFFERED')
  if (ticked.history && screen.history === null) throw new Problem('NOT_OFFERED')
  if (ticked.threads.size > 0 && screen.threads === null) throw new Problem('NOT_OFFERED')
  if (chosen.length === 0) throw new Problem('NOTHING_CHOSEN')
  const threads = [...ticked.threads].map((thread) => parseId('thread', thread))
  if (threads.includes(undefined)) throw new Problem('NOT_FOUND')
  if (threads.length === 0 && chosen.some(({ verb }) => verb === 'threads.list' || needsThread(verb)))
    throw new Problem('THREADS_MISSING')
  const byPurpose = Map.groupBy(chosen, ({ purpose }) => purpose)
  return {
    chosen,
    choices: [...byPurpose].map(([purpose, ofPurpose]) => ({
      purpose,
      verbs: ofPurpose.map(({ verb }) => verb),
      fields: ofPurpose.flatMap(({ fields }) => fields),
    })),
    threads: threads.filter((thread) => thread !== undefined),
    endAt: endOfDay(ticked.until, screen.until.maxDays, now),
    history: ticked.history,
  }
}

function endOfDay(day: string | null, maxDays: number, now: Instant): Instant {
  const start = day !== null && /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(start))
    throw new Problem('BAD_REQUEST', { errors: [{ at: 'until', problem: 'is not a day' }] })
  const end = start + DAY_MS
  if (end <= now) throw new Problem('END_NOT_AFTER_START')
  if (end > now + maxDays * DAY_MS) throw new Problem('TERM_TOO_LONG')
  return end
}
