// What the ticks of a permission screen say, checked against the screen they were made on: nothing that was not offered can be ticked.
import { DAY_MS, type Instant, needsThread, parseId, type ThreadId } from '@countersign/protocol'
import type { permissionTicks } from '@countersign/protocol/permission-api'
import type { z } from 'zod'
import type { PurposeChoice } from '../acts/give-grant.ts'
import { Problem } from '../problems.ts'
import { choicesOf, type PermissionScreen } from './permission-screen.ts'

/** What is ticked, as it was sent. */
export type Ticks = z.infer<typeof permissionTicks>

/** A yes, in the words of the acts. */
export interface Permitted {
  readonly choices: readonly PurposeChoice[]
  readonly threads: readonly ThreadId[]
  readonly endAt: Instant
  readonly history: boolean
}

/**
 * What a person said yes to.
 * @throws {Problem} NOT_OFFERED for a tick the screen did not have; NOTHING_CHOSEN, THREADS_MISSING, TERM_TOO_LONG,
 * END_NOT_AFTER_START
 */
export function permittedBy(ticks: Ticks, screen: PermissionScreen, now: Instant): Permitted {
  const all = choicesOf(screen)
  const chosen = all.filter(({ key }) => ticks.choices.includes(key))
  if (!ticks.choices.every((key) => all.some((choice) => choice.key === key)))
    throw new Problem('NOT_OFFERED')
  if (ticks.history && screen.history === null) throw new Problem('NOT_OFFERED')
  if (ticks.threads.length > 0 && screen.threads === null) throw new Problem('NOT_OFFERED')
  if (chosen.length === 0) throw new Problem('NOTHING_CHOSEN')
  const threads = [...new Set(ticks.threads)].map((thread) => parseId('thread', thread))
  if (threads.includes(undefined)) throw new Problem('NOT_FOUND')
  if (threads.length === 0 && chosen.some(({ verb }) => verb === 'threads.list' || needsThread(verb)))
    throw new Problem('THREADS_MISSING')
  const byPurpose = Map.groupBy(chosen, ({ purpose }) => purpose)
  return {
    choices: [...byPurpose].map(([purpose, ofPurpose]) => ({
      purpose,
      verbs: ofPurpose.map(({ verb }) => verb),
      fields: ofPurpose.flatMap(({ fields }) => fields),
    })),
    threads: threads.filter((thread) => thread !== undefined),
    endAt: endOfDay(ticks.until, screen.until.maxDays, now),
    history: ticks.history,
  }
}

function endOfDay(day: string, maxDays: number, now: Instant): Instant {
  const end = Date.parse(`${day}T00:00:00Z`) + DAY_MS
  if (end <= now) throw new Problem('END_NOT_AFTER_START')
  if (end > now + maxDays * DAY_MS) throw new Problem('TERM_TOO_LONG')
  return end
}
