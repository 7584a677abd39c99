// Contact fields as the gate's login sees them: of the owners a look declares, and only those shown to reach them.
import { type ContactId, idOf, type PersonId, uuidOf } from '@countersign/protocol'
import type { Session } from './database.ts'
import { declare } from './declare.ts'

/** A way to reach a person that was shown to reach them. */
export interface ContactRow {
  readonly contact: ContactId
  readonly owner: PersonId
  readonly kind: 'email' | 'phone'
  readonly value: string
}

/** The verified contact fields of some people; declares them as owners. */
export async function verifiedContacts(
  session: Session,
  owners: readonly PersonId[],
): Promise<readonly ContactRow[]> {
  if (owners.length === 0) return []
  const [, { rows }] = await Promise.all([
    declare(session, { owners }),
    session.query<{ contact_id: string; person_id: string; kind: ContactRow['kind']; value: string }>(
      'select contact_id, person_id, kind, value from contact_fields where person_id = any ($1::uuid[]) and verified',
      [owners.map(uuidOf)],
    ),
  ])
  return rows.map((row) => ({
    contact: idOf('contact', row.contact_id),
    owner: idOf('person', row.person_id),
    kind: row.kind,
    value: row.value,
  }))
}
