// Incidents: what went wrong with a partner, for operators and the people concerned.
import { type DeletionId, type IncidentId, type Instant, type PartnerId, uuidOf } from '@countersign/protocol'
import type { Session } from './database.ts'

/** What an incident is about. Ids, counts and an operator's own words; never content, never a person's name. */
export type IncidentCause =
  /** SCP-05: what the exit check stripped, by opaque id. */
  | { readonly kind: 'exit_check'; readonly objects: readonly string[] }
  /** INC-04: an operator stopped a partner, or let it go on. */
  | { readonly kind: 'suspended' | 'resumed'; readonly why: string }
  /** WRT-04: more deletions than a minute allows; how many were done in it. */
  | { readonly kind: 'bulk_stop'; readonly deletions: number }
  /** SUN-05, TRN-03: something was open, or in the ledger, that belongs to nothing in the register. */
  | {
      readonly kind: 'reconciliation'
      readonly tokens: number
      readonly routes: number
      readonly hooks: number
      readonly unregistered: readonly PartnerId[]
    }
  /** OVR-06: keys, statements and permissions that nobody signed for, or that the ledger does not know; how many of each. */
  | {
      readonly kind: 'unsigned'
      readonly keys: number
      readonly statements: number
      readonly permissions: number
    }
  /** COP-08: a partner would have reached more people than were reviewed. */
  | { readonly kind: 'harvest'; readonly reached: number; readonly budget: number }
  /** DEL-02: the time to answer who asked it to delete passed in silence. */
  | { readonly kind: 'deletion_silence'; readonly deletions: readonly DeletionId[] }
  /** DEL-03: it says that another number of items is gone than the ledger says it got. */
  | {
      readonly kind: 'deletion_miscounted'
      readonly deletion: DeletionId
      readonly said: number
      readonly items: number
    }

/** An incident to be opened. */
export interface Incident {
  readonly id: IncidentId
  readonly at: Instant
  readonly cause: IncidentCause
}

/** Opens an incident about a partner. */
export async function openIncident(
  session: Session,
  partner: PartnerId,
  { id, at, cause: { kind, ...detail } }: Incident,
): Promise<void> {
  await session.query(
    'insert into incidents (partner_id, incident_id, kind, at, detail) values ($1, $2, $3, $4, $5)',
    [uuidOf(partner), uuidOf(id), kind, at, JSON.stringify(detail)],
  )
}
