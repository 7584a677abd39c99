// Brings back what a partner took away: its author one card, the operator all of them since an instant (WRT-04).
import type { Instant, MessageId, PartnerId, PersonId, PlacementId, ThreadId } from '@countersign/protocol'
import type { Applied } from '../gate/turnstile-port.ts'
import { makeId } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { findReadableMessage } from '../store/messages.ts'
import { queueNotices } from '../store/notices.ts'
import { findPlacement, markRestored, type Placement, removedPlacements } from '../store/placements.ts'
import { findSealedCard, removedCardHash, unsealCard } from '../store/sealed-cards.ts'
import type { System } from '../system.ts'
import { cardHash } from './draft-card.ts'

/** So many are brought back in one go. */
const AT_ONCE = 100

/**
 * Brings back one card of a person's own, within thirty days, exactly as it was: what was kept must have the hash the ledger
 * has of it.
 * @throws {Problem} NOT_FOUND for a message they cannot see, or that no partner took away; NOT_ALLOWED for somebody else's;
 *   RESTORE_OVER; LEDGER_UNAVAILABLE
 */
export async function restoreCard(
  system: Pick<System, 'random' | 'turnstile' | 'settings'>,
  {
    person,
    thread,
    message,
  }: { readonly person: PersonId; readonly thread: ThreadId; readonly message: MessageId },
): Promise<void> {
  await system.turnstile.change({
    direction: 'loosens',
    async apply(session, at) {
      const found = await findReadableMessage(session, thread, person, message)
      if (found === undefined || found.restorableUntil === null || found.via === null)
        throw new Problem('NOT_FOUND')
      if (found.author !== person) throw new Problem('NOT_ALLOWED', { detail: 'This was not your card.' })
      const placed = await findPlacement(session, found.via.partner, found.via.placement)
      if (placed === undefined) throw new Problem('NOT_FOUND')
      return restore(system, session, placed, 'author', at)
    },
  })
}

/** How a bulk restore went. */
export interface Restored {
  readonly restored: number
  /** Those whose thirty days were over, or whose author had erased them meanwhile. */
  readonly gone: number
}

/**
 * Brings back everything a partner has taken away since an instant. Doing so again changes nothing. Each author is told.
 * @throws {Problem} LEDGER_UNAVAILABLE, INTERNAL when a kept card is not the one the ledger names; what was brought back stays
 */
export async function restorePlacements(
  system: Pick<System, 'app' | 'random' | 'turnstile' | 'settings'>,
  { partner, since }: { readonly partner: PartnerId; readonly since: Instant },
): Promise<Restored> {
  let done: Restored = { restored: 0, gone: 0 }
  let after: PlacementId | null = null
  for (;;) {
    const page: readonly Placement[] = await removedPlacements(system.app, partner, {
      since,
      after,
      limit: AT_ONCE,
    })
    const outcomes = await Promise.all(page.map((placed) => restoreForOperator(system, placed)))
    const restored = outcomes.filter(Boolean).length
    done = { restored: done.restored + restored, gone: done.gone + outcomes.length - restored }
    after = page.at(-1)?.id ?? null
    if (page.length < AT_ONCE) return done
  }
}

async function restoreForOperator(
  system: Pick<System, 'random' | 'turnstile' | 'settings'>,
  placed: Placement,
): Promise<boolean> {
  try {
    await system.turnstile.change({
      direction: 'loosens',
      async apply(session, at) {
        const applied = await restore(system, session, placed, 'operator', at)
        const { person, partner, feature, thread } = placed
        const about = { id: makeId('notice', at, system.random), person, partner, feature, thread }
        await queueNotices(session, [{ ...about, kind: 'placement_restored', madeAt: at }])
        return applied
      },
    })
    return true
  } catch (error) {
    if (error instanceof Problem && error.code === 'RESTORE_OVER') return false
    throw error
  }
}

async function restore(
  { settings }: Pick<System, 'settings'>,
  session: Session,
  placed: Placement,
  by: 'author' | 'operator',
  at: Instant,
): Promise<Applied<undefined>> {
  const sealed = await findSealedCard(session, placed)
  if (sealed === undefined || at >= sealed.keepUntil) throw new Problem('RESTORE_OVER')
  const hash = cardHash(sealed.card)
  if (hash !== (await removedCardHash(session, settings.logId, placed)))
    throw new Problem('INTERNAL', { detail: 'What was kept is not what the ledger says was taken away.' })
  await unsealCard(session, placed)
  await markRestored(session, placed, at)
  const { partner, feature, person, thread, message, id: placement } = placed
  const record = {
    ...({ kind: 'placement_restored', at, person, partner, feature, placement, thread, message } as const),
    card_hash: hash,
    by,
  }
  return { value: undefined, touches: [{ thread }], records: [{ person, partner, record }] }
}
