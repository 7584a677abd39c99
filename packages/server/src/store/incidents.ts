// Incidents: what went wrong at the gate, by object id, for operators and the people concerned.
import { type IncidentId, type Instant, type PartnerId, uuidOf } from '@countersign/protocol'
import type { Session } from './database.ts'

/** Opens an incident about what the exit check stripped (SCP-05). `objects` are opaque ids; no content is kept. */
export async function openIncident(
  session: Session,
  partner: PartnerId,
  incident: {
    readonly id: IncidentId
    readonly kind: 'exit_check'
    readonly at: Instant
    readonly objects: readonly string[]
  },
): Promise<void> {
  await session.query(
    'insert into incidents (partner_id, incident_id, kind, at, detail) values ($1, $2, $3, $4, $5)',
    [
      uuidOf(partner),
      uuidOf(incident.id),
      incident.kind,
      incident.at,
      JSON.stringify({ objects: incident.objects }),
    ],
  )
}
