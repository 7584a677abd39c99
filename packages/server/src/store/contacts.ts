// Ways to reach a person: theirs alone, and marked when they showed that one reaches them.
import { type ContactId, idOf, type PersonId, uuidOf } from '@countersign/protocol'
import type { Session } from './database.ts'

/** One way to reach a person. */
export interface Contact {
  readonly id: ContactId
  readonly kind: 'email' | 'phone'
  readonly value: string
  /** Whether the person showed that it reaches them. Others leave for nobody (COP-07). */
  readonly verified: boolean
}

/** What a person has, oldest first. */
export async function contactsOf(session: Session, person: PersonId): Promise<readonly Contact[]> {
  const { rows } = await session.query<{ contact_id: string } & Omit<Contact, 'id'>>(
    'select contact_id, kind, value, verified from contact_fields where person_id = $1 order by contact_id',
    [uuidOf(person)],
  )
  return rows.map(({ contact_id, kind, value, verified }) => ({
    id: idOf('contact', contact_id),
    kind,
    value,
    verified,
  }))
}

/** Adds an address that was shown to reach its person. Turnstile only. */
export async function insertVerifiedContact(
  session: Session,
  { person, id, email }: { readonly person: PersonId; readonly id: ContactId; readonly email: string },
): Promise<void> {
  await session.query(
    `insert into contact_fields (person_id, contact_id, kind, value, verified) values ($1, $2, 'email', $3, true)`,
    [uuidOf(person), uuidOf(id), email],
  )
}

/** Deletes one; false when the person has none such. Turnstile only. */
export async function deleteContact(
  session: Session,
  person: PersonId,
  contact: ContactId,
): Promise<boolean> {
  const { rowCount } = await session.query(
    'delete from contact_fields where person_id = $1 and contact_id = $2',
    [uuidOf(person), uuidOf(contact)],
  )
  return rowCount === 1
}

/** The addresses a person showed to reach them. */
export async function provenAddresses(session: Session, person: PersonId): Promise<readonly string[]> {
  const contacts = await contactsOf(session, person)
  return contacts.flatMap(({ kind, value, verified }) => (kind === 'email' && verified ? [value] : []))
}
